"""User tasks: claim, give back, hand over, save what was typed, complete, reveal contact data for one."""

from __future__ import annotations

from flask import Blueprint, flash, jsonify, redirect, render_template, request, url_for

from engine.commands import bulk, contacts, user_tasks
from engine.errors import Conflict, InvalidValues
from engine.queries import changed_since, user_task_page
from web import dynamic_lists, kept_files, masks, submitted
from web.cases import render_case, to_case
from web.current import ask, execute
from web.language import of, t
from web.limits import by_person, limited

pages = Blueprint("user_tasks", __name__)


@pages.get("/user-tasks/<task_id>")
@pages.get("/user-tasks/<task_id>/completion")
@pages.get("/user-tasks/<task_id>/draft")
@pages.get("/user-tasks/<task_id>/contact")
def show(task_id: str):
    """A task lives on its case's page; whoever reloads an answer of it lands there."""
    return redirect(url_for("cases.show", number=ask(user_task_page.number_of_task, task_id), task=task_id), 302)


@pages.post("/user-tasks/<task_id>/claim")
def claim(task_id: str):
    number = ask(user_task_page.number_of_task, task_id)
    execute(user_tasks.claim, task_id)
    return to_case(number, task=task_id, _anchor="due")


@pages.post("/user-tasks/claims")
def claim_many():
    outcome = execute(bulk.claim_many, request.form.getlist("task"))
    flash(t("已领取 {n} 件。", "{n} claimed.", n=len(outcome.changed)), "done" if outcome.changed else "warn")
    for reason in {of(text) for _, text in outcome.refused}:
        flash(reason, "warn")
    return redirect(url_for("inbox.index"), 303)


@pages.post("/user-tasks/<task_id>/unclaim")
def unclaim(task_id: str):
    number = ask(user_task_page.number_of_task, task_id)
    execute(user_tasks.unclaim, task_id)
    flash(t("已退回，等待他人领取。", "Given back; someone else can claim it."), "done")
    return to_case(number)


@pages.get("/user-tasks/<task_id>/assignment")
def assignment(task_id: str):
    return render_template("staff/assignment.html", found=ask(user_task_page.assignment, task_id))


@pages.post("/user-tasks/<task_id>/assignment")
def assign(task_id: str):
    number = ask(user_task_page.number_of_task, task_id)
    execute(user_tasks.assign, task_id, request.form.get("to", ""), request.form.get("reason", "")[:200])
    flash(t("已转交。", "Handed over."), "done")
    return redirect(url_for("inbox.index"), 303) if request.form.get("_then") == "inbox" else to_case(number)


@pages.post("/user-tasks/<task_id>/draft")
def save_draft(task_id: str):
    """Keeps what was typed. A script gets the moment, or the fields anew; without one the page comes back."""
    typed = dynamic_lists.changed(submitted.values(), request.form)
    is_quiet = request.form.get("_part") == "saved"
    try:
        execute(user_tasks.save_draft, task_id, typed, _draft_page())
    except Conflict as failure:
        if is_quiet:
            # Not a failure to a script: the page tells, and asks nothing more.
            return jsonify(is_saved=False, why="changed" if failure.code == "draft_changed" else "over")
        if failure.code != "draft_changed" or not request.headers.get("HX-Request"):
            return _kept_apart(task_id, typed, failure)
    if is_quiet:
        return jsonify(is_saved=True)
    due = ask(user_task_page.user_task_page, task_id, typed)
    if request.headers.get("HX-Request"):
        return render_template("forms/fragment.html", fields=due.fields, faults={})
    return to_case(due.number, task=task_id, _anchor="due")


@pages.post("/user-tasks/<task_id>/completion")
def complete(task_id: str):
    number = ask(user_task_page.number_of_task, task_id)
    typed = submitted.values()
    try:
        done = execute(user_tasks.complete, task_id, typed, submitted.files())
    except InvalidValues as failure:
        kept_files.keep(submitted.chosen_files())
        due = ask(user_task_page.user_task_page, task_id, typed)
        return render_case(number, task_id, 422, due=due, faults=failure.fields)
    except Conflict as failure:
        changed = ask(changed_since.changed_since, task_id, _seen(), typed)
        return render_case(number, None, 409, refusal=failure.text, changed=changed)
    masks.tell(done.masked)
    flash(t("“{name}”已完成。", "“{name}” is done.", name=of(ask(user_task_page.name_of_task, task_id))), "done")
    return to_case(number)


@pages.post("/user-tasks/<task_id>/contact")
@limited("30 per hour", by=by_person)
def reveal(task_id: str):
    """Raw contact data in the answer to this one POST: it is never at an address one could come back to."""
    number = ask(user_task_page.number_of_task, task_id)
    revealed = execute(contacts.reveal, task_id, request.form.get("reason", "")[:200])
    return render_case(number, task_id, revealed=revealed)


def _draft_page() -> user_tasks.DraftPage | None:
    """Which open page sends this, and which draft it had seen; a program without pages says nothing of it."""
    form = request.form
    if "_seen_draft" not in form:
        return None
    return user_tasks.DraftPage(form.get("_page", "")[:40], form["_seen_draft"][:40])


def _kept_apart(task_id: str, typed: dict, failure: Conflict):
    """Both drafts on one page: the one that is kept in the form, what was typed here beside it."""
    if failure.code != "draft_changed":
        raise failure
    due = ask(user_task_page.user_task_page, task_id)
    lines = ask(user_task_page.typed_lines, task_id, typed)
    return render_case(due.number, task_id, 409, due=due, refusal=failure.text, kept_typed=typed, kept_lines=lines)


def _seen() -> int:
    """How long the trail was when the page was opened."""
    seen = request.form.get("_seen", "")
    return int(seen) if seen.isdecimal() and len(seen) < 10 else 0
