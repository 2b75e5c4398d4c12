"""Clocks of a case between their rows and engine.model.clocks."""

from __future__ import annotations

from decimal import Decimal

from sqlalchemy import select
from sqlalchemy.orm import Session

from engine.model import clocks
from engine.model.clock_rules import Limit
from engine.model.clocks import ClockState
from engine.store.ids import new_id
from engine.store.tables import CaseClock


def load(session: Session, instance_id: str) -> dict[tuple[str, int], tuple[CaseClock, ClockState]]:
    """Rows and states by name and round."""
    with session.no_autoflush:
        rows = session.scalars(select(CaseClock).where(CaseClock.instance_id == instance_id)).all()
    return {(row.name, row.round): (row, state(row)) for row in rows}


def state(row: CaseClock) -> ClockState:
    return ClockState(
        name=row.name,
        round=row.round,
        state=row.state,
        started_at=row.started_at,
        limit=None if row.amount is None else Limit(Decimal(row.amount), row.kind),
        stopped_at=row.stopped_at,
        due_at=row.due_at,
        warn_at=row.warn_at,
        is_breached=row.is_breached,
        **clocks.from_data(row.data),
    )


def new_row(instance_id: str) -> CaseClock:
    return CaseClock(id=new_id(), instance_id=instance_id)


def write(row: CaseClock, state: ClockState) -> None:
    row.name, row.round, row.state = state.name, state.round, state.state
    row.kind = state.limit.unit if state.limit else ""
    row.amount = state.limit.amount if state.limit else None
    row.started_at, row.stopped_at, row.paused_at = state.started_at, state.stopped_at, state.paused_at
    row.due_at, row.warn_at, row.is_breached = state.due_at, state.warn_at, state.is_breached
    row.data = clocks.to_data(state)
