"""The outbox: a message to the customer stands on the case's page at once, and leaves by the worker after the commit."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from engine.model import contact_text
from engine.store import contacts
from engine.store.ids import new_id
from engine.store.tables import Delivery, ThreadMessage
from engine.store.ways import way_to_customer

if TYPE_CHECKING:
    from engine.commands.running_case import RunningCase

MOST_URGENT = 1


@dataclass(frozen=True, slots=True)
class Outgoing:
    """`channel`: the procedure's word; `values`: the variables in which the customer's contact data stands, masked."""

    text: str
    channel: str
    values: Mapping[str, Any]
    subject: str = ""
    element_id: str | None = None
    author_kind: str = "system"
    author_id: str | None = None


def put(case: RunningCase, outgoing: Outgoing) -> list[contact_text.Found]:
    """Write the message into the thread and its delivery into the outbox. Returns contact data that became a mask."""
    text, found = contact_text.mask_text(outgoing.text)
    subject, in_subject = contact_text.mask_text(outgoing.subject)
    for each in (*found, *in_subject):
        contacts.put(case.tx, each.vault_kind, each.raw, each.mask, customer_id=case.row.customer_id, instance_id=case.row.id)
    message_id = _write(case, outgoing, text)
    delivery = _delivery(case, outgoing, subject, message_id)
    case.tx.session.add(delivery)
    case.record(
        "message_sent", outgoing.element_id, subject=subject, text=text, message=message_id, channel=outgoing.channel,
        mask=delivery.mask, delivery=delivery.id, delivery_state=delivery.state,
    )  # fmt: skip
    return found


def _write(case: RunningCase, outgoing: Outgoing, text: str) -> str:
    row = ThreadMessage(
        id=new_id(),
        instance_id=case.row.id,
        at=case.tx.now,
        author_kind=outgoing.author_kind,
        author_id=outgoing.author_id,
        is_internal=False,
        channel=outgoing.channel or None,
        text=text,
        element_id=outgoing.element_id,
        round=case.row.round,
    )
    case.tx.session.add(row)
    return row.id


def _delivery(case: RunningCase, outgoing: Outgoing, subject: str, message_id: str) -> Delivery:
    tx, settings = case.tx, case.loaded.package.settings
    way = way_to_customer(tx, case.row, outgoing.channel, outgoing.values)
    priority = outgoing.values.get(settings.case.get("priority", ""))
    is_urgent = settings.priority_rank(priority if isinstance(priority, str) else None) == MOST_URGENT
    return Delivery(
        id=new_id(),
        instance_id=case.row.id,
        message_id=message_id,
        element_id=outgoing.element_id,
        subject=subject,
        channel=outgoing.channel or None,
        route=way.route,
        contact_id=way.contact.id if way.contact else None,
        mask=way.mask,
        is_urgent=is_urgent,
        created_at=tx.now,
        due_at=tx.now if is_urgent else tx.settings.transports.quiet_hours.delayed(tx.now, tx.settings.zone),
        state=way.state,
        attempts=0,
    )
