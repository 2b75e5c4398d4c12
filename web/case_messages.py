"""Messages that staff may send to a running case: each is named, drawn and described by its package."""

from __future__ import annotations

from flask import Blueprint, flash, render_template, request

from engine.commands import messages, once_only
from engine.errors import InvalidValues, NotFound, Refused
from engine.queries.case_message_form import case_message_form
from web import dynamic_lists, masks, once, submitted
from web.cases import case_id, to_case
from web.current import ask, execute
from web.language import t

pages = Blueprint("case_messages", __name__)


@pages.get("/cases/<number>/case-messages/<name>")
def new(number: str, name: str):
    """What stands in the address is filled in: a link may name the case to merge into."""
    return _page(number, name, {key: request.args.getlist(key) for key in request.args} or None)


@pages.post("/cases/<number>/case-messages/<name>/form")
def form_again(number: str, name: str):
    """The form as it looks with what is typed now. Keeps nothing."""
    message = ask(case_message_form, number, name, dynamic_lists.changed(submitted.values(), request.form))
    return render_template("forms/fragment.html", fields=message.fields, faults={}) if request.headers.get("HX-Request") else _page(number, name, submitted.values())


@pages.post("/cases/<number>/case-messages/<name>")
def create(number: str, name: str):
    """Whatever is refused, what was typed comes back with the reason."""
    typed = submitted.values()
    try:
        masked = execute(once_only.once, once.key(), messages.send_to_case, case_id(number), name, typed)
    except InvalidValues as failure:
        return _page(number, name, typed, faults=failure.fields), 422
    except NotFound:
        raise
    except Refused as failure:
        return _page(number, name, typed, refused=failure.text), 409
    masks.tell(masked or ())
    flash(t("已完成。", "Done."), "done")
    return to_case(number)


def _page(number: str, name: str, typed=None, faults=None, refused=None) -> str:
    message = ask(case_message_form, number, name, typed)
    return render_template("staff/case_message.html", message=message, faults=faults or {}, refused=refused)
