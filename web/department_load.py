"""The department's load: who has how much, and handing many tasks over at once."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template, request, url_for

from engine.commands import bulk
from engine.queries import load
from web.current import ask, execute
from web.language import of, t

pages = Blueprint("department_load", __name__)


@pages.get("/departments/load")
def index():
    return render_template("staff/department_load.html", load=ask(load.load, request.args.get("department", "")), outcome=None)


@pages.post("/departments/load/assignments")
def assign():
    """Hands over exactly the tasks that were ticked; what could not be handed over is said, with its reason."""
    form = request.form
    outcome = execute(bulk.assign_many, form.getlist("task"), form.get("to", ""), form.get("reason", "")[:200])
    flash(t("已转交 {n} 件。", "{n} handed over.", n=len(outcome.changed)), "done" if outcome.changed else "warn")
    for reason in {of(text) for _, text in outcome.refused}:
        count = sum(1 for _, text in outcome.refused if of(text) == reason)
        flash(t("{n} 件没有转交：{reason}", "{n} not handed over: {reason}", n=count, reason=reason), "warn")
    return redirect(url_for("department_load.index", department=form.get("department")), 303)
