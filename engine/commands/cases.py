"""Starting a case: the form of the start event is checked, a number and a code are given, the diagram begins."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from engine.commands import submissions
from engine.commands.running_case import RunningCase
from engine.errors import NotFound
from engine.model.permissions import PackageFacts, may_start
from engine.store import case_members, codes, packages, sequences
from engine.store.ids import new_id
from engine.store.tables import ProcessInstance
from engine.store.transaction import Tx


@dataclass(frozen=True, slots=True)
class Started:
    """`code` opens the case to whoever holds it; it is shown once and only its keyed hash is stored."""

    instance_id: str
    business_key: str
    code: str
    masked: tuple[Any, ...] = ()


def start(
    tx: Tx,
    package_id: str,
    submitted: Mapping[str, Sequence[str]],
    files: Mapping[str, Sequence[Any]] | None = None,
    *,
    language: str = "zh",
) -> Started:
    """A new case of the package's newest version. Raises NotFound, InvalidValues."""
    version_id = packages.newest_version_id(tx, package_id)
    if version_id is None or not may_start(tx.actor, package_facts(tx, version_id)):
        raise NotFound("package")
    code = codes.new_code()
    case = RunningCase(tx, _new_row(tx, package_id, version_id, codes.code_hash(tx.vault, code), language))
    start_event = case.loaded.definition.start_events[0]
    form_id = case.loaded.definition.elements[start_event].form_id
    accepted = submissions.accept(case, form_id, submitted, files or {}, is_start=True)
    _number(case, accepted.values)
    case.record("case_started", start_event, 1, package=package_id, version=version_id, by=tx.actor.id)
    case.record("values_entered", start_event, 1, by=tx.actor.id, values=accepted.values)
    if tx.actor.is_staff:
        case_members.add(tx.session, case.row.id, person_ids=[tx.actor.id])
    case.start(accepted.values, start_event)
    case.save()
    return Started(case.row.id, case.row.business_key, code, accepted.masked)


def package_facts(tx: Tx, version_id: str) -> PackageFacts:
    settings = tx.library.get(version_id).package.settings
    return PackageFacts(settings.id, frozenset(settings.start_groups), settings.is_public)


def _new_row(tx: Tx, package_id: str, version_id: str, code_hash: str, language: str) -> ProcessInstance:
    row = ProcessInstance(
        id=new_id(),
        package_id=package_id,
        version_id=version_id,
        process_id=tx.library.get(version_id).definition.process_id,
        business_key="",
        code_hash=code_hash,
        state="active",
        round=1,
        language=language,
        started_by=tx.actor.id if tx.actor.is_staff else None,
        started_at=tx.now,
        received_at=tx.now,
        trail_length=0,
        is_waiting_for_customer=False,
        has_incident=False,
    )
    tx.session.add(row)
    return row


def _number(case: RunningCase, values: Mapping[str, Any]) -> None:
    """The number counts within the local day (or year) of receipt, as the package's pattern says."""
    settings, tx = case.loaded.package.settings, case.tx
    received = values.get(settings.received_at or "")
    if received is not None:
        case.row.received_at = received.to_python()
    local = case.row.received_at.astimezone(tx.calendar.zone)
    pattern = settings.number
    serial = sequences.next_number(tx, case.row.package_id, pattern.period(local))
    case.row.business_key = pattern.format(local, serial)
