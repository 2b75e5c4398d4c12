"""A case's own page for its customer: where it stands, and the one thing that is their turn."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template, request, url_for

from engine.commands import attachments, messages, once_only, thread, user_tasks
from engine.errors import Conflict, InvalidValues, NotFound, Refused, Text
from engine.queries import case_message_form, case_news, customer_status, user_task_page
from web import dynamic_lists, kept_files, masks, once, submitted
from web.attachments import download
from web.customer.visitor import ask, execute, guarded, holder
from web.identity import open_to_all
from web.language import t
from web.limits import by_case, limited

pages = Blueprint("status", __name__, url_prefix="/c/<number>/<code>")

NO_FILE = Text("请选择一个文件。", "Please choose a file.")


@pages.get("")
@open_to_all
@guarded
def show(number: str, code: str):
    holder(number, code)
    if (number, code) != (written := customer_status.canonical(number, code)):
        return redirect(url_for("customer.status.show", number=written[0], code=written[1]), 302)
    return _page(number, code)


@pages.get("/news")
@open_to_all
@guarded
def news(number: str, code: str):
    """What an open page asks every few seconds: nothing, or where the case stands now."""
    found = ask(holder(number, code), case_news.of_customer, request.args.get("seen", 0, int))
    return render_template("customer/news.html", news=found, number=number, code=code) if found else ("", 204)


@pages.get("/received")
@open_to_all
@guarded
def received(number: str, code: str):
    return render_template("customer/received.html", case=ask(holder(number, code), customer_status.status), code=code)


@pages.post("/user-tasks/<task_id>/completion")
@open_to_all
@guarded
@limited("10 per minute", by=by_case)
def complete(number: str, code: str, task_id: str):
    customer, typed = holder(number, code), submitted.values()
    try:
        done = execute(customer, user_tasks.complete, task_id, typed, submitted.files())
    except InvalidValues as failure:
        kept_files.keep(submitted.chosen_files())
        turn = ask(customer, user_task_page.user_task_page, task_id, typed)
        return _page(number, code, turn=turn, faults=failure.fields), 422
    except Conflict:
        return _too_late(number, code, task_id)
    masks.tell(done.masked)
    flash(t("谢谢，已经收到。", "Thank you, we have received it."), "done")
    return _back(number, code)


@pages.post("/user-tasks/<task_id>/form")
@open_to_all
@guarded
@limited("120 per minute", by=by_case)
def form_again(number: str, code: str, task_id: str):
    """The form as it looks with what is typed now. Keeps nothing."""
    typed = dynamic_lists.changed(submitted.values(), request.form)
    turn = ask(holder(number, code), user_task_page.user_task_page, task_id, typed)
    if request.headers.get("HX-Request"):
        return render_template("forms/fragment.html", fields=turn.fields, faults={})
    return _page(number, code, turn=turn)


@pages.get("/messages/<name>")
@open_to_all
@guarded
def confirm_message(number: str, code: str, name: str):
    """A page of its own before anything as final as withdrawing."""
    return _message_page(number, code, name)


@pages.post("/messages/<name>")
@open_to_all
@guarded
@limited("10 per minute", by=by_case)
def send_message(number: str, code: str, name: str):
    customer, typed = holder(number, code), submitted.values()
    try:
        masked = execute(customer, once_only.once, once.key(), messages.send_to_case, customer.instance_id, name, typed)
    except InvalidValues as failure:
        return _message_page(number, code, name, typed, failure.fields), 422
    masks.tell(masked or ())
    flash(t("已经收到。", "We have received it."), "done")
    return _back(number, code)


@pages.post("/messages")
@open_to_all
@guarded
@limited("10 per minute", "60 per hour", by=by_case)
def write(number: str, code: str):
    text = request.form.get("text", "")
    customer = holder(number, code)
    try:
        masked = execute(customer, once_only.once, once.key(), thread.write_as_customer, customer.instance_id, text)
    except InvalidValues as failure:
        return _page(number, code, text=text, text_fault=failure.fields["text"]), 422
    masks.tell(masked or ())
    flash(t("已发送。我们看到后会在这里回复您。", "Sent. We answer you here."), "done")
    return _back(number, code, "thread")


@pages.post("/attachments")
@open_to_all
@guarded
@limited("10 per minute", "40 per hour", by=by_case)
def attach(number: str, code: str):
    customer, chosen = holder(number, code), submitted.files().get("file", [])
    if not chosen:
        return _page(number, code, file_fault=NO_FILE), 422
    try:
        execute(customer, once_only.once, once.key(), attachments.add_all, customer.instance_id, chosen, is_public=True)
    except NotFound:
        raise
    except Refused as failure:
        return _page(number, code, file_fault=failure.text), 422
    flash(t("文件已收到，并加密保存。", "We have the file; it is kept encrypted."), "done")
    return _back(number, code, "files")


@pages.get("/attachments/<attachment_id>")
@open_to_all
@guarded
def open_attachment(number: str, code: str, attachment_id: str):
    return download(*ask(holder(number, code), attachments.read, attachment_id))


def _page(number: str, code: str, turn=None, **values) -> str:
    customer = holder(number, code)
    case = ask(customer, customer_status.status)
    if turn is None and case.turns:
        turn = ask(customer, user_task_page.user_task_page, case.turns[0].task_id)
    return render_template("customer/status.html", case=case, code=code, turn=turn, **{"faults": {}, **values})


def _too_late(number: str, code: str, task_id: str):
    """Sent twice is received once. Answered on the phone or no longer needed, it counts for nothing and must not seem to."""
    customer = holder(number, code)
    if ask(customer, customer_status.has_answered, task_id):
        flash(t("已经收到过您的答复，见下方。", "We have your answer already; it stands below."), "done")
        return _back(number, code)
    unsent = ask(customer, user_task_page.typed_lines, task_id, submitted.values())
    return _page(number, code, is_too_late=True, unsent=unsent), 409


def _message_page(number: str, code: str, name: str, typed=None, faults=None) -> str:
    message = ask(holder(number, code), case_message_form.case_message_form, number, name, typed)
    return render_template("customer/case_message.html", message=message, number=number, code=code, faults=faults or {})


def _back(number: str, code: str, anchor: str | None = None):
    return redirect(url_for("customer.status.show", number=number, code=code, _anchor=anchor), 303)
