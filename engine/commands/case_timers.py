"""Timers of a case as rows: armed, re-armed when a clock moves, unarmed while their clock has no due time."""

from __future__ import annotations

from collections.abc import Mapping, Set
from typing import TYPE_CHECKING, Any

from engine.store import cases, records
from engine.store.tables import Timer

if TYPE_CHECKING:
    from engine.commands.running_case import RunningCase


def save(case: RunningCase, before: Set[str], now_open: Mapping[str, Any]) -> None:
    """Bring the rows to what the diagram waits for now."""
    # A timer that did its work is not cancelled: it stays as triggered.
    cases.cancel(case.tx, Timer, before - now_open.keys() - case.closed)
    rows = cases.timers(case.tx, [eid for eid, each in now_open.items() if _may_move(case, each, is_new=eid not in before)])
    for eid, each in now_open.items():
        if eid in rows:
            _rearm(case, rows[eid], each)
        elif eid not in before:
            _arm(case, each)


def _may_move(case: RunningCase, timer: Any, *, is_new: bool) -> bool:
    """Whether a row of it may be there with another due time: clocks move, cycles begin again, incidents come and go."""
    return case.row.has_incident if is_new else timer.reads_clocks or timer.kind == "cycle"


def _arm(case: RunningCase, timer: Any) -> None:
    records.add(
        case.tx.session,
        Timer,
        id=timer.eid,
        instance_id=case.row.id,
        element_id=timer.element_id,
        armed_at=case.tx.now if timer.due_at else None,
        due_at=timer.due_at,
        state="waiting",
    )
    if timer.due_at:
        case.record("timer_armed", timer.element_id, due_at=timer.due_at.isoformat())


def _rearm(case: RunningCase, row: Timer, timer: Any) -> None:
    """A timer that has triggered waits again only for a later due time than the one it triggered at."""
    if row.state == "triggered":
        if timer.due_at is None or row.triggered_due_at is None or timer.due_at <= row.triggered_due_at:
            return
    elif row.state == "waiting" and timer.due_at == row.due_at:
        return
    kind = "timer_rearmed" if timer.due_at else "timer_unarmed"
    case.record(
        kind,
        timer.element_id,
        due_at=timer.due_at.isoformat() if timer.due_at else None,
        before=row.due_at.isoformat() if row.due_at else None,
    )
    row.state, row.due_at, row.attempts, row.lease_until = "waiting", timer.due_at, 0, None
    row.armed_at = case.tx.now if timer.due_at else None
