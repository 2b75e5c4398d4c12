"""Clocks that press on somebody: running, past their warning or due time, in a case in which the person has an open task.

Nothing is written for them: they are news from the moment they press until they stop, are moved, or have been read.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import or_, select

from engine.errors import Text
from engine.store.notifications import News
from engine.store.tables import CaseClock, Notification, ProcessInstance, UserTask
from engine.store.transaction import Tx

# Asked with every page: somebody with more tasks than this learns of the rest from the lists.
MOST_TASKS = 1000
WARNED, BREACHED = "clock_warned", "clock_breached"


@dataclass(frozen=True, slots=True)
class Pressing:
    """`id`: of the news; a clock that is moved and presses again is news again. `at`: since when."""

    id: str
    kind: str
    clock: str
    at: datetime
    case: ProcessInstance


def unread(tx: Tx) -> list[Pressing]:
    """Those the actor hasn't read, the newest first."""
    mine = (
        select(UserTask.instance_id)
        .where(UserTask.state == "open", UserTask.assignee_id.in_({tx.actor.id, *tx.actor.stands_in_for}))
        .order_by(UserTask.due_at)
        .limit(MOST_TASKS)
    )
    presses = or_(CaseClock.warn_at <= tx.now, CaseClock.due_at <= tx.now)
    found = select(CaseClock, ProcessInstance).join(ProcessInstance, ProcessInstance.id == CaseClock.instance_id)
    rows = tx.session.execute(found.where(CaseClock.instance_id.in_(mine), CaseClock.state == "running", presses)).all()
    pressing = [_pressing(tx, clock, case) for clock, case in rows]
    read = select(Notification.subject_id).where(Notification.person_id == tx.actor.id, Notification.subject_id.in_([each.id for each in pressing]))
    known = set(tx.session.scalars(read)) if pressing else set()
    return sorted((each for each in pressing if each.id not in known), key=lambda each: each.at, reverse=True)


def news(tx: Tx, pressing: Pressing) -> News:
    """What is said of a clock that presses."""
    clock = tx.library.get(pressing.case.version_id).package.settings.clock(pressing.clock)
    label = clock.label if clock else Text(pressing.clock, pressing.clock)
    if pressing.kind == BREACHED:
        title = Text(f"时限已超期：{label.zh}", f"Clock breached: {label.en}")
    else:
        title = Text(f"时限即将到期：{label.zh}", f"Clock due soon: {label.en}")
    return News(pressing.kind, title, subject_id=pressing.id)


def _pressing(tx: Tx, clock: CaseClock, case: ProcessInstance) -> Pressing:
    is_late = clock.due_at is not None and clock.due_at <= tx.now
    kind, at = (BREACHED, clock.due_at) if is_late else (WARNED, clock.warn_at)
    return Pressing(f"{kind}:{clock.id}:{int(at.timestamp())}", kind, clock.name, at, case)
