"""What people write in a case: internal notes by default, messages to the customer, the customer's own words."""

from __future__ import annotations

from engine.commands import outbox
from engine.commands.outbox import Outgoing
from engine.commands.running_case import RunningCase
from engine.errors import InvalidValues, NotFound, Text
from engine.model import contact_text, permissions
from engine.model.contact_text import Found
from engine.store import contacts, customers, ways
from engine.store.ids import new_id
from engine.store.tables import ThreadMessage
from engine.store.transaction import Tx

LIMIT = 4000


def add_note(tx: Tx, instance_id: str, text: str) -> list[Found]:
    """An internal note: the customer never sees it. All three return the contact data that became a mask."""
    case = RunningCase.load(tx, instance_id)
    _check(permissions.may_add_note(tx.actor, case.facts))
    return _write(case, text, is_internal=True, kind="note_added")


def send_to_customer(tx: Tx, instance_id: str, text: str) -> list[Found]:
    """A message that the customer reads on the case's page, and gets by the preferred channel where that is served. Raises
    NotFound where there is no customer."""
    case = RunningCase.load(tx, instance_id)
    _check(permissions.may_send_to_customer(tx.actor, case.facts) and customers.are_told(case.row, case.loaded.definition))
    variables = case.execution.variables() if case.row.snapshot is not None else {}
    subject = f"{case.row.business_key} {case.row.title or ''}".strip()
    channel = ways.preferred_channel(tx, case.row, variables)
    return outbox.put(case, Outgoing(_checked(text), channel, variables, subject, author_kind="staff", author_id=tx.actor.id))


def write_as_customer(tx: Tx, instance_id: str, text: str) -> list[Found]:
    case = RunningCase.load(tx, instance_id)
    _check(permissions.may_write_to_staff(tx.actor, case.facts))
    return _write(case, text, is_internal=False, kind="message_received", channel="page")


def _check(is_allowed: bool) -> None:
    if not is_allowed:
        raise NotFound("case")


def _write(case: RunningCase, text: str, *, is_internal: bool, kind: str, channel: str | None = None) -> list[Found]:
    masked, found = contact_text.mask_text(_checked(text))
    for each in found:
        contacts.put(case.tx, each.vault_kind, each.raw, each.mask, customer_id=case.row.customer_id, instance_id=case.row.id)
    row = ThreadMessage(
        id=new_id(),
        instance_id=case.row.id,
        at=case.tx.now,
        author_kind=case.tx.actor.kind,
        author_id=case.tx.actor.id if case.tx.actor.is_staff else None,
        is_internal=is_internal,
        channel=channel,
        text=masked,
        round=case.row.round,
    )
    case.tx.session.add(row)
    case.record(kind, text=masked, message=row.id)
    return found


def _checked(text: str) -> str:
    text = text.strip()
    if not text:
        raise InvalidValues({"text": Text("请先填写内容。", "Write something first.")})
    if len(text) > LIMIT:
        raise InvalidValues({"text": Text(f"最多{LIMIT}字，现有{len(text)}字。", f"At most {LIMIT} characters; this has {len(text)}.")})
    return text
