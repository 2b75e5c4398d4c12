"""Tables of what a case waits for: user tasks, timers, subscriptions, jobs, incidents. Lists never read a snapshot."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from engine.store.columns import Base, Feel, Id, Small, instance, reference


def _while(condition: str, name: str, *columns: str) -> Index:
    """An index over the rows that still wait: what is over costs nothing in it."""
    return Index(name, *columns, postgresql_where=text(condition), sqlite_where=text(condition))


class UserTask(Base):
    """`id` is the element instance id. Claimed means: has an assignee."""

    __tablename__ = "user_task"

    id: Mapped[Id]
    instance_id: Mapped[str] = instance()
    element_id: Mapped[str]
    form_id: Mapped[str | None]
    round: Mapped[Small] = mapped_column(default=1)
    stage: Mapped[int | None]
    assignee_id: Mapped[str | None]
    department_id: Mapped[str | None]
    is_customer: Mapped[bool] = mapped_column(default=False)
    contact_needed: Mapped[bool] = mapped_column(default=False)
    priority: Mapped[int | None]
    created_at: Mapped[datetime]
    claimed_at: Mapped[datetime | None]
    due_at: Mapped[datetime | None]
    follow_up_at: Mapped[datetime | None]
    state: Mapped[str] = mapped_column(default="open")
    completed_at: Mapped[datetime | None]
    completed_by: Mapped[str | None]

    __table_args__ = (
        Index(None, "instance_id"),
        _while("state = 'open'", "ix_user_task_open_assignee", "assignee_id", "due_at"),
        _while("state = 'open'", "ix_user_task_open_department", "department_id", "due_at"),
        {"sqlite_with_rowid": False},
    )


class TaskCandidate(Base):
    """A group or department whose members may claim the task, or a person (engine/store/task_candidates.py). Rows go when the task is over; the trail and case_member remember."""

    __tablename__ = "task_candidate"

    task_id: Mapped[str] = reference("user_task.id", primary_key=True)
    group_id: Mapped[Id]

    __table_args__ = (Index(None, "group_id", "task_id"), {"sqlite_with_rowid": False})


class Draft(Base):
    """What someone typed into a user task's form and has not sent; `owner` is a person's id or "customer".

    `page`: which open page of theirs wrote it.
    """

    __tablename__ = "draft"

    id: Mapped[Id]
    user_task_id: Mapped[str] = reference("user_task.id")
    owner: Mapped[str]
    values: Mapped[Feel]
    saved_at: Mapped[datetime]
    page: Mapped[str | None]

    __table_args__ = (UniqueConstraint("user_task_id", "owner"),)


class Timer(Base):
    """A timer of an element instance; `due_at` null means unarmed (its clock has no due time yet)."""

    __tablename__ = "timer"

    id: Mapped[Id]
    instance_id: Mapped[str] = instance()
    element_id: Mapped[str]
    armed_at: Mapped[datetime | None]
    due_at: Mapped[datetime | None]
    triggered_due_at: Mapped[datetime | None]
    state: Mapped[str] = mapped_column(default="waiting")
    attempts: Mapped[Small] = mapped_column(default=0)
    lease_until: Mapped[datetime | None]
    lease_owner: Mapped[str | None]
    last_error: Mapped[str | None]

    __table_args__ = (
        Index(None, "instance_id"),
        _while("state = 'waiting'", "ix_timer_waiting_due", "due_at"),
        {"sqlite_with_rowid": False},
    )


class Job(Base):
    """Work that leaves the transaction: a connector's call, a notification, an outside worker's task."""

    __tablename__ = "job"

    id: Mapped[Id]
    instance_id: Mapped[str] = instance()
    element_id: Mapped[str | None]
    type: Mapped[str]
    retries: Mapped[Small] = mapped_column(default=3)
    attempts: Mapped[Small] = mapped_column(default=0)
    due_at: Mapped[datetime]
    lease_until: Mapped[datetime | None]
    lease_owner: Mapped[str | None]
    state: Mapped[str] = mapped_column(default="waiting")
    last_error: Mapped[str | None]
    payload: Mapped[Feel | None]

    __table_args__ = (
        Index(None, "instance_id"),
        _while("state = 'waiting'", "ix_job_waiting_due", "due_at"),
        {"sqlite_with_rowid": False},
    )


class Subscription(Base):
    """A message that an element instance waits for."""

    __tablename__ = "subscription"

    id: Mapped[Id]
    instance_id: Mapped[str] = instance()
    element_id: Mapped[str]
    message_name: Mapped[str]
    correlation_key: Mapped[str | None]
    is_interrupting: Mapped[bool] = mapped_column(default=True)
    state: Mapped[str] = mapped_column(default="waiting")
    created_at: Mapped[datetime]

    __table_args__ = (
        Index(None, "instance_id"),
        _while("state = 'waiting'", "ix_subscription_waiting_message", "message_name", "correlation_key"),
        {"sqlite_with_rowid": False},
    )


class Incident(Base):
    """Why an element instance can't go on until a person helps."""

    __tablename__ = "incident"

    id: Mapped[Id]
    instance_id: Mapped[str] = instance()
    element_id: Mapped[str]
    element_instance_id: Mapped[str | None]
    text_zh: Mapped[str]
    text_en: Mapped[str]
    raised_at: Mapped[datetime]
    resolved_at: Mapped[datetime | None]
    resolved_by: Mapped[str | None]

    __table_args__ = (
        Index(None, "instance_id"),
        _while("resolved_at IS NULL", "ix_incident_open", "raised_at"),
    )
