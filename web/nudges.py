"""Nudging: one task from its case's page, many from a department's load."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, request, url_for

from engine.commands import nudges
from engine.errors import Conflict
from engine.queries import user_task_page
from web.cases import to_case
from web.current import ask, execute
from web.language import of, t

pages = Blueprint("nudges", __name__)


@pages.post("/user-tasks/<task_id>/nudge")
def create(task_id: str):
    number = ask(user_task_page.number_of_task, task_id)
    try:
        execute(nudges.nudge, task_id)
        flash(t("已催办。", "They were told."), "done")
    except Conflict as failure:
        flash(of(failure.text), "warn")
    return to_case(number)


@pages.get("/user-tasks/<task_id>/nudge")
def come_back(task_id: str):
    return redirect(url_for("user_tasks.show", task_id=task_id), 302)


@pages.post("/departments/load/nudges")
def create_many():
    outcome = execute(nudges.nudge_many, request.form.getlist("task"))
    if outcome.changed:
        flash(t("已催办 {n} 件。", "{n} nudged.", n=len(outcome.changed)), "done")
    for reason in {of(text) for _, text in outcome.refused}:
        flash(reason, "warn")
    return redirect(url_for("department_load.index", department=request.form.get("department") or None), 303)
