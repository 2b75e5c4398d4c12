"""Tables of a case: the process instance, who belongs to it, its clocks, thread and attachments."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import BigInteger, Identity, Index, Integer, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from engine.store.columns import Base, Feel, Id, Small, instance, reference


class ProcessInstance(Base):
    """One row per case. Lists read it and never its snapshot, which is loaded only when it is asked for."""

    __tablename__ = "process_instance"

    id: Mapped[Id]
    package_id: Mapped[str]
    version_id: Mapped[str] = reference("package_version.id")
    process_id: Mapped[str]
    business_key: Mapped[str] = mapped_column(unique=True)
    code_hash: Mapped[str | None]
    state: Mapped[str] = mapped_column(default="active")
    status: Mapped[str | None]
    stage: Mapped[int | None]
    round: Mapped[Small] = mapped_column(default=1)
    title: Mapped[str | None]
    type_value: Mapped[str | None]
    priority_value: Mapped[str | None]
    priority_rank: Mapped[int | None]
    department_id: Mapped[str | None]
    satisfaction_value: Mapped[str | None]
    channel_value: Mapped[str | None]
    customer_id: Mapped[str | None] = reference("customer.id")
    customer_mask: Mapped[str | None]
    language: Mapped[str] = mapped_column(default="zh")
    started_by: Mapped[str | None]
    started_at: Mapped[datetime]
    received_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]
    end_event_id: Mapped[str | None]
    nearest_clock: Mapped[str | None]
    nearest_due_at: Mapped[datetime | None]
    is_waiting_for_customer: Mapped[bool] = mapped_column(default=False)
    has_incident: Mapped[bool] = mapped_column(default=False)
    merged_into_id: Mapped[str | None]
    archived_at: Mapped[datetime | None]
    revision: Mapped[int] = mapped_column(Integer)
    trail_length: Mapped[int] = mapped_column(default=0)
    trail_head: Mapped[bytes] = mapped_column(default=b"")
    trail_mac: Mapped[bytes] = mapped_column(default=b"")
    # Last, so that reading the other columns of a row doesn't walk through it.
    snapshot: Mapped[bytes | None] = mapped_column(deferred=True)

    # A second guard beside the row's lock: no UPDATE overwrites a state it has not seen.
    __mapper_args__ = {"version_id_col": revision}
    __table_args__ = (
        Index(None, "received_at"),
        Index(None, "package_id", "received_at"),
        Index(None, "department_id", "received_at"),
        Index(None, "customer_id"),
        Index(None, "started_by"),
        Index(
            "ix_process_instance_active_due",
            "nearest_due_at",
            postgresql_where=text("state = 'active'"),
            sqlite_where=text("state = 'active'"),
        ),
    )


def _member_index(column: str) -> Index:
    is_set = text(f"{column} IS NOT NULL")
    return Index(None, column, "instance_id", unique=True, postgresql_where=is_set, sqlite_where=is_set)


class CaseMember(Base):
    """A person, group or department (exactly one of them) that has or had a task in the case, and so may see it."""

    __tablename__ = "case_member"

    id: Mapped[int] = mapped_column(BigInteger().with_variant(Integer, "sqlite"), Identity(), primary_key=True)
    instance_id: Mapped[str] = instance()
    person_id: Mapped[str | None]
    group_id: Mapped[str | None]
    department_id: Mapped[str | None]

    __table_args__ = (
        Index(None, "instance_id"),
        _member_index("person_id"),
        _member_index("group_id"),
        _member_index("department_id"),
    )


class CaseClock(Base):
    """A clock of a case, or of one of its rounds; round 0 is the whole case."""

    __tablename__ = "case_clock"

    id: Mapped[Id]
    instance_id: Mapped[str] = instance()
    name: Mapped[str]
    round: Mapped[Small] = mapped_column(default=0)
    kind: Mapped[str]
    amount: Mapped[Feel | None]
    state: Mapped[str] = mapped_column(default="running")
    started_at: Mapped[datetime]
    stopped_at: Mapped[datetime | None]
    paused_at: Mapped[datetime | None]
    due_at: Mapped[datetime | None]
    warn_at: Mapped[datetime | None]
    is_breached: Mapped[bool] = mapped_column(default=False)
    data: Mapped[Feel | None]

    __table_args__ = (UniqueConstraint("instance_id", "name", "round"),)


class ThreadMessage(Base):
    """What staff and customer wrote in a case; internal unless it was sent to the customer."""

    __tablename__ = "thread_message"

    id: Mapped[Id]
    instance_id: Mapped[str] = instance()
    at: Mapped[datetime]
    author_kind: Mapped[str]
    author_id: Mapped[str | None]
    is_internal: Mapped[bool] = mapped_column(default=True)
    channel: Mapped[str | None]
    text: Mapped[str]
    element_id: Mapped[str | None]
    round: Mapped[Small] = mapped_column(default=1)

    __table_args__ = (Index(None, "instance_id", "at"),)


class Attachment(Base):
    """What is known of a file; its bytes lie encrypted outside the database (engine/store/attachment_files.py)."""

    __tablename__ = "attachment"

    id: Mapped[Id]
    instance_id: Mapped[str] = instance()
    user_task_id: Mapped[str | None]
    element_id: Mapped[str | None]
    field: Mapped[str | None]
    round: Mapped[Small] = mapped_column(default=1)
    name: Mapped[str]
    media_type: Mapped[str]
    size: Mapped[int] = mapped_column(BigInteger)
    sha256: Mapped[str]
    is_public: Mapped[bool] = mapped_column(default=False)
    uploaded_by_kind: Mapped[str]
    uploaded_by: Mapped[str | None]
    at: Mapped[datetime]

    __table_args__ = (Index(None, "instance_id"),)


class CaseRead(Base):
    """That a member of staff looked at a case within an hour; the first look also stands in the house chain."""

    __tablename__ = "case_read"

    instance_id: Mapped[str] = instance(primary_key=True)
    person_id: Mapped[Id]
    hour: Mapped[datetime] = mapped_column(primary_key=True)

    __table_args__: Any = {"sqlite_with_rowid": False}
