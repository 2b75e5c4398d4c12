"""Finders for what commands change in a case: its open tasks, its waiting rows. Locking is in instances.py."""

from __future__ import annotations

from collections.abc import Collection, Iterable

from sqlalchemy import delete, select, update

from engine.errors import Text
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

Waiting = type[Subscription] | type[Job]


def case_by_key(tx: Tx, business_key: str) -> ProcessInstance | None:
    """Read only; to change a case, lock it."""
    return tx.session.scalar(select(ProcessInstance).where(ProcessInstance.business_key == business_key))


def instance(tx: Tx, instance_id: str) -> ProcessInstance:
    """Without a lock, to be read."""
    return tx.session.get_one(ProcessInstance, instance_id)


def tasks(tx: Tx, task_ids: Collection[str]) -> list[UserTask]:
    return list(tx.session.scalars(select(UserTask).where(UserTask.id.in_(task_ids)))) if task_ids else []


def close_task_rows(tx: Tx, task_ids: Collection[str]) -> None:
    """Candidates and drafts of tasks that are over."""
    if task_ids:
        tx.session.execute(delete(TaskCandidate).where(TaskCandidate.task_id.in_(task_ids)))
        tx.session.execute(delete(Draft).where(Draft.user_task_id.in_(task_ids)))


def live_timers(tx: Tx, instance_id: str) -> dict[str, Timer]:
    """Timer rows that are not cancelled, by element instance id."""
    rows = tx.session.scalars(select(Timer).where(Timer.instance_id == instance_id, Timer.state != "cancelled"))
    return {row.id: row for row in rows}


def finish(tx: Tx, table: Waiting, ids: Iterable[str], state: str) -> None:
    """Rows that no longer wait."""
    if ids := list(ids):
        tx.session.execute(update(table).where(table.id.in_(ids), table.state == "waiting").values(state=state))


def open_incidents(tx: Tx, instance_id: str) -> dict[str, Incident]:
    """By element instance id."""
    found = select(Incident).where(Incident.instance_id == instance_id, Incident.resolved_at.is_(None))
    return {row.element_instance_id or row.id: row for row in tx.session.scalars(found)}


def draft(tx: Tx, task_id: str, owner: str) -> Draft | None:
    return tx.session.scalar(select(Draft).where(Draft.user_task_id == task_id, Draft.owner == owner))


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


def subscriptions_by_key(tx: Tx, message_name: str, correlation_key: str) -> list[Subscription]:
    """What waits anywhere for this message with this correlation key, oldest first."""
    found = (
        select(Subscription)
        .where(
            Subscription.message_name == message_name,
            Subscription.correlation_key == correlation_key,
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
