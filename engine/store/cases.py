"""Finders for what commands change in a case: its open tasks, its waiting rows. Locking is in instances.py."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from typing import Any

from sqlalchemy import bindparam, delete, select, update

from engine.errors import Text
from engine.store import records
from engine.store.ids import new_id
from engine.store.tables import (
    Draft,
    Incident,
    Job,
    ProcessInstance,
    Subscription,
    TaskCandidate,
    Timer,
    UserTask,
)
from engine.store.transaction import Tx

Waiting = type[Subscription] | type[Job] | type[Timer]

_TASK = select(UserTask.__table__).where(UserTask.id == bindparam("task_id"))
_FINISH: Mapping[Waiting, Any] = {
    table: update(table.__table__).where(table.id == bindparam("row_id"), table.state == "waiting").values(state=bindparam("new_state"))
    for table in (Subscription, Job, Timer)
}
_WAIT_ON = update(Subscription.__table__).where(Subscription.id == bindparam("row_id")).values(state="waiting")
_OVER = (
    ("candidates", delete(TaskCandidate.__table__).where(TaskCandidate.task_id == bindparam("of_task"))),
    ("has_drafts", delete(Draft.__table__).where(Draft.user_task_id == bindparam("of_task"))),
)


def case_by_key(tx: Tx, business_key: str) -> ProcessInstance | None:
    """Read only; to change a case, lock it."""
    return tx.session.scalar(select(ProcessInstance).where(ProcessInstance.business_key == business_key))


def instance(tx: Tx, instance_id: str) -> ProcessInstance:
    """Without a lock, to be read."""
    return tx.session.get_one(ProcessInstance, instance_id)


def tasks(tx: Tx, task_ids: Collection[str]) -> list[UserTask]:
    """To be changed under the case's lock; what the command has loaded already isn't read again."""
    known = [records.held(tx.session, UserTask, id_) for id_ in task_ids]
    missing = [id_ for id_, row in zip(task_ids, known, strict=True) if row is None]
    rows = [row for id_ in missing for row in records.read(tx.session, _TASK, task_id=id_)]
    return [*filter(None, known), *(records.hold(tx.session, UserTask, row) for row in rows)]


def close_task_rows(tx: Tx, over: Iterable[UserTask]) -> None:
    """Candidates and drafts of tasks that are over."""
    for row in over:
        for known, statement in _OVER:
            if row.known.get(known, True):
                records.change_later(tx.session, statement, of_task=row.id)


def timers(tx: Tx, timer_ids: Iterable[str]) -> dict[str, Timer]:
    """Timer rows by element instance id, to be changed under the case's lock."""
    ids = list(timer_ids)
    if not ids:
        return {}
    with tx.session.no_autoflush:
        return {row.id: row for row in tx.session.scalars(select(Timer).where(Timer.id.in_(ids)))}


def finish(tx: Tx, table: Waiting, id_: str, state: str) -> bool:
    """A row that has what it waited for; whether it had waited."""
    return records.change(tx.session, _FINISH[table], row_id=id_, new_state=state) == 1


def cancel(tx: Tx, table: Waiting, ids: Iterable[str]) -> None:
    """Rows that no longer wait."""
    for id_ in ids:
        records.change_later(tx.session, _FINISH[table], row_id=id_, new_state="cancelled")


def wait_on(tx: Tx, subscription_id: str) -> None:
    """It has caught a message and waits for the next one."""
    records.change(tx.session, _WAIT_ON, row_id=subscription_id)


def open_incidents(tx: Tx, instance_id: str) -> dict[str, Incident]:
    """Of elements that are stuck, by element instance id."""
    stuck = Incident.element_instance_id.is_not(None)
    found = select(Incident).where(Incident.instance_id == instance_id, Incident.resolved_at.is_(None), stuck)
    return {row.element_instance_id: row for row in tx.session.scalars(found)}


def incidents_beside(tx: Tx, instance_id: str) -> list[Incident]:
    """Open ones that no element instance stands behind."""
    found = select(Incident).where(Incident.instance_id == instance_id, Incident.resolved_at.is_(None))
    return list(tx.session.scalars(found.where(Incident.element_instance_id.is_(None))))


def draft(tx: Tx, task_id: str, owner: str) -> Draft | None:
    return tx.session.scalar(select(Draft).where(Draft.user_task_id == task_id, Draft.owner == owner))


def awaited_messages(tx: Tx, instance_id: str) -> frozenset[str]:
    """Names of the messages that something in this case waits for."""
    names = select(Subscription.message_name).where(Subscription.instance_id == instance_id, Subscription.state == "waiting")
    return frozenset(tx.session.scalars(names))


def subscription(tx: Tx, instance_id: str, message_name: str) -> list[Subscription]:
    """What in this case waits for a message of this name, oldest first."""
    found = (
        select(Subscription)
        .where(
            Subscription.instance_id == instance_id,
            Subscription.message_name == message_name,
            Subscription.state == "waiting",
        )
        .order_by(Subscription.created_at, Subscription.id)
    )
    return list(tx.session.scalars(found))


def add_incident(tx: Tx, instance_id: str, element_id: str, element_instance_id: str | None, text: Text) -> None:
    tx.session.add(
        Incident(
            id=new_id(),
            instance_id=instance_id,
            element_id=element_id,
            element_instance_id=element_instance_id,
            text_zh=text.zh,
            text_en=text.en,
            raised_at=tx.now,
        )
    )
