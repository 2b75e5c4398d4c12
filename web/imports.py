"""Lines of a table begin cases: each by the same command as the form, each with its own outcome."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass

from flask import Blueprint, render_template

from engine.commands import once_only
from engine.errors import InvalidValues, Refused, Text
from engine.model.csv_rows import MAX_BYTES, CsvLine, read_lines
from engine.queries import import_columns
from engine.queries.import_columns import ImportForm
from web import submitted
from web.current import actor, ask, execute
from web.downloads import csv_bytes, file_answer
from web.language import language, of
from web.limits import limited

pages = Blueprint("imports", __name__, url_prefix="/cases/new/<package_id>/import")

NO_FILE = Text("请选择一个 CSV 文件。", "Choose a CSV file.")


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a line: the number of its case, or what is wrong with it, by the names of its columns."""

    line: int
    number: str
    faults: tuple[tuple[Text, Text], ...]


@pages.get("")
def form(package_id: str):
    return _page(package_id)


@pages.get("/template")
def template(package_id: str):
    """A table with the right columns and one example, as spreadsheets open it."""
    columns = ask(import_columns.import_form, package_id).columns
    table = csv_bytes([of(each.label) for each in columns], [[each.example for each in columns]])
    return file_answer(table, "text/csv; charset=utf-8", f"{package_id}.csv")


@pages.post("")
@limited("20 per minute")
def create(package_id: str):
    """A line that was imported before, in this file or another, gives its number again and no second case."""
    found = ask(import_columns.import_form, package_id)
    files = submitted.files().get("table", [])
    try:
        if not files:
            raise Refused("no_file", NO_FILE)
        head, lines = read_lines(files[0].content)
        found.check(head)
    except Refused as refusal:
        return _page(package_id, refused=refusal.text), 422
    return _page(package_id, outcomes=[_begin(found, line) for line in lines])


def _begin(form: ImportForm, line: CsvLine) -> Outcome:
    try:
        started = execute(once_only.start, _key(form, line), form.package_id, form.typed(line), {}, language=language())
    except InvalidValues as failure:
        return Outcome(line.number, "", tuple((form.label(name), text) for name, text in failure.fields.items()))
    except Refused as refusal:
        return Outcome(line.number, "", ((Text("", ""), refusal.text),))
    return Outcome(line.number, started.business_key, ())


def _key(form: ImportForm, line: CsvLine) -> str:
    """What the line says stands for it, wherever it stands."""
    digest = hashlib.sha256()
    for part in ("import", actor().id, form.package_id, *(f"{word}={cell}" for word, cell in sorted(line.cells.items()))):
        digest.update(f"{len(part)}:{part}".encode())
    return digest.hexdigest()


def _page(package_id: str, outcomes: list[Outcome] | None = None, refused: Text | None = None) -> str:
    found = ask(import_columns.import_form, package_id)
    return render_template("staff/import.html", form=found, outcomes=outcomes, refused=refused, most=MAX_BYTES // 1_000_000)
