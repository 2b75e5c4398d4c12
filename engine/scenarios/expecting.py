"""What a scenario may expect of its case, and how a difference is said."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from engine.feel import to_text
from engine.store import task_candidates
from engine.store.case_view import CaseView


class ScenarioFailed(Exception):
    """An expectation that isn't met; the message says what was expected and what was there."""


class Expectations:
    """Compares one view of a case with the keys of an `expect` step."""

    def __init__(self, view: CaseView, logins: Mapping[str, str], zone: str):
        self.view = view
        self.logins = logins
        self.zone = ZoneInfo(zone)

    def check(self, wanted: Mapping[str, Any]) -> None:
        for key, value in wanted.items():
            check = getattr(self, f"_{key}", None)
            if check is None:
                raise ScenarioFailed(f"unknown expectation {key!r}")
            check(value)

    def _at(self, elements: Sequence[str]) -> None:
        _same("waiting at", set(elements) - self.view.waiting_elements, set())

    def _not_at(self, elements: Sequence[str]) -> None:
        _same("not waiting at", set(elements) & self.view.waiting_elements, set())

    def _tasks(self, tasks: Mapping[str, str]) -> None:
        """Who has the element's open task: a login, or a group or department it lies with."""
        for element_id, who in tasks.items():
            holders = {holder for task in self.view.tasks if task.element_id == element_id for holder in self._holders(task)}
            if who not in holders:
                raise ScenarioFailed(f"{element_id} lies with {sorted(holders) or 'nobody'}, expected {who}")

    def _holders(self, task: Any) -> set[str]:
        if task.assignee_id:
            return {self.logins[task.assignee_id]}
        own = {task.department_id} if task.department_id else set()
        candidates = self.view.candidates[task.id]
        own |= {self.logins[each] for each in task_candidates.people_among(candidates)}
        return own | task_candidates.units_among(candidates) | ({"customer"} if task.is_customer else set())

    def _path(self, elements: Sequence[str]) -> None:
        """These elements were completed in this order (others may lie between)."""
        _in_order("path", [entry.element_id for entry in self.view.entries if entry.kind == "element_completed"], elements)

    def _entries(self, kinds: Sequence[str]) -> None:
        _in_order("entries", [entry.kind for entry in self.view.entries], kinds)

    def _status(self, status: str) -> None:
        _same("status", self.view.row.status, status)

    def _round(self, number: int) -> None:
        _same("round", self.view.row.round, number)

    def _stage(self, number: int) -> None:
        _same("stage", self.view.row.stage, number)

    def _number(self, key: str) -> None:
        _same("number", self.view.row.business_key, key)

    def _end(self, element_id: str) -> None:
        _same("end", self.view.row.end_event_id, element_id)

    def _incidents(self, count: int) -> None:
        _same("incidents", len(self.view.incidents), count)

    def _clocks(self, clocks: Mapping[str, Any]) -> None:
        """Per clock: its due time, or a state word: none, unlimited, paused, stopped, met, breached, cancelled."""
        for name, wanted in clocks.items():
            found = [state for (known, _), state in sorted(self.view.clocks.items()) if known == name]
            _same(f"clock {name}", self._clock(found[-1] if found else None, wanted), _moment(wanted, self.zone))

    def _clock(self, state: Any, wanted: Any) -> str:
        if state is None:
            return "none"
        words = {"stopped": "breached" if state.is_breached else "met"}
        if wanted in ("running", "stopped", "paused", "cancelled"):
            return state.state
        if wanted in ("met", "breached"):
            return "breached" if state.is_breached else words.get(state.state, state.state)
        if wanted in ("unlimited", "none"):
            return "unlimited" if state.due_at is None else "limited"
        return state.due_at.astimezone(self.zone).isoformat(timespec="minutes") if state.due_at else state.state

    def _variables(self, variables: Mapping[str, Any]) -> None:
        known = self._last_values()
        for name, wanted in variables.items():
            _same(f"variable {name}", _plain(known.get(name)), _plain(wanted))

    def _last_values(self) -> dict[str, Any]:
        """The newest value of each variable of the case, as the trail has it."""
        values: dict[str, Any] = {}
        for entry in self.view.entries:
            if isinstance(entry.payload, dict) and entry.kind == "variables_changed" and not entry.payload.get("scope"):
                values |= entry.payload["values"]
        return values


def _same(what: str, found: Any, wanted: Any) -> None:
    if found != wanted:
        raise ScenarioFailed(f"{what}: expected {wanted!r}, found {found!r}")


def _in_order(what: str, found: Sequence[Any], wanted: Sequence[Any]) -> None:
    rest = iter(found)
    for each in wanted:
        if each not in rest:
            raise ScenarioFailed(f"{what}: {each!r} is missing or out of order; found {list(found)}")


def _moment(wanted: Any, zone: ZoneInfo) -> Any:
    if isinstance(wanted, datetime):
        return wanted.astimezone(zone).isoformat(timespec="minutes")
    if isinstance(wanted, str) and wanted[:4].isdigit():
        at = datetime.fromisoformat(wanted)
        return (at if at.tzinfo else at.replace(tzinfo=zone)).astimezone(zone).isoformat(timespec="minutes")
    return wanted


def _plain(value: Any) -> str:
    return to_text(value, "en") if not isinstance(value, (int, float)) or isinstance(value, bool) else str(value)
