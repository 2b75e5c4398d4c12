"""Deploying a package: every room's reasons are collected; without an error among them it becomes the next version."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import Any

from engine import bpmn, decisions, packages
from engine.commands import schedules
from engine.commands.installation_checks import reasons_here
from engine.commands.limit_tables import limit_reasons
from engine.commands.message_checks import message_reasons
from engine.commands.served_jobs import RESULTS
from engine.errors import NotFound, Reason, Text, Undeployable
from engine.model import permissions
from engine.model.periods import STARTED_WITH
from engine.packages import PackageFiles, Unreadable
from engine.packages.called import calls_by_process
from engine.store import house
from engine.store import packages as versions
from engine.store.ids import new_id
from engine.store.tables import PackageVersion
from engine.store.transaction import Tx


@dataclass(frozen=True, slots=True)
class Deployed:
    """`is_new` False: exactly these bytes were deployed before, nothing was changed."""

    package_id: str
    number: int
    version_id: str
    is_new: bool
    warnings: tuple[Reason, ...] = ()


def check(files: PackageFiles) -> list[Reason]:
    """What stands against deploying these files wherever it is, and what their owner should know."""
    try:
        package = packages.read_package(files)
    except Unreadable as unreadable:
        return [*unreadable.reasons, *_reasons_of_the_rest(unreadable)]
    found = _diagram_reasons(package)
    # A diagram that can't be read tells no names.
    of_messages = [] if any(reason.severity == "error" for reason in found) else message_reasons(package, _form_fields(package), _known_names(package))
    return [*packages.reasons(files), *found, *_decision_reasons(package), *limit_reasons(package), *of_messages]


def check_here(tx: Tx, files: PackageFiles) -> list[Reason]:
    """`check`, and what stands against them in this installation."""
    return [*check(files), *reasons_here(tx, files)]


def deploy(tx: Tx, files: PackageFiles, comment: str = "") -> Deployed:
    """The next version of the package; running cases stay on theirs. Raises Undeployable, NotFound."""
    if not (tx.actor.kind == "system" or permissions.may_deploy(tx.actor, files.id)):
        raise NotFound("package")
    versions.lock_deploying(tx)
    newest = versions.newest_version(tx, files.id)
    if newest is not None and newest.hash == files.hash:
        return Deployed(files.id, newest.number, newest.id, is_new=False)
    found = check_here(tx, files)
    if any(reason.severity == "error" for reason in found):
        raise Undeployable(found)
    return _add_version(tx, files, comment, found)


def deploy_if_never(tx: Tx, files: PackageFiles) -> Deployed:
    """At start: a folder is deployed only if its hash never was, so that a restart undoes nothing an owner deployed."""
    known = versions.version_with_hash(tx, files.id, files.hash)
    if known is not None:
        schedules.keep(tx, files.id)
        return Deployed(files.id, known.number, known.id, is_new=False)
    return deploy(tx, files)


def _add_version(tx: Tx, files: PackageFiles, comment: str, warnings: list[Reason]) -> Deployed:
    row = PackageVersion(
        id=new_id(),
        package_id=files.id,
        number=versions.next_number(tx, files.id),
        hash=files.hash,
        files=files.to_bytes(),
        deployed_at=tx.now,
        deployed_by=tx.actor.id,
        comment=comment,
    )
    tx.session.add(row)
    facts = {"package": files.id, "number": row.number, "hash": files.hash, "comment": comment}
    house.record(tx, "package_deployed", facts)
    schedules.keep_new(tx, files, row.id)
    return Deployed(files.id, row.number, row.id, is_new=True, warnings=tuple(warnings))


def _reasons_of_the_rest(unreadable: Unreadable) -> list[Reason]:
    """A file that can't be read doesn't keep the diagram and the tables from being checked; what they need of it counts as there."""
    package = unreadable.package
    is_toml_whole = all(reason.file != "package.toml" for reason in unreadable.reasons)
    return [*(_diagram_reasons(package, is_whole=is_toml_whole) if package.xml else ()), *_decision_reasons(package)]


def _diagram_reasons(package: Any, *, is_whole: bool = True) -> list[Reason]:
    """Of the package's diagram and of every one that it may call. `is_whole` False: its settings couldn't be read, so what reads them isn't checked."""
    files = {package.process_file: package.xml, **package.called_files}
    asked = {
        "form_ids": set(package.forms) | {PurePosixPath(file).stem for file in package.form_files},
        "decision_ids": set(_decision_ids(package.decision_files)),
        "known_job_types": RESULTS,
        "clock_names": {clock.name for clock in package.settings.clocks} if is_whole else None,
        "called_processes": calls_by_process(files),
        "form_fields": _form_fields(package) if is_whole else None,
        "known_names": _known_names(package),
    }
    return [reason for file, xml in files.items() for reason in bpmn.reasons(xml, file, **asked)]


def _form_fields(package: Any) -> dict[str, set[str]]:
    return {id_: set(form.keys) for id_, form in package.forms.items()}


def _known_names(package: Any) -> set[str]:
    """What people send to a running case becomes variables, too."""
    return {key for each in package.settings.case_messages if each.form in package.forms for key in package.forms[each.form].keys} | {*STARTED_WITH}


def _decision_ids(decision_files: Mapping[str, bytes]) -> list[str]:
    ids: list[str] = []
    for file, xml in decision_files.items():
        try:
            ids += decisions.load_decisions(xml, file, decision_files).decisions
        except decisions.UnreadableDecisions:
            continue  # named by _decision_reasons
    return ids


def _decision_reasons(package: Any) -> list[Reason]:
    found: list[Reason] = []
    for file, xml in package.decision_files.items():
        try:
            problems = decisions.load_decisions(xml, file, package.decision_files).problems()
        except decisions.UnreadableDecisions as error:
            problems = [error.problem]
        found += [_reason(problem) for problem in problems]
    return found


def _reason(problem: Any) -> Reason:
    return Reason(problem.file, problem.element, problem.field, Text(problem.zh, problem.en), problem.severity)
