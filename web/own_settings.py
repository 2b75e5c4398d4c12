"""My settings: the language of my pages, my absences and those of people I answer for."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template, request, url_for

from engine.commands import absences, sessions
from engine.errors import InvalidValues
from engine.queries import own_settings
from web.current import actor, ask, execute
from web.language import t
from web.typed_times import typed_times

pages = Blueprint("own_settings", __name__, url_prefix="/me")


@pages.get("")
def index():
    return _page()


@pages.post("/language")
def change_language():
    """Kept with the person, so that it holds on every device; a choice this browser made before no longer counts."""
    wish = request.form.get("language", "")
    execute(sessions.change_language, wish)
    flash("以后所有设备都使用中文。" if wish == "zh" else "English from now on, on every device.", "done")
    answer = redirect(url_for("own_settings.index"), 303)
    answer.delete_cookie("language")
    return answer


@pages.get("/absences")
def absences_come_back():
    return redirect(url_for("own_settings.index"), 302)


@pages.post("/absences")
def plan():
    form = request.form
    try:
        starts_at, ends_at = typed_times("starts_at", "ends_at")
        execute(absences.plan, form.get("person_id") or actor().id, starts_at, ends_at, form.get("deputy_id", ""))
    except InvalidValues as failure:
        return _page(form, failure.fields), 422
    flash(t("休假已登记。", "The absence is planned."), "done")
    return redirect(url_for("own_settings.index"), 303)


@pages.post("/absences/<absence_id>/end")
def end(absence_id: str):
    execute(absences.end, absence_id)
    flash(t("休假已结束。", "The absence is over."), "done")
    return redirect(url_for("own_settings.index"), 303)


def _page(values=None, fields=None) -> str:
    return render_template("staff/own_settings.html", own=ask(own_settings.own_settings), values=values or {"person_id": actor().id}, fields=fields or {})
