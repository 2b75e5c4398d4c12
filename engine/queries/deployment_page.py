"""What deploying shows before it is done: the trial of the draft, what waits for a signature, what runs on which version."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import select

from engine.errors import NotFound
from engine.model import permissions
from engine.packages.bundle import PackageFiles
from engine.queries import workbench
from engine.store import package_drafts, package_trials
from engine.store import packages as versions
from engine.store.tables import DeploymentRequest, Person
from engine.store.transaction import Tx


@dataclass(frozen=True, slots=True)
class TrialView:
    """`state`: none, running, passed, failed. `untaken`: flows that no scenario took; known when the trial is over."""

    state: str
    total: int = 0
    results: list[dict[str, Any]] = field(default_factory=list)
    started_at: datetime | None = None
    ended_at: datetime | None = None

    @property
    def failed(self) -> list[dict[str, Any]]:
        return [each for each in self.results if each["failure"]]

    @property
    def taken(self) -> set[str]:
        return {flow for each in self.results for flow in each["flows"]}


@dataclass(frozen=True, slots=True)
class RequestLine:
    id: str
    comment: str
    asked_at: datetime
    asked_by: str
    is_own: bool


def trial(tx: Tx, files: PackageFiles) -> TrialView:
    """Raises NotFound."""
    workbench.see_workbench(tx, files.id)
    row = package_trials.trial(tx, files.hash)
    if row is None:
        return TrialView("none")
    return TrialView(row.state, row.total, list(row.results), row.started_at, row.ended_at)


def requests(tx: Tx, package_id: str) -> list[RequestLine]:
    """Deployments of the package that wait for a second person."""
    workbench.see_workbench(tx, package_id)
    people = dict(tx.session.execute(select(Person.id, Person.name)).all())
    rows = package_trials.waiting_requests(tx, package_id)
    return [RequestLine(row.id, row.comment, row.asked_at, people.get(row.asked_by, ""), row.asked_by == tx.actor.id) for row in rows]


def request_files(tx: Tx, request_id: str) -> PackageFiles:
    """What would be deployed. Raises NotFound."""
    row = tx.session.get(DeploymentRequest, request_id)
    if row is None:
        raise NotFound("deployment_request")
    workbench.see_workbench(tx, row.package_id)
    return PackageFiles.from_bytes(row.files, row.package_id)


def needs_second_person(tx: Tx) -> bool:
    if not permissions.may_see_any_workbench(tx.actor):
        raise NotFound("workbench")
    return package_trials.needs_second_person(tx)


def beside(tx: Tx, package_id: str, reported: str) -> list[PackageFiles]:
    """The newest version of the package that this one reports on."""
    workbench.see_workbench(tx, package_id)
    if not reported or versions.newest_version_id(tx, reported) is None:
        return []
    return [PackageFiles.from_bytes(package_drafts.version_bytes(tx, reported), reported)]
