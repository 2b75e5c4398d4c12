"""What the reader should know, the newest first: tasks that became theirs, clocks that press, what procedures tell them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select

from engine.errors import Text
from engine.store import notifications, pressing_clocks
from engine.store.notifications import News
from engine.store.tables import Notification, ProcessInstance
from engine.store.transaction import Tx

MOST = 200


@dataclass(frozen=True, slots=True)
class NotificationLine:
    """`number`, `about`: the case it leads to."""

    id: str
    kind: str
    title: Text
    text: Text
    number: str
    about: str
    at: datetime
    is_read: bool


def unread_count(tx: Tx) -> int:
    """What the bell says."""
    found = select(func.count()).select_from(Notification).where(notifications.is_for(tx), Notification.read_at.is_(None))
    return (tx.session.scalar(found) or 0) + len(pressing_clocks.unread(tx))


def lines(tx: Tx) -> list[NotificationLine]:
    """At most MOST stored ones; those that weren't read stay however old they are."""
    found = select(Notification, ProcessInstance).join(ProcessInstance, ProcessInstance.id == Notification.instance_id).where(notifications.is_for(tx))
    newest_first = found.order_by(Notification.read_at.is_not(None), Notification.at.desc(), Notification.id.desc()).limit(MOST)
    stored = [
        NotificationLine(
            row.id, row.kind, Text(row.title_zh, row.title_en), Text(row.text_zh, row.text_en), case.business_key, case.title or "", row.at,
            row.read_at is not None,
        )
        for row, case in tx.session.execute(newest_first)
    ]  # fmt: skip
    pressing = [_line(each, pressing_clocks.news(tx, each)) for each in pressing_clocks.unread(tx)]
    return sorted(stored + pressing, key=lambda line: (not line.is_read, line.at), reverse=True)


def _line(pressing: pressing_clocks.Pressing, news: News) -> NotificationLine:
    return NotificationLine(pressing.id, news.kind, news.title, news.text, pressing.case.business_key, pressing.case.title or "", pressing.at, False)
