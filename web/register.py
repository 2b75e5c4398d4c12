"""The register of a package: its record, line by line, on the screen and as a file with the same lines."""

from __future__ import annotations

from datetime import timedelta

from flask import Blueprint, Response, redirect, render_template, request, url_for

from engine.documents import spreadsheet
from engine.errors import NotFound
from engine.queries import register as registers
from engine.queries.register import Period, Register
from web.current import ask
from web.downloads import csv_bytes, file_answer
from web.language import of
from web.paging import page_number
from web.times import day_start

pages = Blueprint("register", __name__)


@pages.get("/registers")
def index():
    offered = ask(registers.registers)
    if not offered:
        raise NotFound("register")
    return redirect(url_for("register.show", package_id=offered[0][0]))


@pages.get("/registers/<package_id>")
def show(package_id: str):
    found = ask(registers.register, package_id, _period(), page_number())
    return render_template("staff/register.html", found=found, offered=ask(registers.registers), words=_words())


@pages.get("/registers/<package_id>.csv")
def csv(package_id: str) -> Response:
    header, lines, name = _table(ask(registers.whole_register, package_id, _period()))
    return file_answer(csv_bytes(header, lines), "text/csv", f"{name}.csv")


@pages.get("/registers/<package_id>.xlsx")
def xlsx(package_id: str) -> Response:
    header, lines, name = _table(ask(registers.whole_register, package_id, _period()))
    content = spreadsheet.workbook([spreadsheet.Sheet(name, header, lines)])
    return file_answer(content, spreadsheet.MEDIA_TYPE, f"{name}.xlsx")


def _table(found: Register) -> tuple[list[str], list[list[str]], str]:
    lines = [[of(cell) for cell in line] for line in found.lines]
    return [of(column) for column in found.columns], lines, of(found.name) or found.package_id


def _period() -> Period:
    since, until = day_start(request.args.get("from", "")), day_start(request.args.get("until", ""))
    return Period(since, until + timedelta(days=1) if until else None)


def _words() -> dict[str, str]:
    return {name: request.args[name] for name in ("from", "until") if request.args.get(name)}
