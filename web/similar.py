"""Cases that say the same, listed beside a form while one types in it."""

from __future__ import annotations

from flask import Blueprint, render_template, url_for

from engine.queries import similar
from web import submitted
from web.current import ask

pages = Blueprint("similar", __name__)


@pages.post("/user-tasks/<task_id>/similar")
def of_task(task_id: str):
    """As the task's form is typed now; keeps nothing."""
    number, found = ask(similar.for_task, task_id, submitted.values())
    return _list(found, url_for("similar.of_task", task_id=task_id), "#due-form", number)


@pages.post("/cases/new/<package_id>/similar")
def of_start(package_id: str):
    """For a case that isn't there yet; keeps nothing."""
    found = ask(similar.for_start, package_id, submitted.values())
    return _list(found, url_for("similar.of_start", package_id=package_id), "#start-form", "")


def _list(found, address: str, form: str, number: str) -> str:
    return render_template("staff/similar.html", found=found, address=address, form=form, number=number)
