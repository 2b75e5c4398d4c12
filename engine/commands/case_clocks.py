"""The clocks of one case in motion: elements start, stop and pause them, decision tables set their limits."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import datetime
from decimal import Decimal
from functools import cached_property
from typing import Any

from engine.errors import Text
from engine.model import clocks
from engine.model.clock_limits import read_limit
from engine.model.clock_rules import ClockDefinition, Limit
from engine.model.clocks import ClockState
from engine.store import clock_rows, expression_context
from engine.store.tables import CaseClock, ProcessInstance
from engine.store.transaction import Tx

Key = tuple[str, int]


class CaseClocks:
    """What moves the clocks while the diagram runs. A clock starts when a start element is entered, stands while
    a pause element is active, stops when a stop element is completed; a round starts clocks of its own.

    `troubles`: of each clock whose table was asked in this command, why its answer is no limit; None for a usable one.
    """

    def __init__(self, tx: Tx, row: ProcessInstance, loaded: Any, record: Callable[..., None]):
        self.tx = tx
        self.row = row
        self.loaded = loaded
        self.record = record
        self.troubles: dict[str, Text | None] = {}
        self._are_limits_stale = False
        self._read_variables: Callable[[], Mapping[str, Any]] | None = None

    def watch(self, read_variables: Callable[[], Mapping[str, Any]]) -> None:
        """Where limits find the case's variables."""
        self._read_variables = read_variables

    @cached_property
    def _found(self) -> dict[Key, tuple[CaseClock, ClockState]]:
        return clock_rows.load(self.tx.session, self.row.id) if self.definitions and self.row.trail_length else {}

    @cached_property
    def _states(self) -> dict[Key, ClockState]:
        return {key: state for key, (_, state) in self._found.items()}

    @property
    def definitions(self) -> list[ClockDefinition]:
        return self.loaded.package.settings.clocks

    def element_moved(self, how: str, element_id: str) -> None:
        """`how`: activated, completed or cancelled."""
        for definition in self.definitions:
            if how == "activated":
                self._entered(definition, element_id)
            else:
                self._left(definition, element_id, is_completed=how == "completed")

    def round_started(self, number: int) -> None:
        """What the round before left running was not met by anybody."""
        for key, state in list(self._states.items()):
            if state.round and state.round < number and not state.is_ended:
                self._put(key, clocks.cancel(state, self.tx.now), "clock_cancelled")

    def variables_changed(self) -> None:
        self._are_limits_stale = True

    def received(self, at: datetime) -> None:
        """When the case was really received is now known: clocks that count from receipt count from there."""
        for definition in self.definitions:
            key = self._key(definition)
            if definition.counts_from_receipt and self._is_live(key):
                moved = replace(self._states[key], started_at=at)
                limit = moved.limit
                self._put(key, clocks.set_limit(moved, self.tx.now, limit, self.tx.calendar) if limit else moved, "clock_limit_set")

    def context(self) -> dict[str, dict[str, Any]]:
        """`clocks` in FEEL: of each clock the newest round's due and warning time, null while it isn't running."""
        self.refresh()
        return expression_context.clock_faces(self.tx, self.row, self.definitions, self._states)

    def refresh(self) -> None:
        """Ask the tables of limits again when variables changed, and let share clocks follow."""
        if self._are_limits_stale and self._read_variables is not None:
            self._are_limits_stale = False
            variables = self._read_variables()
            for definition in self.definitions:
                if definition.limits:
                    self._set_limit(definition, variables)
        for definition in self.definitions:
            if definition.share_of:
                self._follow(definition)

    def nearest(self) -> tuple[str | None, datetime | None]:
        """Name and due time of the running clock that is due first."""
        running = [(each.due_at, each.name) for each in self._states.values() if each.is_running and each.due_at]
        return (min(running)[1], min(running)[0]) if running else (None, None)

    def recount(self) -> bool:
        """By the calendar as it is now; whether any due time moved."""
        moved = False
        for key, state in list(self._states.items()):
            counted = clocks.set_limit(state, self.tx.now, state.limit, self.tx.calendar) if state.limit else state
            if counted != state:
                self._put(key, counted, "clock_recounted")
                moved = True
        return moved

    def cancel_all(self) -> None:
        """The case is over: what still ran is counted neither as met nor as breached."""
        for key, state in list(self._states.items()):
            if not state.is_ended:
                self._put(key, clocks.cancel(state, self.tx.now), "clock_cancelled")

    def save(self) -> None:
        self._mark_breached()
        for key, state in self._states.items():
            row, before = self._found.get(key) or (None, None)
            if state != before:
                row = row or clock_rows.new_row(self.row.id)
                clock_rows.write(row, state)
                self.tx.session.add(row)

    def _mark_breached(self) -> None:
        for key, state in list(self._states.items()):
            marked = clocks.mark_breached(state, self.tx.now)
            if marked != state:
                self._put(key, marked, "clock_breached")

    def _entered(self, definition: ClockDefinition, element_id: str) -> None:
        key = self._key(definition)
        if element_id in definition.start and key not in self._states:
            started_at = self.row.received_at if definition.counts_from_receipt else self.tx.now
            self._put(key, clocks.start(definition, started_at, self.row.round), "clock_started")
            self._are_limits_stale = True
        if element_id in definition.pause and self._is_live(key):
            self._put(key, clocks.pause(self._states[key], self.tx.now, element_id, self.tx.calendar), "clock_paused")

    def _left(self, definition: ClockDefinition, element_id: str, *, is_completed: bool) -> None:
        key = self._key(definition)
        if not self._is_live(key):
            return
        if element_id in definition.pause:
            resumed = clocks.resume(self._states[key], self.tx.now, element_id, self.tx.calendar)
            if resumed != self._states[key]:
                self._put(key, resumed, "clock_resumed")
        if is_completed and element_id in definition.stop:
            self._put(key, clocks.stop(self._states[key], self.tx.now, self.tx.calendar), "clock_stopped")

    def _set_limit(self, definition: ClockDefinition, variables: Mapping[str, Any]) -> None:
        key = self._key(definition)
        if not self._is_live(key):
            return
        limit = self._limit(definition, variables)
        if limit is not None and limit != self._states[key].limit:
            self._put(key, clocks.set_limit(self._states[key], self.tx.now, limit, self.tx.calendar), "clock_limit_set")

    def _limit(self, definition: ClockDefinition, variables: Mapping[str, Any]) -> Limit | None:
        """What the clock's table says now. Nothing new while it has no rule for what is known, nor when its answer is no
        limit: then the clock keeps the one it had, and the case has an incident (case_troubles.py)."""
        decision = self.loaded.decisions[definition.limits]
        scope = {**variables, "round": Decimal(self.row.round)}
        result = decision.evaluate(scope, now=self.tx.now, zone=self.tx.settings.zone)
        limit = None if result.error else read_limit(result.value)
        self.troubles[definition.name] = limit if isinstance(limit, Text) else None
        return limit if isinstance(limit, Limit) else None

    def _follow(self, definition: ClockDefinition) -> None:
        base = next((each for each in self.definitions if each.name == definition.share_of), None)
        state = self._states.get(self._key(base)) if base else None
        if state is not None:
            key = (definition.name, state.round)
            before, now = self._states.get(key), clocks.follow(definition, state, self.tx.now, self.tx.calendar, self._states.get(key))
            if before is None or before.armed() != now.armed():
                self._put(key, now, _kind_of_change(before, now))
            self._states[key] = now

    def _key(self, definition: ClockDefinition) -> Key:
        return definition.name, self.row.round if definition.per == "round" else 0

    def _is_live(self, key: Key) -> bool:
        return key in self._states and not self._states[key].is_ended

    def _put(self, key: Key, state: ClockState, kind: str) -> None:
        self._states[key] = state
        self.record(
            kind,
            clock=state.name,
            clock_round=state.round,
            due_at=state.due_at.isoformat() if state.due_at else None,
            warn_at=state.warn_at.isoformat() if state.warn_at else None,
            is_running=state.is_running,
            limit={"amount": state.limit.amount, "unit": state.limit.unit} if state.limit else None,
        )


def _kind_of_change(before: ClockState | None, now: ClockState) -> str:
    """What became of a clock that follows another one."""
    if before is None:
        return "clock_started"
    if before.state == now.state:
        return "clock_limit_set"
    return "clock_resumed" if now.is_running else f"clock_{now.state}"
