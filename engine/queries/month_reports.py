"""Reports by month: the figures of a package, and behind each figure its cases; counted over the cases that the reader sees."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from engine.errors import NotFound, Text
from engine.model import permissions
from engine.model.figures import Block, Line, Report
from engine.model.periods import Month
from engine.model.visibility import visible_cases
from engine.packages.report_settings import ReportSettings
from engine.packages.reporting import count_month
from engine.queries.case_rows import CaseRow, rows_of
from engine.queries.visible import may_see, newest_versions
from engine.store import report_cases
from engine.store.tables import ProcessInstance
from engine.store.transaction import Tx

_MOST_MONTHS = 36
_YEARS = range(1900, 3000)
PAGE = 50


@dataclass(frozen=True, slots=True)
class ReportPage:
    """`months`: newest first. `is_everything` False: counted over the cases this reader sees, not over all."""

    package_name: Text
    offered: tuple[tuple[str, Text], ...]
    months: tuple[str, ...]
    report: Report
    is_everything: bool


@dataclass(frozen=True, slots=True)
class ReportList:
    """The cases behind one figure. `count`: of items, which is the figure; a case may stand for several rounds."""

    page: ReportPage
    block: Block
    line: Line
    rows: tuple[CaseRow, ...]
    has_next: bool

    @property
    def count(self) -> int:
        return self.line.count


def offered(tx: Tx) -> list[tuple[str, Text]]:
    """Packages whose cases can be reported on, first those with a report of their own; those that report are none. Raises NotFound."""
    if not permissions.may_see_reports(tx.actor):
        raise NotFound("reports")
    packages = ((id_, tx.library.get(version).package) for id_, version in newest_versions(tx).items())
    known = dict(packages)
    reported = {package.settings.reports_on for package in known.values()}
    found = [(id_, package.name) for id_, package in known.items() if not package.settings.reports_on]
    return sorted(found, key=lambda each: each[0] not in reported)


def report_page(tx: Tx, package_id: str, month: str = "") -> ReportPage:
    """`month`: as `2023-10`; empty = the present one. Raises NotFound."""
    known = offered(tx)
    versions = newest_versions(tx)
    name = dict(known).get(package_id)
    if name is None:
        raise NotFound("package")
    now = Month.of(tx.calendar.local(tx.now).date())
    wanted = _month(month) if month else now
    seen = visible_cases(tx.actor)
    only = None if seen.is_everything else may_see(tx, tx.actor)
    report = count_month(
        _rules(tx, package_id, versions.values()),
        tx.library.get(versions[package_id]),
        wanted,
        tx.calendar,
        report_cases.department_names(tx),
        lambda starts_at, ends_at: report_cases.counted_cases(tx, package_id, starts_at, ends_at, only),
        tx.now,
    )
    return ReportPage(name, tuple(known), _months(tx, package_id, now), report, seen.is_everything)


def report_list(tx: Tx, package_id: str, month: str, figure: str, page: int = 1) -> ReportList:
    """Raises NotFound for a figure that the month doesn't have."""
    found = report_page(tx, package_id, month)
    block, line = next(((block, line) for block in found.report.blocks for line in block.lines if line.key == figure), (None, None))
    if block is None or line is None:
        raise NotFound("figure")
    ids = list(dict.fromkeys(item.case.id for item in line.items))
    wanted = ids[(page - 1) * PAGE : page * PAGE]
    return ReportList(found, block, line, tuple(_rows(tx, wanted)), len(ids) > page * PAGE)


def _rows(tx: Tx, ids: list[str]) -> list[CaseRow]:
    by_id = {row.id: row for row in tx.session.scalars(select(ProcessInstance).where(ProcessInstance.id.in_(ids)))}
    return rows_of(tx, [(by_id[id_], None) for id_ in ids])


def _rules(tx: Tx, package_id: str, versions: Iterable[str]) -> ReportSettings:
    """Those of the package that reports on this one; without one, the usual ones."""
    settings = (tx.library.get(version).package.settings for version in versions)
    return next((each.report for each in settings if each.reports_on == package_id and each.report), ReportSettings())


def _month(label: str) -> Month:
    try:
        month = Month.labelled(label)
    except ValueError as error:
        raise NotFound("month") from error
    if month.year not in _YEARS:
        raise NotFound("month")
    return month


def _months(tx: Tx, package_id: str, now: Month) -> tuple[str, ...]:
    first = report_cases.first_received_at(tx, package_id)
    return _labels(first, tx, now) if first else (now.label,)


def _labels(first: datetime, tx: Tx, now: Month) -> tuple[str, ...]:
    """From now back to the first case, three years at most. What came after a cut-off is counted a month later."""
    oldest = Month.of(tx.calendar.local(first).date())
    labels = [now.shifted(-back) for back in range(_MOST_MONTHS)]
    return tuple(each.label for each in labels if each >= oldest) or (now.label,)
