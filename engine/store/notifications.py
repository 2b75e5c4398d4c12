"""Rows of what staff should know: put once per person and news, read by who they are for."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import select, update

from engine.errors import NotFound, Text
from engine.store.ids import new_id
from engine.store.tables import Notification
from engine.store.transaction import Tx


@dataclass(frozen=True, slots=True)
class News:
    """`kind`: told, task_assigned, clock_warned, clock_breached. `subject_id`: of what it is about, so that it is told once."""

    kind: str
    title: Text
    text: Text = Text("", "")
    element_id: str | None = None
    subject_id: str | None = None


def add(tx: Tx, instance_id: str, person_ids: Iterable[str], news: News) -> None:
    tx.session.add_all(
        Notification(
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
            at=tx.now,
        )
        for person_id in person_ids
    )


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


def mark_read_of_case(tx: Tx, instance_id: str) -> None:
    """Who looks at a case has seen what was told of it."""
    mine = update(Notification).where(Notification.person_id == tx.actor.id, Notification.read_at.is_(None))
    tx.session.execute(mine.where(Notification.instance_id == instance_id).values(read_at=tx.now))


def has_unread(tx: Tx, person_id: str, subject_id: str, kind: str) -> bool:
    found = select(Notification.id).where(Notification.person_id == person_id, Notification.subject_id == subject_id)
    return tx.session.scalar(found.where(Notification.kind == kind).limit(1)) is not None
