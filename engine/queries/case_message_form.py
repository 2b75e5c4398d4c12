"""The form of a message that staff may send to a running case: withdraw, reject, merge, or what else its package offers."""

from __future__ import annotations

from collections import ChainMap
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select

from engine.errors import NotFound, Text
from engine.model import permissions
from engine.queries.case_scope import execution_of, scope_of
from engine.queries.visible import facts_of, may_see, visible_case
from engine.store.tables import ProcessInstance
from engine.store.transaction import Tx


@dataclass(frozen=True, slots=True)
class CaseMessageForm:
    """`ends`: whether the case is over once it is sent. `fields`: empty when the message has no form."""

    instance_id: str
    number: str
    title: str
    name: str
    label: Text
    ends: bool
    fields: list[Any]


def case_message_form(tx: Tx, business_key: str, name: str, typed: Mapping[str, Sequence[str]] | None = None) -> CaseMessageForm:
    """`typed`: what comes back after a refusal, then a case that has ended meanwhile is shown, too.

    Raises NotFound when the case isn't theirs or doesn't take this message from them.
    """
    case = visible_case(tx, business_key)
    package = tx.library.get(case.version_id).package
    message = next((each for each in package.settings.case_messages if each.name == name), None)
    may = permissions.may_send if typed is None else permissions.could_send
    if message is None or not may(tx.actor, facts_of(tx, case), message.by):
        raise NotFound("message")
    form, scope = package.forms.get(message.form), scope_of(tx, case)
    if message.ends_as == "merged":
        scope = ChainMap({"into": _other(tx, typed or {})}, scope)
    fields = form.view(typed or {}, scope, tx.now, tx.settings.zone, package.texts, is_typed=typed is not None) if form else []
    return CaseMessageForm(case.id, business_key, case.title or "", name, message.label, bool(message.ends_as), fields)


def _other(tx: Tx, typed: Mapping[str, Sequence[str]]) -> dict[str, Any] | None:
    """What the case is to be merged into says, so that a form can show both; None until a case of the asker is named."""
    named = next(iter(typed.get("merged_into", ())), "").strip()
    row = tx.session.scalar(select(ProcessInstance).where(ProcessInstance.business_key == named, may_see(tx, tx.actor))) if named else None
    return execution_of(tx, row).variables() if row is not None and row.snapshot is not None else None
