"""A case is changed by one command at a time: each locks its row first and reads what it changes after that.

The lock, not a revision compared at the end, because whoever loses a comparison has done an advance of the diagram in
vain, and a busy case could lose again and again; waiting a few milliseconds costs nothing. The revision is compared
all the same (version_id_col): a command that forgot the lock ends in StaleRevision and not in a lost change.
Commands that need two cases lock them in the order of their ids.
"""

from __future__ import annotations

from functools import cache
from typing import Any, TypeVar

from sqlalchemy import ColumnElement, Select, bindparam, exists, inspect, select
from sqlalchemy.orm import Session

from engine.errors import NotFound
from engine.store import case_keys, case_members, records
from engine.store.tables import CaseKey, CaseMember, Draft, Incident, Job, Person, ProcessInstance, Subscription, TaskCandidate, Timer, UserTask

Row = TypeVar("Row", Timer, Subscription, Job, Incident)

_INSTANCE = inspect(ProcessInstance).local_table
_TASK = inspect(UserTask).local_table


def lock(session: Session, instance_id: str) -> ProcessInstance:
    """The case with its snapshot, locked until the transaction ends. Raises NotFound."""
    return _locked(session, _LOCK, instance_id)


def lock_of(session: Session, table: type[Row], row_id: str) -> tuple[Row, ProcessInstance]:
    """A row that belongs to a case, read after its case was locked: nobody can change it any more. Raises NotFound."""
    instance = _locked(session, _lock_by(table), row_id)
    row = session.get(table, row_id, populate_existing=True)
    if row is None:  # it went while we waited for the lock
        raise NotFound(table.__tablename__)
    return row, instance


def lock_of_task(session: Session, task_id: str, actor_id: str | None = None) -> tuple[UserTask, ProcessInstance]:
    """A user task under its case's lock, with what the rules about it need: one statement for all of that.

    `known` of the record: `candidates`, `department` of the assignee, `has_drafts`. Raises NotFound.
    """
    cases, rows = records.read_both(session, _lock_by(UserTask), _OPEN_TASK, id=task_id, actor_id=actor_id)
    if not cases or not rows:
        raise NotFound(UserTask.__tablename__)
    instance = records.hold(session, ProcessInstance, cases[0])
    task = records.hold(session, UserTask, rows[0])
    keys = {row.key_id: row for row in rows if row.key_id is not None}
    case_keys.remember(session, instance.id, list(keys.values()))
    task.known["candidates"] = frozenset(row.candidate for row in rows if row.candidate)
    task.known["department"], task.known["has_drafts"] = rows[0].assignee_department, rows[0].has_drafts
    if rows[0].is_actor_member:
        case_members.remember(session, instance.id, actor_id)
    return task, instance


def _by(condition: ColumnElement[bool]) -> Select[Any]:
    # key_share: rows that only refer to the case, such as a note that it was read, are written meanwhile.
    return select(_INSTANCE).where(condition).with_for_update(key_share=True)


_LOCK = _by(_INSTANCE.c.id == bindparam("id"))


@cache
def _lock_by(table: type[Any]) -> Select[Any]:
    return _by(_INSTANCE.c.id == select(table.instance_id).where(table.id == bindparam("id")).scalar_subquery())


# Everything but the case's row is read after the lock: what was read while waiting for it might be stale.
_OPEN_TASK = (
    select(
        _TASK,
        Person.department_id.label("assignee_department"),
        select(Draft.id).where(Draft.user_task_id == _TASK.c.id).exists().label("has_drafts"),
        exists().where(CaseMember.instance_id == _TASK.c.instance_id, CaseMember.person_id == bindparam("actor_id")).label("is_actor_member"),
        TaskCandidate.group_id.label("candidate"),
        CaseKey.key_id,
        CaseKey.person_ref,
        CaseKey.wrapped,
    )
    .select_from(_TASK)
    .outerjoin(Person, Person.id == _TASK.c.assignee_id)
    .outerjoin(TaskCandidate, TaskCandidate.task_id == _TASK.c.id)
    .outerjoin(CaseKey, CaseKey.instance_id == _TASK.c.instance_id)
    .where(_TASK.c.id == bindparam("id"))
)


def _locked(session: Session, statement: Select[Any], id_: str) -> ProcessInstance:
    rows = records.read(session, statement, id=id_)
    if not rows:
        raise NotFound("case")
    return records.hold(session, ProcessInstance, rows[0])
