"""A case is changed by one command at a time: each locks its row first and reads what it changes after that.

The lock, not a revision compared at the end, because whoever loses a comparison has done an advance of the diagram in
vain, and a busy case could lose again and again; waiting a few milliseconds costs nothing. The revision is compared
all the same (version_id_col): a command that forgot the lock ends in StaleRevision and not in a lost change.
Commands that need two cases lock them in the order of their ids.
"""

from __future__ import annotations

from typing import Any, TypeVar

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session, undefer

from engine.errors import NotFound
from engine.store.tables import Incident, Job, ProcessInstance, Subscription, Timer, UserTask

Row = TypeVar("Row", UserTask, Timer, Subscription, Job, Incident)


def lock(session: Session, instance_id: str) -> ProcessInstance:
    """The case with its snapshot, locked until the transaction ends. Raises NotFound."""
    return _lock(session, ProcessInstance.id == instance_id)


def lock_of(session: Session, table: type[Row], row_id: str) -> tuple[Row, ProcessInstance]:
    """A row that belongs to a case, read after its case was locked: nobody can change it any more. Raises NotFound."""
    owner: Any = select(table.instance_id).where(table.id == row_id).scalar_subquery()
    instance = _lock(session, ProcessInstance.id == owner)
    row = session.get(table, row_id, populate_existing=True)
    if row is None:  # it went while we waited for the lock
        raise NotFound(table.__tablename__)
    return row, instance


def _lock(session: Session, condition: ColumnElement[bool]) -> ProcessInstance:
    # key_share: rows that only refer to the case, such as a note that it was read, are written meanwhile.
    row = session.scalar(
        select(ProcessInstance)
        .where(condition)
        .options(undefer(ProcessInstance.snapshot))
        .with_for_update(key_share=True)
        .execution_options(populate_existing=True)
    )
    if row is None:
        raise NotFound("case")
    return row
