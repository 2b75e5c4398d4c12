"""The working calendar: company hours, days decided differently, a preview of the next weeks."""

from __future__ import annotations

from datetime import date, timedelta

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
        is_working = form.get("is_working") == "yes"
        execute(calendar_days.decide, _date("on"), is_working, form.get("hours", ""), form.get("note", ""), _date("until") if form.get("until") else None)
    except InvalidValues as failure:
        return _page(day=form, day_faults=failure.fields), 422
    return _saved(_date("on"))


@pages.post("/days/<on>/take-back")
def take_back(on: str):
    try:
        day = date.fromisoformat(on)
    except ValueError as error:
        raise NotFound("calendar day") from error
    execute(calendar_days.take_back, day)
    return _saved()


def _page(hours=None, hour_faults=None, day=None, day_faults=None) -> str:
    found = ask(company_calendar.calendar, _since())
    begins = found.preview[0].on
    return render_template(
        "administration/calendar.html", calendar=found, hours=hours or found.hours, hour_faults=hour_faults or {},
        day=day or {}, day_faults=day_faults or {}, earlier=begins - timedelta(days=company_calendar.PREVIEW_DAYS),
        later=begins + timedelta(days=company_calendar.PREVIEW_DAYS), is_now=begins <= found.today <= found.preview[-1].on,
    )  # fmt: skip


def _since() -> date | None:
    """The day to look from; what is no date counts as not asked for."""
    try:
        return date.fromisoformat(request.args.get("from", ""))
    except ValueError:
        return None


def _date(name: str) -> date:
    try:
        return date.fromisoformat(request.form.get(name, ""))
    except ValueError:
        raise InvalidValues({name: NO_DATE}) from None


def _saved(on: date | None = None):
    """Back to the page, where the days that were decided can be seen."""
    flash(t("已保存。", "Saved."), "done")
    return redirect(url_for("administration.calendar.index", **({"from": on.isoformat()} if on else {})), 303)
