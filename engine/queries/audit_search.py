"""The auditor's search: every case, filtered, page by page; the same lines as a file."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, fields
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, func, or_, select

from engine.errors import NotFound, Text
from engine.model import permissions
from engine.queries.visible import newest_versions
from engine.store.tables import Department, ProcessInstance
from engine.store.transaction import Tx

PAGE = 50
COUNTED = 999
"""Counts are exact up to here; one more is told as 999+ (ux.md)."""
_FILE_CHUNK = 500


@dataclass(frozen=True, slots=True)
class CaseFilter:
    """What to look for; empty means: any. `received_from` is included, `received_until` is not."""

    number: str = ""
    state: str = ""
    status: str = ""
    package_id: str = ""
    type: str = ""
    priority: str = ""
    department_id: str = ""
    satisfaction: str = ""
    round: int | None = None
    received_from: datetime | None = None
    received_until: datetime | None = None
    is_overdue: bool = False
    has_incident: bool = False

    @property
    def is_empty(self) -> bool:
        return all(getattr(self, each.name) == each.default for each in fields(self))


@dataclass(frozen=True, slots=True)
class Choices:
    """Pairs of a value and its words."""

    packages: tuple[tuple[str, Text], ...]
    statuses: tuple[tuple[str, Text], ...]
    types: tuple[tuple[str, Text], ...]
    priorities: tuple[tuple[str, Text], ...]
    satisfactions: tuple[tuple[str, Text], ...]
    departments: tuple[tuple[str, Text], ...]


@dataclass(frozen=True, slots=True)
class CaseLine:
    """One case as lists show it: whom it concerns only as a mask."""

    id: str
    number: str
    title: str
    customer: str
    process: Text
    state: str
    status: Text | None
    type: Text | None
    priority: Text | None
    priority_rank: int | None
    department: Text | None
    satisfaction: Text | None
    channel: Text | None
    round: int
    stage: int | None
    received_at: datetime
    ended_at: datetime | None
    due_at: datetime | None
    is_overdue: bool
    has_incident: bool


@dataclass(frozen=True, slots=True)
class CasePage:
    """`next_after`: where the next page starts, empty on the last one. `count` is at most 1000, meaning 999+."""

    lines: tuple[CaseLine, ...]
    next_after: str
    count: int


def search(tx: Tx, wanted: CaseFilter, after: str = "") -> CasePage:
    """One page of what fits, the newest first. `after`: the id of the page's predecessor (keyset, so no page shifts)."""
    _auditor_only(tx)
    found = _lines(tx, wanted, after, PAGE + 1)
    lines = tuple(found[:PAGE])
    return CasePage(lines, lines[-1].id if len(found) > PAGE else "", _count(tx, wanted))


def next_lines(tx: Tx, wanted: CaseFilter, after: str = "") -> list[CaseLine]:
    """The next lines of a file, [] at its end: together the lines that the pages on screen show, in their order."""
    _auditor_only(tx)
    return _lines(tx, wanted, after, _FILE_CHUNK)


def choices(tx: Tx) -> Choices:
    """What the filter offers: the words of the newest version of each package, and the departments."""
    _auditor_only(tx)
    packages = [tx.library.get(version_id).package for version_id in newest_versions(tx).values()]
    settings = [(package.settings, package.texts) for package in packages]
    units = tx.session.scalars(select(Department).order_by(Department.id))
    return Choices(
        packages=tuple((package.id, package.name) for package in packages),
        statuses=_words(each for own, _ in settings for each in own.statuses),
        types=_words(each for own, _ in settings for each in own.type_details),
        priorities=_words(each for own, _ in settings for each in own.priorities),
        satisfactions=_words(each for own, _ in settings for each in own.satisfaction),
        departments=tuple((row.id, Text(row.name_zh, row.name_en)) for row in units),
    )


