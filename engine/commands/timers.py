"""Timers that are due: each triggers in its own transaction, from its row; waiting cases are never opened."""

from __future__ import annotations

from engine.commands.running_case import RunningCase
from engine.errors import Text
from engine.store import due
from engine.store.tables import Timer
from engine.store.transaction import Tx

ATTEMPTS = 8


def trigger(tx: Tx, timer_id: str) -> bool:
    """Trigger a timer if it is still due; False when it was cancelled, moved or triggered meanwhile."""
    case, row = RunningCase.load_with(tx, Timer, timer_id)
    if row.state != "waiting" or row.due_at is None or row.due_at > tx.now:
        return False
    row.state, row.triggered_due_at = "triggered", row.due_at
    row.lease_until = row.lease_owner = None
    case.execution.trigger_timer(row.id)
    case.save()
    return True


def fail(tx: Tx, timer_id: str, error: str) -> None:
    """A trigger failed: tried again after a pause; after too many times an incident, so that a person sees it."""
    case, row = RunningCase.load_with(tx, Timer, timer_id)
    if row.state != "waiting" or due.postpone(row, tx.now, error, ATTEMPTS):
        return
    case.execution.fail_timer(row.id, Text(f"定时器多次触发失败：{error}", f"The timer failed repeatedly: {error}"))
    case.save()
