"""Notes for colleagues and messages to the customer."""

from __future__ import annotations

from flask import Blueprint, flash, request

from engine.commands import once_only, thread
from engine.errors import InvalidValues
from web import masks, once
from web.cases import case_id, render_case, to_case
from web.current import execute
from web.language import t

pages = Blueprint("thread", __name__)


@pages.post("/cases/<number>/notes")
def add_note(number: str):
    return _written(number, thread.add_note, "note", t("内部备注已保存。", "The internal note was saved."))


@pages.post("/cases/<number>/messages")
def send(number: str):
    return _written(number, thread.send_to_customer, "message", t("消息已显示在客户的进度页上。", "The message is on the customer's page now."))


def _written(number: str, command, box: str, told: str):
    """`box`: where the text was typed; what can't be taken comes back there."""
    text = request.form.get("text", "")
    try:
        masked = execute(once_only.once, once.key(), command, case_id(number), text)
    except InvalidValues as failure:
        return render_case(number, None, 422, unsent={"box": box, "text": text, "fault": failure.fields["text"]})
    masks.tell(masked or ())
    flash(told, "done")
    return to_case(number, _anchor="thread-name")
