"""Tables of the outside world: tokens of programs that use the API, and messages that wait for somebody to want them."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from engine.store.columns import Base, Id, reference


class ApiToken(Base):
    """What a program outside shows to be let in; only a keyed hash of it is kept."""

    __tablename__ = "api_token"

    id: Mapped[Id]
    name: Mapped[str] = mapped_column(unique=True)
    hash: Mapped[str]
    created_by: Mapped[str]
    created_at: Mapped[datetime]
    revoked_at: Mapped[datetime | None]


class BufferedMessage(Base):
    """A message published with a time to live: until `expires_at` it goes to each process that comes to want it, once."""

    __tablename__ = "buffered_message"

    id: Mapped[Id]
    name: Mapped[str]
    correlation_key: Mapped[str]
    # The sender's own id of the message: the same one is not taken twice while it lives.
    message_id: Mapped[str | None]
    # Sealed: what is in it is masked only when a case takes it.
    cipher: Mapped[bytes]
    published_by: Mapped[str]
    published_at: Mapped[datetime]
    expires_at: Mapped[datetime]

    __table_args__ = (
        UniqueConstraint("name", "correlation_key", "message_id"),
        Index(None, "expires_at"),
    )


class MessageCorrelation(Base):
    """A buffered message that a process has had."""

    __tablename__ = "message_correlation"

    message_id: Mapped[str] = reference("buffered_message.id", primary_key=True)
    package_id: Mapped[Id]

    __table_args__ = ({"sqlite_with_rowid": False},)
