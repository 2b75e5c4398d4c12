"""That the actor looked at a case, written down when its page is opened."""

from __future__ import annotations

from engine.store import case_reads
from engine.store.transaction import Tx


def note(tx: Tx, instance_id: str) -> None:
    """One record per member of staff, case and hour; the caller's query has checked that they may see the case."""
    if tx.actor.is_staff:
        case_reads.note(tx, instance_id)
