"""Tables of customers, and the vault: the only place where raw contact data is kept, encrypted."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Index
from sqlalchemy.orm import Mapped, mapped_column

from engine.store.columns import Base, Id, reference


class Customer(Base):
    __tablename__ = "customer"

    id: Mapped[Id]
    code: Mapped[str] = mapped_column(unique=True)
    preferred_channel: Mapped[str | None]
    created_at: Mapped[datetime]


class Contact(Base):
    """One piece of contact data. `blind_full` and `blind_last4` find it without showing it."""

    __tablename__ = "contact"

    id: Mapped[Id]
    customer_id: Mapped[str | None] = reference("customer.id")
    instance_id: Mapped[str | None] = reference("process_instance.id")
    kind: Mapped[str]
    cipher: Mapped[bytes | None]
    mask: Mapped[str]
    blind_full: Mapped[bytes | None]
    blind_last4: Mapped[bytes | None]
    created_at: Mapped[datetime]
    erased_at: Mapped[datetime | None]

    __table_args__ = (
        Index(None, "blind_full"),
        Index(None, "blind_last4"),
        Index(None, "customer_id"),
        Index(None, "instance_id"),
    )
