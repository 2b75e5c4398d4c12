"""Whether there is anything for the worker to do: a look that locks nothing, so that an idle worker disturbs nobody."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import exists, func, or_, select
from sqlalchemy.orm import Session

from engine.store import messages, recounts, schedules
from engine.store.tables import HousePending, Schedule, Timer
from engine.store.transaction import Tx


def is_any(session: Session, now: datetime) -> bool:
    is_free = or_(Timer.lease_until.is_(None), Timer.lease_until <= now)
    is_timer_due = exists().where(Timer.state == "waiting", Timer.due_at <= now, is_free)
    is_record_pending = exists().where(HousePending.id.is_not(None))
    is_case_due = exists().where(Schedule.state == "waiting", Schedule.due_at <= now, or_(Schedule.lease_until.is_(None), Schedule.lease_until <= now))
    return bool(session.scalar(select(or_(is_timer_due, is_case_due, is_record_pending, recounts.is_wished(), messages.is_work_waiting(now)))))


def next_due_at(tx: Tx) -> datetime | None:
    """When the next timer of any case is due, or the calendar begins a case."""
    timer = tx.session.scalar(select(func.min(Timer.due_at)).where(Timer.state == "waiting"))
    return min((each for each in (timer, schedules.next_due_at(tx)) if each is not None), default=None)
