"""Notes for colleagues and messages to the customer."""

from __future__ import annotations

from flask import Blueprint, flash, request

from engine.commands import thread
from web.cases import case_id, to_case
from web.current import execute
from web.language import t

pages = Blueprint("thread", __name__)


@pages.post("/cases/<number>/notes")
def add_note(number: str):
    execute(thread.add_note, case_id(number), request.form.get("text", ""))
    flash(t("内部备注已保存。", "The internal note was saved."), "done")
    return to_case(number, _anchor="thread-name")


@pages.post("/cases/<number>/messages")
def send(number: str):
    execute(thread.send_to_customer, case_id(number), request.form.get("text", ""))
    flash(t("消息已显示在客户的进度页上。", "The message is on the customer's page now."), "done")
    return to_case(number, _anchor="thread-name")
