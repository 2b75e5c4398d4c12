"""Whether a worker would find a job now; nothing is locked by looking."""

from __future__ import annotations

from engine.errors import NotFound
from engine.model import permissions
from engine.store import due
from engine.store.tables import Job
from engine.store.transaction import Tx


def is_any_waiting(tx: Tx, type_: str) -> bool:
    """Whether a job of that type is due and free. Raises NotFound for who may take none."""
    if not permissions.may_work_on_jobs(tx.actor):
        raise NotFound("job")
    return due.is_any(tx.session, Job, tx.now, Job.type == type_)
