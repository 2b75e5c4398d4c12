"""The register of a package: its cases line by line, in the columns that its own record has."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select

from engine.errors import NotFound, Text
from engine.queries import case_record
from engine.queries.visible import may_see, newest_versions
from engine.store.tables import ProcessInstance
from engine.store.transaction import Tx

PAGE = 50
MOST_IN_A_FILE = 20_000


@dataclass(frozen=True, slots=True)
class Register:
    """`lines` hold the words of each column; `numbers` the case of each line. `next_page` is None on the last one."""

    package_id: str
    process: Text
    name: Text
    columns: tuple[Text, ...]
    numbers: tuple[str, ...]
    lines: tuple[tuple[Text, ...], ...]
    count: int
    page: int
    next_page: int | None


@dataclass(frozen=True, slots=True)
class Period:
    """Received from (included) until (excluded); None: open."""

    since: datetime | None = None
    until: datetime | None = None


def register(tx: Tx, package_id: str, period: Period, page: int = 1) -> Register:
    """One page, the oldest case first, as a record is kept. Raises NotFound: no such package, or it keeps no register."""
    return _read(tx, package_id, period, page, PAGE)


def whole_register(tx: Tx, package_id: str, period: Period) -> Register:
    """The same lines for a file. Raises NotFound."""
    return _read(tx, package_id, period, 1, MOST_IN_A_FILE)


def registers(tx: Tx) -> list[tuple[str, Text]]:
    """Packages that keep a register: id and the register's name."""
    if not tx.actor.is_staff:
        raise NotFound("register")
    found = [(package_id, tx.library.get(version_id).package.settings) for package_id, version_id in sorted(newest_versions(tx).items())]
    return [(package_id, settings.register_name) for package_id, settings in found if settings.register]


def _read(tx: Tx, package_id: str, period: Period, page: int, size: int) -> Register:
    version_id = newest_versions(tx).get(package_id)
    if not tx.actor.is_staff or version_id is None or page < 1:
        raise NotFound("register")
    package = tx.library.get(version_id).package
    if not package.settings.register:
        raise NotFound("register")
    asked = _asked(tx, package_id, period)
    ordered = asked.order_by(ProcessInstance.received_at, ProcessInstance.id).offset((page - 1) * size).limit(size + 1)
    cases = list(tx.session.scalars(ordered))
    shown = cases[:size]
    return Register(
        package_id=package_id,
        process=package.name,
        name=package.settings.register_name,
        columns=tuple(column.label for column in package.settings.register),
        numbers=tuple(case.business_key for case in shown),
        lines=tuple(tuple(line) for line in case_record.rows(tx, shown, package.settings.register)),
        count=tx.session.scalar(select(func.count()).select_from(asked.subquery())) or 0,
        page=page,
        next_page=page + 1 if len(cases) > size else None,
    )


def _asked(tx: Tx, package_id: str, period: Period):
    asked = select(ProcessInstance).where(ProcessInstance.package_id == package_id, may_see(tx, tx.actor))
    if period.since:
        asked = asked.where(ProcessInstance.received_at >= period.since)
    if period.until:
        asked = asked.where(ProcessInstance.received_at < period.until)
    return asked
