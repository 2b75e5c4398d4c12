"""Staff start a case: somebody called, wrote or came by."""

from __future__ import annotations

from contextlib import suppress

from flask import Blueprint, flash, redirect, render_template, request, url_for

from engine.commands import once_only, user_tasks
from engine.errors import InvalidValues, Refused
from engine.queries import case_tasks, start_form
from web import dynamic_lists, kept_files, masks, once, submitted
from web.current import ask, execute
from web.language import t

pages = Blueprint("new_case", __name__)


@pages.get("/cases/new")
def choose():
    found = ask(start_form.startable)
    if len(found) == 1:
        return redirect(url_for("new_case.form", package_id=found[0].package_id), 303)
    return render_template("staff/new_case_choose.html", found=found)


@pages.get("/cases/new/<package_id>")
def form(package_id: str):
    return render_template("staff/new_case.html", start=ask(start_form.start_form, package_id), faults={})


@pages.post("/cases/new/<package_id>/form")
def form_again(package_id: str):
    """The form as it looks with what is typed now: conditions, options, rows of lists. Keeps nothing."""
    start = ask(start_form.start_form, package_id, dynamic_lists.changed(submitted.values(), request.form))
    template = "forms/fragment.html" if request.headers.get("HX-Request") else "staff/new_case.html"
    return render_template(template, start=start, fields=start.fields, faults={})


@pages.post("/cases/new/<package_id>")
def create(package_id: str):
    typed = submitted.values()
    try:
        started = execute(once_only.start, once.key(), package_id, typed, submitted.files(), language=request.form.get("_language", "zh"))
    except InvalidValues as failure:
        kept_files.keep(submitted.chosen_files())
        start = ask(start_form.start_form, package_id, typed)
        return render_template("staff/new_case.html", start=start, faults=failure.fields), 422
    masks.tell(started.masked)
    flash(t("已登记。编号 {number}，查询码 {code}，请告诉客户。", "Entered. Number {number}, code {code}: please tell the customer.", number=started.business_key, code=started.code), "done")
    task_id = _go_on(started.instance_id) if request.form.get("_then") == "go_on" else None
    return redirect(url_for("cases.show", number=started.business_key, task=task_id, _anchor="due" if task_id else None), 303)


def _go_on(instance_id: str) -> str | None:
    """Who took the call goes straight on with what they may take of it. Somebody may have been faster: then it is theirs."""
    task_id = ask(case_tasks.first_for_me, instance_id)
    if task_id is not None:
        with suppress(Refused):
            execute(user_tasks.claim, task_id)
    return task_id
