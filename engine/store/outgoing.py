"""Whether anything is due to leave the house: a look that locks nothing."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Session

from engine.store import due
from engine.store.tables import Delivery, Job


def is_any(session: Session, now: datetime) -> bool:
    return due.is_any(session, Delivery, now) or due.is_any(session, Job, now, Job.type == "http_request")
