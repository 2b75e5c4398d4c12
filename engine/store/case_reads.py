"""Who looked at a case: one record per member of staff, case and hour, however often the page was opened."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select

from engine.store import house
from engine.store.tables import CaseRead
from engine.store.transaction import Tx
from engine.store.upserts import insert

READ = "case_read"


def is_noted(tx: Tx, instance_id: str) -> bool:
    """Whether this hour's look is written down already, so that a page needn't open a write transaction."""
    looked = select(CaseRead.hour).where(
        CaseRead.instance_id == instance_id, CaseRead.person_id == tx.actor.id, CaseRead.hour == _hour(tx.now)
    )
    return tx.session.scalar(looked) is not None


def note(tx: Tx, instance_id: str) -> None:
    """Write down that the actor looked at the case; the first time in an hour the house chain says so, too."""
    row = {"instance_id": instance_id, "person_id": tx.actor.id, "hour": _hour(tx.now)}
    added = insert(tx.session, CaseRead).values(row).on_conflict_do_nothing().returning(CaseRead.hour)
    if tx.session.scalar(added) is not None:
        house.record(tx, READ, {"person_id": tx.actor.id}, instance_id=instance_id)


def _hour(at: datetime) -> datetime:
    return at.replace(minute=0, second=0, microsecond=0)
