"""Cases whose clocks have to be counted anew because the working calendar changed: a mark that survives a crash."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import ColumnElement, exists, select

from engine.store.tables import CaseClock, ProcessInstance, Setting
from engine.store.transaction import Tx

_KEY = "clocks_to_recount"
# Hours and months of the wall clock know no working calendar.
_BY_CALENDAR = ("bh", "wd")


@dataclass(frozen=True, slots=True)
class Found:
    """`behind`: where the mark stood when they were looked for."""

    behind: str
    ids: tuple[str, ...]


def wish(tx: Tx) -> None:
    """From the first case on; a change while the last one is still being followed begins again."""
    row = tx.session.get(Setting, _KEY)
    if row is None:
        tx.session.add(Setting(key=_KEY, value=""))
    else:
        row.value = ""


def is_wished() -> ColumnElement[bool]:
    return exists().where(Setting.key == _KEY)


def next_cases(tx: Tx, most: int) -> Found | None:
    """The next cases with a clock that runs or stands by the calendar; None when no change is to be followed."""
    row = tx.session.get(Setting, _KEY)
    if row is None:
        return None
    live = exists().where(CaseClock.instance_id == ProcessInstance.id, CaseClock.kind.in_(_BY_CALENDAR), CaseClock.state.in_(("running", "paused")))
    found = select(ProcessInstance.id).where(ProcessInstance.id > row.value, ProcessInstance.state == "active", live)
    return Found(row.value, tuple(tx.session.scalars(found.order_by(ProcessInstance.id).limit(most))))


def note_done(tx: Tx, found: Found) -> None:
    """Go on behind these; done when there were none. A change that came meanwhile has set the mark back, and it stays there."""
    row = tx.session.get(Setting, _KEY)
    if row is None or row.value != found.behind:
        return
    if found.ids:
        row.value = found.ids[-1]
    else:
        tx.session.delete(row)
