"""Whether there is anything for the worker to do: a look that locks nothing, so that an idle worker disturbs nobody."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import exists, or_, select
from sqlalchemy.orm import Session

from engine.store.tables import HousePending, Timer


def is_any(session: Session, now: datetime) -> bool:
    is_free = or_(Timer.lease_until.is_(None), Timer.lease_until <= now)
    is_timer_due = exists().where(Timer.state == "waiting", Timer.due_at <= now, is_free)
    return bool(session.scalar(select(or_(is_timer_due, exists().where(HousePending.id.is_not(None))))))
