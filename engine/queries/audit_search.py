"""The auditor's search: every case, filtered, page by page; the same lines as a file."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, fields
from datetime import datetime

from sqlalchemy import ColumnElement, Select, and_, func, or_, select

from engine.errors import NotFound
from engine.model import permissions
from engine.store.tables import PackageVersion, ProcessInstance
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
class CaseLine:
    """One case as lists show it: whom it concerns only as a mask."""

    id: str
    number: str
    title: str
    customer: str
    package_id: str
    version_id: str
    state: str
    status: str
    type: str
    priority: str
    priority_rank: int | None
    department_id: str
    satisfaction: str
    channel: str
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


def every_line(tx: Tx, wanted: CaseFilter) -> Iterator[CaseLine]:
    """All that fits, for a file: exactly the lines that the pages on screen show, in their order."""
    _auditor_only(tx)
    after = ""
    while chunk := _lines(tx, wanted, after, _FILE_CHUNK):
        yield from chunk
        after = chunk[-1].id


def latest_versions(tx: Tx) -> list[PackageVersion]:
    """The newest version of each package: its words fill the filter's choices."""
    _auditor_only(tx)
    newest = select(PackageVersion.package_id, func.max(PackageVersion.number)).group_by(PackageVersion.package_id)
    pairs = tx.session.execute(newest.order_by(PackageVersion.package_id)).all()
    return [_version(tx, package_id, number) for package_id, number in pairs]


def _version(tx: Tx, package_id: str, number: int) -> PackageVersion:
    asked = select(PackageVersion).where(PackageVersion.package_id == package_id, PackageVersion.number == number)
    return tx.session.scalars(asked).one()


def _auditor_only(tx: Tx) -> None:
    if not permissions.may_search_all_cases(tx.actor):
        raise NotFound("audit")


def _lines(tx: Tx, wanted: CaseFilter, after: str, limit: int) -> list[CaseLine]:
    asked = _filtered(tx, select(ProcessInstance), wanted)
    if after:
        asked = asked.where(_behind(tx, after))
    asked = asked.order_by(ProcessInstance.received_at.desc(), ProcessInstance.id.desc()).limit(limit)
    return [_line(row, tx.now) for row in tx.session.scalars(asked)]


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


def _line(row: ProcessInstance, now: datetime) -> CaseLine:
    is_overdue = row.state == "active" and row.nearest_due_at is not None and row.nearest_due_at < now
    return CaseLine(
        id=row.id, number=row.business_key, title=row.title or "", customer=row.customer_mask or "", package_id=row.package_id,
        version_id=row.version_id, state=row.state, status=row.status or "", type=row.type_value or "",
        priority=row.priority_value or "", priority_rank=row.priority_rank, department_id=row.department_id or "",
        satisfaction=row.satisfaction_value or "", channel=row.channel_value or "", round=row.round, stage=row.stage,
        received_at=row.received_at, ended_at=row.ended_at, due_at=row.nearest_due_at, is_overdue=is_overdue,
        has_incident=row.has_incident,
    )  # fmt: skip
