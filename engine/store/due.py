"""Due work: rows of timers and jobs, leased to one worker at a time, tried again after growing pauses."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any, TypeVar

from sqlalchemy import ColumnElement, and_, literal_column, or_, select, update
from sqlalchemy.orm import Session

from engine.store.tables import Delivery, Job, Schedule, Timer

Due = TypeVar("Due", Timer, Job, Schedule, Delivery)

LEASE = timedelta(minutes=1)
_FIRST_PAUSE = timedelta(seconds=5)
_LONGEST_PAUSE = timedelta(hours=1)


def claim_due(
    session: Session,
    table: type[Due],
    now: datetime,
    owner: str,
    limit: int = 20,
    lease: timedelta = LEASE,
    *only: ColumnElement[bool],
) -> list[Due]:
    """Up to `limit` waiting rows that are due, longest due first, now leased to `owner` (`only`: further conditions).

    Nobody else gets them until the lease ends; commit at once and work on each in a transaction of its own. A worker
    that died lets its lease run out, and another one takes over. `attempts` counts the claims.
    """
    ready = (
        select(table.id)
        .where(_is_ready(table, now), *only)
        .order_by(table.due_at, table.id)
        .limit(limit)
        # PostgreSQL: workers take different rows at once. SQLite has one writer and needs no lock.
        .with_for_update(skip_locked=True)
        # Not a subquery: joined row by row, it would be asked anew for each and find others, more than `limit`.
        .cte("ready")
    )
    claimed = (
        update(table)
        .where(table.id.in_(select(ready.c.id)))
        .values(lease_until=now + lease, lease_owner=owner, attempts=table.attempts + 1)
        .returning(table)
        .execution_options(synchronize_session=False, populate_existing=True)
    )
    return sorted(session.scalars(claimed), key=lambda row: (row.due_at, row.id))


def is_any(session: Session, table: type[Due], now: datetime, *only: ColumnElement[bool]) -> bool:
    """Whether a claim would find a row now."""
    return session.scalar(select(table.id).where(_is_ready(table, now), *only).limit(1)) is not None


def is_leased(row: Timer | Job, owner: str) -> bool:
    """Whether the lease is still `owner`'s; ask it under the case's lock, before the work counts."""
    return row.state == "waiting" and row.lease_owner == owner


def extend(row: Timer | Job, now: datetime, lease: timedelta = LEASE) -> None:
    """More time for whoever holds the lease."""
    row.lease_until = now + lease


def postpone(row: Timer | Job, now: datetime, error: str, most_attempts: int) -> bool:
    """After a failure: back to the others after a pause of 5, 10, 20 ... seconds, one hour at most.

    False when `most_attempts` are used up: then it is for a person, so raise an incident.
    """
    row.last_error = error
    row.lease_owner = None
    row.lease_until = now + min(_FIRST_PAUSE * 2 ** min(max(row.attempts - 1, 0), 16), _LONGEST_PAUSE)
    return row.attempts < most_attempts


def release(row: Timer | Job) -> None:
    """End the lease: the work is done, or the row may be taken again at once."""
    row.lease_owner, row.lease_until = None, None


def _is_ready(table: type[Due], now: datetime) -> ColumnElement[bool]:
    is_free = or_(table.lease_until.is_(None), table.lease_until <= now)
    return and_(_waits(table), table.due_at <= now, is_free)


def _waits(table: Any) -> ColumnElement[bool]:
    # Written out and not a parameter: so the index over waiting rows is used for certain.
    return table.state == literal_column("'waiting'")
