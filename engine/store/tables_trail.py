"""Tables of the evidence: the audit trail of each case, the house chain, and the keys that make payloads readable."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import BigInteger, Index
from sqlalchemy.orm import Mapped, mapped_column

from engine.store.columns import Base, Id, Small, instance


class AuditBlock(Base):
    """The entries that one command added to a case's trail, from number `seq` on; only ever added.

    `entries`: what they are, readable without any key; `body`: their payloads, encrypted. engine/store/README.md has
    the format of both and of `hash`.
    """

    __tablename__ = "audit_block"

    instance_id: Mapped[str] = instance(primary_key=True)
    seq: Mapped[int] = mapped_column(primary_key=True)
    at: Mapped[datetime]
    actor_kind: Mapped[str]
    actor_id: Mapped[str | None]
    entries: Mapped[str]
    body: Mapped[bytes]
    hash: Mapped[bytes]


class HousePending(Base):
    """Written in a command's own transaction, waiting for the appender; `mac` guards it until then."""

    __tablename__ = "house_pending"

    id: Mapped[Id]
    at: Mapped[datetime]
    actor_id: Mapped[str | None]
    kind: Mapped[str]
    instance_id: Mapped[str | None]
    payload: Mapped[bytes]
    mac: Mapped[bytes]

    __table_args__ = {"sqlite_with_rowid": False}


class HouseEntry(Base):
    """One entry of the house chain: what belongs to no case, and the start of every case."""

    __tablename__ = "house_entry"

    seq: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    id: Mapped[str]
    at: Mapped[datetime]
    actor_id: Mapped[str | None]
    kind: Mapped[str]
    instance_id: Mapped[str | None]
    payload: Mapped[bytes]
    hash: Mapped[bytes]

    __table_args__ = (Index(None, "kind", "at"), Index(None, "instance_id"), {"sqlite_with_rowid": False})


class HouseHead(Base):
    """The one row of the house chain's head; whoever holds its lock appends."""

    __tablename__ = "house_head"

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    length: Mapped[int] = mapped_column(BigInteger)
    hash: Mapped[bytes]
    mac: Mapped[bytes]


class CaseKey(Base):
    """A wrapped key: number 0 is the case's own, the others belong to a person in the case. Erased: `wrapped` is null.

    No foreign key: the house chain's key is the row with instance_id "house".
    """

    __tablename__ = "case_key"

    instance_id: Mapped[Id]
    key_id: Mapped[Small] = mapped_column(primary_key=True, autoincrement=False)
    person_ref: Mapped[str | None]
    wrapped: Mapped[bytes | None]
    erased_at: Mapped[datetime | None]

    __table_args__ = (Index(None, "person_ref"), {"sqlite_with_rowid": False})
