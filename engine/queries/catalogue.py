"""The catalogue of procedures: each package with its versions and how many cases run on them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select

from engine.errors import NotFound, Text
from engine.model import permissions
from engine.model.people import SYSTEM
from engine.store.tables import PackageVersion, Person, ProcessInstance
from engine.store.transaction import Tx


@dataclass(frozen=True, slots=True)
class VersionLine:
    """`deployed_by`: empty = the system, at start. `running`: open cases on it; `all`: cases ever started on it."""

    id: str
    number: int
    deployed_at: datetime
    deployed_by: str
    comment: str
    running: int
    all: int


@dataclass(frozen=True, slots=True)
class PackageLine:
    """`versions`: the newest first, at least one."""

    id: str
    name: Text
    summary: Text
    stages: list[Text]
    versions: list[VersionLine]


def catalogue(tx: Tx) -> list[PackageLine]:
    if not permissions.may_see_catalogue(tx.actor):
        raise NotFound("catalogue")
    ids = tx.session.scalars(select(PackageVersion.package_id).distinct().order_by(PackageVersion.package_id))
    return [package_line(tx, package_id) for package_id in ids]


def package_line(tx: Tx, package_id: str) -> PackageLine:
    """Raises NotFound for a package that was never deployed."""
    newest_first = select(PackageVersion).where(PackageVersion.package_id == package_id).order_by(PackageVersion.number.desc())
    rows = tx.session.scalars(newest_first).all()
    if not rows:
        raise NotFound("package")
    loaded, cases = tx.library.get(rows[0].id), _cases(tx, package_id)
    names = dict(tx.session.execute(select(Person.id, Person.name)).all())
    stages = [loaded.package.texts.stage(stage.number, stage.name) for stage in loaded.definition.stages]
    versions = [_version(row, names, cases) for row in rows]
    return PackageLine(package_id, loaded.package.name, loaded.package.summary, stages, versions)


def _version(row: PackageVersion, names: dict[str, str], cases: dict[tuple[str, bool], int]) -> VersionLine:
    running, over = cases.get((row.id, True), 0), cases.get((row.id, False), 0)
    deployer = names.get(row.deployed_by, "" if row.deployed_by == SYSTEM.id else row.deployed_by)
    return VersionLine(row.id, row.number, row.deployed_at, deployer, row.comment, running, running + over)


def _cases(tx: Tx, package_id: str) -> dict[tuple[str, bool], int]:
    """How many cases by version and whether they still run."""
    is_open = ProcessInstance.state == "active"
    counted = select(ProcessInstance.version_id, is_open, func.count()).where(ProcessInstance.package_id == package_id)
    rows = tx.session.execute(counted.group_by(ProcessInstance.version_id, is_open))
    return {(version_id, bool(running)): count for version_id, running, count in rows}
