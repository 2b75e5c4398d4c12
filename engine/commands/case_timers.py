"""Timers of a case as rows: armed, re-armed when a clock moves, unarmed while their clock has no due time."""

from __future__ import annotations

from collections.abc import Collection
from typing import TYPE_CHECKING, Any

from engine.store import cases
from engine.store.tables import Timer

if TYPE_CHECKING:
    from engine.commands.running_case import RunningCase


def save(case: RunningCase, before: Collection[str]) -> None:
    """Bring the rows to what the diagram waits for now."""
    now_open = {each.eid: each for each in case.execution.timers()}
    if not (before or now_open):
        return
    rows = cases.live_timers(case.tx, case.row.id)
    for eid in rows.keys() - now_open.keys():
        # A timer that did its work is not cancelled: it stays as triggered.
        if rows[eid].state == "waiting":
            rows[eid].state = "cancelled"
    for eid, each in now_open.items():
        if eid in rows:
            _rearm(case, rows[eid], each)
        else:
            _arm(case, each)


def _arm(case: RunningCase, timer: Any) -> None:
    case.tx.session.add(
        Timer(
            id=timer.eid,
            instance_id=case.row.id,
            element_id=timer.element_id,
            armed_at=case.tx.now if timer.due_at else None,
            due_at=timer.due_at,
            state="waiting",
            attempts=0,
        )
    )
    if timer.due_at:
        case.record("timer_armed", timer.element_id, due_at=timer.due_at.isoformat())


def _rearm(case: RunningCase, row: Timer, timer: Any) -> None:
    """A timer that has triggered waits again only for a later due time than the one it triggered at."""
    if row.state == "triggered":
        if timer.due_at is None or row.triggered_due_at is None or timer.due_at <= row.triggered_due_at:
            return
    elif timer.due_at == row.due_at:
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
