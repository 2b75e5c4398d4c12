"""What was written in a case, notes and messages in one order, with the files that belong to it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from engine.queries import case_deliveries, told_in_forms
from engine.queries.case_deliveries import DeliveryView
from engine.store.tables import Attachment, Person, ProcessInstance, ThreadMessage
from engine.store.transaction import Tx


@dataclass(frozen=True, slots=True)
class MessageView:
    """`author`: a member of staff's name; empty for customer and system, whose kind says enough."""

    id: str
    at: datetime
    author_kind: str
    author: str
    is_internal: bool
    channel: str
    text: str
    round: int
    delivery: DeliveryView | None = None


@dataclass(frozen=True, slots=True)
class AttachmentView:
    id: str
    name: str
    media_type: str
    size: int
    is_public: bool
    round: int
    at: datetime
    by_kind: str
    by: str


def messages(tx: Tx, case: ProcessInstance) -> list[MessageView]:
    """The newest first; what was told to the customer in a form stands among them."""
    names, deliveries = _names(tx), case_deliveries.by_message(tx, case)
    rows = select(ThreadMessage).where(ThreadMessage.instance_id == case.id)
    written = [
        MessageView(
            row.id, row.at, row.author_kind, names.get(row.author_id, ""), row.is_internal, row.channel or "", row.text, row.round,
            deliveries.get(row.id),
        )
        for row in tx.session.scalars(rows.order_by(ThreadMessage.at.desc(), ThreadMessage.id.desc()))
    ]  # fmt: skip
    # What a form said and a message then carried stands there once, with how it went out.
    sent = {message.text for message in written if not message.is_internal}
    told = [
        MessageView(each.id, each.at, "staff", names.get(each.author_id, ""), False, "", each.text, each.round)
        for each in reversed(told_in_forms.told(tx, case))
        if each.text not in sent
    ]
    return sorted(written + told, key=lambda message: message.at, reverse=True)


def attachments(tx: Tx, case: ProcessInstance) -> list[AttachmentView]:
    """The newest first."""
    names = _names(tx)
    rows = select(Attachment).where(Attachment.instance_id == case.id)
    return [
        AttachmentView(
            row.id, row.name, row.media_type, row.size, row.is_public, row.round, row.at, row.uploaded_by_kind, names.get(row.uploaded_by, "")
        )
        for row in tx.session.scalars(rows.order_by(Attachment.at.desc(), Attachment.id.desc()))
    ]  # fmt: skip


def _names(tx: Tx) -> dict[str, str]:
    return dict(tx.session.execute(select(Person.id, Person.name)).all())
