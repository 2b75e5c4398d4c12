"""Starting a case: the form of the start event is checked, a number and a code are given, the diagram begins."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from engine.commands import outside_values, submissions
from engine.commands.running_case import RunningCase
from engine.errors import NotFound
from engine.feel import FeelDateTime
from engine.model import form_words
from engine.model.numbering import NumberPattern
from engine.model.people import LANGUAGES
from engine.model.permissions import PackageFacts, may_start
from engine.store import case_members, case_numbers, codes, packages, records, sequences
from engine.store import cases as case_rows
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
    code: str | None = None,
) -> Started:
    """A new case of the package's newest version; `code`: that opens it, else a new one. Raises NotFound, InvalidValues."""
    new = _new(tx, package_id, language)
    if code is not None:
        new = replace(new, code=code)
        new.case.row.code_hash = codes.code_hash(tx, code)
    accepted = submissions.accept(new.case, new.form_id, submitted, files or {}, is_start=True)
    return _started(new, accepted)


def start_by_program(tx: Tx, package_id: str, variables: Mapping[str, Any], *, language: str = "zh") -> Started:
    """A new case with a program's variables; where the start has a form, they have to pass it. Raises NotFound, InvalidValues."""
    new = _new(tx, package_id, language)
    if new.form_id is None:
        return _started(new, submissions.Accepted(outside_values.accepted(new.case, variables)))
    form = new.case.loaded.package.forms[new.form_id]
    typed = form_words.words(form, variables, tx.settings.zone)
    return _started(new, submissions.accept(new.case, new.form_id, typed, {}, is_start=True))


def start_by_message(tx: Tx, package_id: str, name: str, variables: Mapping[str, Any], *, language: str = "zh") -> Started:
    """A new case, begun where the diagram waits for this message. Raises NotFound, InvalidValues."""
    new = _new(tx, package_id, language, name)
    return _started(new, submissions.Accepted(outside_values.accepted(new.case, variables)))


def start_by_calendar(tx: Tx, package_id: str, start_event: str, variables: Mapping[str, Any]) -> Started:
    """A new case, begun at its moment by a timer start event. Raises NotFound."""
    new = _new(tx, package_id, LANGUAGES[0], start_event=start_event)
    new.case.row.code_hash = None  # the house's own: no customer looks at it
    return _started(new, submissions.Accepted(dict(variables)))


def start_derived(source: RunningCase, package_id: str, variables: Mapping[str, Any]) -> Started:
    """A case that comes out of another: for the same customer, because the diagram says so and nobody is asked. Raises NotFound."""
    tx, customer = source.tx, source.row
    new = _new(tx, package_id, customer.language, is_asked=False)
    new.case.row.customer_id, new.case.row.customer_mask = customer.customer_id, customer.customer_mask
    return _started(new, submissions.Accepted(outside_values.accepted(new.case, variables)))


@dataclass(frozen=True, slots=True)
class _New:
    """A case before its first token."""

    case: RunningCase
    code: str
    start_event: str

    @property
    def form_id(self) -> str | None:
        return self.case.loaded.definition.elements[self.start_event].form_id


def _new(tx: Tx, package_id: str, language: str, message: str | None = None, start_event: str | None = None, *, is_asked: bool = True) -> _New:
    version_id = packages.newest_version_id(tx, package_id)
    if version_id is None or (is_asked and not may_start(tx.actor, package_facts(tx, version_id))):
        raise NotFound("package")
    definition = tx.library.get(version_id).definition
    start_event = start_event or (definition.message_starts.get(message) if message else _plain_start(definition))
    if start_event is None:
        raise NotFound("start event")
    code = codes.new_code()
    return _New(RunningCase(tx, _new_row(tx, package_id, version_id, codes.code_hash(tx, code), language)), code, start_event)


def _plain_start(definition: Any) -> str | None:
    """The start that needs no event; where there is none, the first that people may take instead of a message."""
    starts = [definition.elements[id_] for id_ in definition.start_events]
    return next((each.id for each in sorted(starts, key=lambda each: each.event is not None) if each.event != "timer"), None)


def _started(new: _New, accepted: submissions.Accepted) -> Started:
    case, tx = new.case, new.case.tx
    _number(case, accepted.values)
    case.record("case_started", new.start_event, 1, package=case.row.package_id, version=case.row.version_id, by=tx.actor.id)
    case.record("values_entered", new.start_event, 1, by=tx.actor.id, form=new.form_id, values=accepted.values)
    if tx.actor.is_staff:
        case_members.add(tx.session, case.row.id, person_ids=[tx.actor.id])
    case.start(accepted.values, new.start_event)
    case.save()
    return Started(case.row.id, case.row.business_key, new.code, accepted.masked)


def package_facts(tx: Tx, version_id: str) -> PackageFacts:
    settings = tx.library.get(version_id).package.settings
    return PackageFacts(settings.id, frozenset(settings.start_groups), settings.is_public)


def _new_row(tx: Tx, package_id: str, version_id: str, code_hash: str, language: str) -> ProcessInstance:
    return records.add(
        tx.session,
        ProcessInstance,
        id=new_id(),
        package_id=package_id,
        version_id=version_id,
        process_id=tx.library.get(version_id).definition.process_id,
        business_key="",
        code_hash=code_hash,
        state="active",
        round=1,
        language=language if language in LANGUAGES else LANGUAGES[0],
        started_by=tx.actor.id if tx.actor.is_staff else None,
        started_at=tx.now,
        received_at=tx.now,
        trail_length=0,
        is_waiting_for_customer=False,
        has_incident=False,
    )


def _free_key(tx: Tx, package_id: str, pattern: NumberPattern, local: datetime) -> str:
    """At the beginning of a count some numbers may be taken: by versions that began anew at other times, or by a package
    that has numbered its cases so before. After that they can't."""
    serial = sequences.next_number(tx, package_id, pattern.period(local))
    if serial == 1:
        while case_rows.case_by_key(tx, pattern.format(local, serial)) is not None:
            serial = sequences.next_number(tx, package_id, pattern.period(local))
    return pattern.format(local, serial)


def _number(case: RunningCase, values: Mapping[str, Any]) -> None:
    """The number counts within the local day (or year) of receipt, as the package's pattern says."""
    settings, tx = case.loaded.package.settings, case.tx
    received = values.get(settings.received_at or "")
    if isinstance(received, FeelDateTime):
        case.row.received_at = received.to_python()
    local = case.row.received_at.astimezone(ZoneInfo(tx.settings.zone))
    pattern = settings.number
    case.row.business_key = _free_key(tx, case.row.package_id, pattern, local)
    if settings.has_day_serial:
        case_numbers.count_of_day(tx, case.row, local)
