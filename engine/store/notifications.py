"""Rows of what staff should know: put once per person and news, read by who they are for."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, and_, exists, func, or_, select, update

from engine.errors import NotFound, Text
from engine.store import records
from engine.store.ids import new_id
from engine.store.tables import Notification, UserTask
from engine.store.transaction import Tx

TOLD, TASK_ASSIGNED, TASK_URGENT = "told", "task_assigned", "task_urgent"


@dataclass(frozen=True, slots=True)
class News:
    """`kind`: told, task_assigned, task_urgent, clock_warned, clock_breached. `subject_id`: of the task or clock it is about."""

    kind: str
    title: Text
    text: Text = Text("", "")
    element_id: str | None = None
    subject_id: str | None = None


def add(tx: Tx, instance_id: str, person_ids: Iterable[str], news: News, at: datetime | None = None, read_at: datetime | None = None) -> None:
    for person_id in person_ids:
        records.add(
            tx.session,
            Notification,
            id=new_id(),
            person_id=person_id,
            instance_id=instance_id,
            kind=news.kind,
            element_id=news.element_id,
            subject_id=news.subject_id,
            title_zh=news.title.zh,
            title_en=news.title.en,
            text_zh=news.text.zh,
            text_en=news.text.en,
            at=at or tx.now,
            read_at=read_at,
        )


def is_for(tx: Tx) -> ColumnElement[bool]:
    """The actor's own, without news of tasks that are over or somebody else's by now."""
    mine = {tx.actor.id, *tx.actor.stands_in_for}
    waits = exists().where(UserTask.id == Notification.subject_id, UserTask.state == "open", or_(
        UserTask.assignee_id.in_(mine), and_(UserTask.assignee_id.is_(None), Notification.kind == TASK_URGENT)
    ))  # fmt: skip
    is_current = or_(Notification.kind.not_in((TASK_ASSIGNED, TASK_URGENT)), Notification.read_at.is_not(None), waits)
    return and_(Notification.person_id == tx.actor.id, is_current)


def last_about(tx: Tx, kind: str, subject_id: str) -> datetime | None:
    """When somebody was last told this of it."""
    return tx.session.scalar(select(func.max(Notification.at)).where(Notification.kind == kind, Notification.subject_id == subject_id))


def mark_read(tx: Tx, notification_id: str) -> str:
    """Returns the case's id. Raises NotFound for one that isn't the actor's."""
    row = tx.session.get(Notification, notification_id)
    if row is None or row.person_id != tx.actor.id:
        raise NotFound("notification")
    row.read_at = row.read_at or tx.now
    return row.instance_id


def mark_all_read(tx: Tx) -> None:
    mine = update(Notification).where(Notification.person_id == tx.actor.id, Notification.read_at.is_(None))
    tx.session.execute(mine.values(read_at=tx.now))
