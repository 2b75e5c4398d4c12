"""Messages that staff may send to a running case: each is named, drawn and described by its package."""

from __future__ import annotations

from flask import Blueprint, flash, render_template

from engine.commands import messages
from engine.errors import InvalidValues
from engine.queries.case_message_form import case_message_form
from web import submitted
from web.cases import to_case
from web.current import ask, execute
from web.language import t

pages = Blueprint("case_messages", __name__)


@pages.get("/cases/<number>/case-messages/<name>")
def new(number: str, name: str):
    return render_template("staff/case_message.html", message=ask(case_message_form, number, name), faults={})


@pages.post("/cases/<number>/case-messages/<name>")
def create(number: str, name: str):
    typed = submitted.values()
    message = ask(case_message_form, number, name)
    try:
        execute(messages.send_to_case, message.instance_id, name, typed)
    except InvalidValues as failure:
        again = ask(case_message_form, number, name, typed)
        return render_template("staff/case_message.html", message=again, faults=failure.fields), 422
    flash(t("已完成。", "Done."), "done")
    return to_case(number)
