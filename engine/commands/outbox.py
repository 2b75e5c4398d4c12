"""The outbox: a message to the customer stands on the case's page at once, and leaves by the worker after the commit."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from engine.model import contact_text
from engine.store import case_contacts, contacts
from engine.store.ids import new_id
from engine.store.tables import Contact, Delivery, ThreadMessage
from engine.transports import ADDRESSES, PAGE, PHONE, HttpConnector

if TYPE_CHECKING:
    from engine.commands.running_case import RunningCase

MOST_URGENT = 1


@dataclass(frozen=True, slots=True)
class Outgoing:
    """`channel`: the procedure's word; `values`: the variables in which the customer's contact data stands, masked."""

    text: str
    channel: str
    values: Any
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
    route = settings.route(outgoing.channel)
    priority = outgoing.values.get(settings.case.get("priority", ""))
    is_urgent = settings.priority_rank(priority if isinstance(priority, str) else None) == MOST_URGENT
    transport = tx.settings.transports.serving(route)
    address = ADDRESSES.get(route, "")
    if isinstance(transport, HttpConnector):
        address = transport.address
    contact = _contact(case, address, outgoing.values) if address else None
    state = _state(route, transport, address, contact)
    quiet = tx.settings.transports.quiet_hours
    return Delivery(
        id=new_id(),
        instance_id=case.row.id,
        message_id=message_id,
        element_id=outgoing.element_id,
        subject=subject,
        channel=outgoing.channel or None,
        route=route,
        contact_id=contact.id if contact else None,
        mask=contact.mask if contact else None,
        is_urgent=is_urgent,
        created_at=tx.now,
        due_at=tx.now if is_urgent else quiet.delayed(tx.now, tx.settings.zone),
        state=state,
        attempts=0,
    )


def _state(route: str, transport: Any, address: str, contact: Contact | None) -> str:
    if route == PHONE:
        return "by_phone"
    if route == PAGE:
        return "page_only"
    if transport is None:
        return "no_transport"
    return "no_address" if address and contact is None else "waiting"


def _contact(case: RunningCase, kind: str, values: Any) -> Contact | None:
    """The address the customer gave in a form for contact data, not one that happens to stand in some text."""
    keys = {field.key for form in case.loaded.package.forms.values() for field in form.fields if field.contact}
    masks = {values[key] for key in keys if isinstance(values.get(key), str)}
    found = [row for row in case_contacts.of_case(case.tx, case.row) if row.kind == kind and row.mask in masks]
    return found[-1] if found else None