def _words(offered: Iterable[Any]) -> tuple[tuple[str, Text], ...]:
    return tuple({each.value: each.text for each in offered}.items())


def _auditor_only(tx: Tx) -> None:
    if not permissions.may_search_all_cases(tx.actor):
        raise NotFound("audit")


def _lines(tx: Tx, wanted: CaseFilter, after: str, limit: int) -> list[CaseLine]:
    asked = _filtered(tx, select(ProcessInstance), wanted)
    if after:
        asked = asked.where(_behind(tx, after))
    asked = asked.order_by(ProcessInstance.received_at.desc(), ProcessInstance.id.desc()).limit(limit)
    units = {row.id: Text(row.name_zh, row.name_en) for row in tx.session.scalars(select(Department))}
    return [_line(tx, row, units) for row in tx.session.scalars(asked)]


def _behind(tx: Tx, after: str) -> ColumnElement[bool]:
    row = tx.session.get(ProcessInstance, after)
    if row is None:
        raise NotFound("page")
    is_older = ProcessInstance.received_at < row.received_at
    return or_(is_older, and_(ProcessInstance.received_at == row.received_at, ProcessInstance.id < row.id))


def _count(tx: Tx, wanted: CaseFilter) -> int:
    found = _filtered(tx, select(ProcessInstance.id), wanted).limit(COUNTED + 1).subquery()
    return tx.session.scalar(select(func.count()).select_from(found)) or 0


def _filtered(tx: Tx, asked: Select, wanted: CaseFilter) -> Select:
    return asked.where(*_equal(wanted), *_ranges(wanted), *_facts(tx, wanted))


def _equal(wanted: CaseFilter) -> Iterator[ColumnElement[bool]]:
    columns = {
        ProcessInstance.state: wanted.state,
        ProcessInstance.status: wanted.status,
        ProcessInstance.package_id: wanted.package_id,
        ProcessInstance.type_value: wanted.type,
        ProcessInstance.priority_value: wanted.priority,
        ProcessInstance.department_id: wanted.department_id,
        ProcessInstance.satisfaction_value: wanted.satisfaction,
    }
    return (column == value for column, value in columns.items() if value)


def _ranges(wanted: CaseFilter) -> Iterator[ColumnElement[bool]]:
    if wanted.number:
        yield ProcessInstance.business_key.startswith(wanted.number, autoescape=True)
    if wanted.round is not None:
        yield ProcessInstance.round == wanted.round
    if wanted.received_from:
        yield ProcessInstance.received_at >= wanted.received_from
    if wanted.received_until:
        yield ProcessInstance.received_at < wanted.received_until


def _facts(tx: Tx, wanted: CaseFilter) -> Iterator[ColumnElement[bool]]:
    if wanted.is_overdue:
        yield ProcessInstance.state == "active"
        yield ProcessInstance.nearest_due_at < tx.now
    if wanted.has_incident:
        yield ProcessInstance.has_incident.is_(True)


def _line(tx: Tx, row: ProcessInstance, units: dict[str, Text]) -> CaseLine:
    package = tx.library.get(row.version_id).package

    def words(value: str | None) -> Text | None:
        return package.texts.value(value) if value else None

    return CaseLine(
        id=row.id, number=row.business_key, title=row.title or "", customer=row.customer_mask or "", process=package.name,
        state=row.state, status=words(row.status), type=words(row.type_value), priority=words(row.priority_value),
        priority_rank=row.priority_rank, department=units.get(row.department_id or ""), satisfaction=words(row.satisfaction_value),
        channel=words(row.channel_value), round=row.round, stage=row.stage, received_at=row.received_at, ended_at=row.ended_at,
        due_at=row.nearest_due_at, is_overdue=_is_overdue(row, tx.now), has_incident=row.has_incident,
    )  # fmt: skip


def _is_overdue(row: ProcessInstance, now: datetime) -> bool:
    return row.state == "active" and row.nearest_due_at is not None and row.nearest_due_at < now
