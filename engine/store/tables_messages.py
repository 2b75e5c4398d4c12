"""Tables of what is told: deliveries that leave the house, notifications of staff, and cases that belong together."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Index, text
from sqlalchemy.orm import Mapped, mapped_column

from engine.store.columns import Base, Id, Small, instance, reference


def _only(condition: str, name: str, *columns: str) -> Index:
    return Index(name, *columns, postgresql_where=text(condition), sqlite_where=text(condition))


class Delivery(Base):
    """A message to the customer on its way out: the outbox. Its text is the thread message's, its address the vault's.

    `state`: waiting, sent, failed (an incident asks for help), or why it is read on the page only: page_only,
    by_phone, no_address, no_transport.
    """

    __tablename__ = "delivery"

    id: Mapped[Id]
    instance_id: Mapped[str] = instance()
    message_id: Mapped[str] = reference("thread_message.id")
    element_id: Mapped[str | None]
    subject: Mapped[str] = mapped_column(default="")
    channel: Mapped[str | None]
    route: Mapped[str]
    contact_id: Mapped[str | None] = reference("contact.id")
    mask: Mapped[str | None]
    is_urgent: Mapped[bool] = mapped_column(default=False)
    created_at: Mapped[datetime]
    due_at: Mapped[datetime]
    state: Mapped[str] = mapped_column(default="waiting")
    attempts: Mapped[Small] = mapped_column(default=0)
    lease_until: Mapped[datetime | None]
    lease_owner: Mapped[str | None]
    last_error: Mapped[str | None]
    sent_at: Mapped[datetime | None]
    transport: Mapped[str | None]

    __table_args__ = (
        Index(None, "instance_id"),
        _only("state = 'waiting'", "ix_delivery_waiting_due", "due_at"),
    )


class Notification(Base):
    """Something a member of staff should know; it stays until they have read it."""

    __tablename__ = "notification"

    id: Mapped[Id]
    person_id: Mapped[str] = reference("person.id")
    instance_id: Mapped[str] = instance()
    kind: Mapped[str]
    element_id: Mapped[str | None]
    # What makes it the same news: told once.
    subject_id: Mapped[str | None]
    title_zh: Mapped[str]
    title_en: Mapped[str]
    text_zh: Mapped[str]
    text_en: Mapped[str]
    at: Mapped[datetime]
    read_at: Mapped[datetime | None]

    __table_args__ = (
        Index(None, "instance_id"),
        Index(None, "person_id", "at"),
        _only("read_at IS NULL", "ix_notification_unread", "person_id"),
    )


class CaseLink(Base):
    """Two cases that belong together: `to_id` came out of `from_id`, as `relation` says."""

    __tablename__ = "case_link"

    from_id: Mapped[str] = instance(primary_key=True)
    to_id: Mapped[str] = instance(primary_key=True)
    relation: Mapped[str] = mapped_column(primary_key=True)
    at: Mapped[datetime]

    __table_args__ = (Index(None, "to_id"), {"sqlite_with_rowid": False})
