"""The read-only names that every FEEL expression of a case sees besides its variables: case, clocks, departments, scoring."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import datetime
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

from engine.feel import FeelDateTime
from engine.model import people
from engine.model.clock_rules import ClockDefinition
from engine.model.clocks import ClockState
from engine.store import acting_people, case_numbers
from engine.store.tables import ProcessInstance
from engine.store.transaction import Tx


def read_only(
    tx: Tx,
    row: ProcessInstance,
    clocks: Callable[[], Mapping[str, Any]],
    departments_: Callable[[], Mapping[str, Any]] | None = None,
) -> Mapping[str, Any]:
    """The names; each is read from the database only when an expression asks for it."""
    readers = {"case": lambda: case_facts(tx, row), "clocks": clocks, "departments": departments_ or (lambda: departments(tx))}
    return Lazy({**readers, "scoring": lambda: scoring(tx.library.get(row.version_id))})


def case_facts(tx: Tx, row: ProcessInstance) -> dict[str, Any]:
    return {
        "key": row.business_key,
        "title": row.title,
        "language": row.language,
        "started_by": row.started_by,
        **_numbers(tx, row),
        "started_at": _moment(tx, row.started_at),
        "received_at": _moment(tx, row.received_at),
    }


def _numbers(tx: Tx, row: ProcessInstance) -> dict[str, Any]:
    """Asked of the database only where the package gives them."""
    settings = tx.library.get(row.version_id).package.settings
    serial = case_numbers.day_serial(tx, row) if settings.has_day_serial else None
    return {
        "customer_number": case_numbers.customer_number(tx, row) if settings.customer_number else None,
        "day_serial": None if serial is None else Decimal(serial),
    }


def scoring(loaded: Any) -> dict[str, Any] | None:
    """Dimensions, weights and levels of the case's own package version; null where it scores nothing."""
    found = loaded.package.settings.scoring
    return found.context() if found else None


def clock_faces(tx: Tx, row: ProcessInstance, definitions: list[ClockDefinition], states: Mapping[tuple[str, int], ClockState]) -> dict[str, Any]:
    """Of each clock the case's or the newest round's due and warning time, null while it isn't running."""
    return {each.name: _face(tx, states.get((each.name, row.round if each.per == "round" else 0))) for each in definitions}


def departments(tx: Tx) -> dict[str, dict[str, Any]]:
    """By id; `supervisor` is the login of who answers for the department now (the deputy while away)."""
    found, logins, absent = acting_people.departments(tx.session, tx.now)
    staff = acting_people.people_of_departments(tx.session)
    return {
        each.id: {
            "id": each.id,
            "name": each.name_zh,
            "supervisor": logins.get(people.acting_supervisor(each, absent) or ""),
            "deputy": logins.get(each.deputy_id or ""),
            "parent": each.parent_id,
            "people": staff.get(each.id, []),
        }
        for each in found
    }


class Lazy(Mapping[str, Any]):
    """Names whose values are made when they are asked for, once."""

    def __init__(self, readers: Mapping[str, Callable[[], Any]]):
        self._readers = readers
        self._made: dict[str, Any] = {}

    def __getitem__(self, name: str) -> Any:
        if name not in self._made:
            self._made[name] = self._readers[name]()
        return self._made[name]

    def __contains__(self, name: object) -> bool:
        return name in self._readers

    def __iter__(self) -> Iterator[str]:
        return iter(self._readers)

    def __len__(self) -> int:
        return len(self._readers)


def _face(tx: Tx, state: ClockState | None) -> dict[str, Any]:
    armed = state.armed() if state else {"due_at": None, "warn_at": None}
    return {name: _moment(tx, at) for name, at in armed.items()}


def _moment(tx: Tx, at: datetime | None) -> FeelDateTime | None:
    return None if at is None else FeelDateTime.from_python(at.astimezone(ZoneInfo(tx.settings.zone)))
