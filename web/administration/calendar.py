"""The working calendar: company hours, days decided differently, a preview of the next weeks."""

from __future__ import annotations

from datetime import date

from flask import Blueprint, flash, redirect, render_template, request, url_for

from engine.commands import calendar_days, company_settings
from engine.errors import InvalidValues, NotFound, Text
from engine.queries import company_calendar
from web.current import ask, execute
from web.language import t

pages = Blueprint("calendar", __name__, url_prefix="/calendar")

NO_DATE = Text("请填写日期。", "Please give a date.")


@pages.get("/")
def index():
    return _page()


@pages.post("/hours")
def set_hours():
    typed = [request.form.get(f"hours-{weekday}", "") for weekday in range(7)]
    try:
        execute(company_settings.set_hours, typed)
    except InvalidValues as failure:
        return _page(hours=typed, hour_faults=failure.fields), 422
    return _saved()


@pages.post("/days")
def decide():
    form = request.form
    try:
        execute(calendar_days.decide, _date(), form.get("is_working") == "yes", form.get("hours", ""), form.get("note", ""))
    except InvalidValues as failure:
        return _page(day=form, day_faults=failure.fields), 422
    return _saved()


@pages.post("/days/<on>/take-back")
def take_back(on: str):
    try:
        day = date.fromisoformat(on)
    except ValueError as error:
        raise NotFound("calendar day") from error
    execute(calendar_days.take_back, day)
    return _saved()


def _page(hours=None, hour_faults=None, day=None, day_faults=None) -> str:
    found = ask(company_calendar.calendar)
    return render_template(
        "administration/calendar.html", calendar=found, hours=hours or found.hours, hour_faults=hour_faults or {},
        day=day or {}, day_faults=day_faults or {},
    )  # fmt: skip


def _date() -> date:
    try:
        return date.fromisoformat(request.form.get("on", ""))
    except ValueError:
        raise InvalidValues({"on": NO_DATE}) from None


def _saved():
    flash(t("已保存。", "Saved."), "done")
    return redirect(url_for("administration.calendar.index"), 303)
