"""Absences: who is away when, and who stands in."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template, request, url_for

from engine.commands import absences
from engine.errors import InvalidValues
from engine.queries import directory
from web.current import ask, execute
from web.language import t
from web.typed_times import typed_times

pages = Blueprint("absences", __name__, url_prefix="/absences")


@pages.get("/")
def index():
    return _list({"person_id": request.args.get("person", "")})


@pages.post("/")
def plan():
    form = request.form
    try:
        starts_at, ends_at = typed_times("starts_at", "ends_at")
        execute(absences.plan, form.get("person_id", ""), starts_at, ends_at, form.get("deputy_id", ""))
    except InvalidValues as failure:
        return _list(form, failure.fields), 422
    flash(t("休假已登记。", "The absence is planned."), "done")
    return redirect(url_for("administration.absences.index"), 303)


@pages.post("/<absence_id>/end")
def end(absence_id: str):
    execute(absences.end, absence_id)
    flash(t("休假已结束。", "The absence is over."), "done")
    return redirect(url_for("administration.absences.index"), 303)


def _list(values, fields: dict | None = None) -> str:
    is_with_past = "past" in request.args
    return render_template(
        "administration/absences.html", absences=ask(directory.absences, is_with_past), choices=ask(directory.choices),
        values=values, fields=fields or {}, is_with_past=is_with_past,
    )  # fmt: skip
