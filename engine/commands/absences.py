"""Absences: planned with a deputy who stands in, changed by ending them early."""

from __future__ import annotations

from datetime import datetime

from engine.commands.directory_checks import REQUIRED, UNKNOWN, active_person, existing, present
from engine.errors import Conflict, InvalidValues, NotFound, Text
from engine.model import people, permissions
from engine.store import directory, house
from engine.store.ids import new_id
from engine.store.tables import Absence, Person
from engine.store.transaction import Tx


def plan(tx: Tx, person_id: str, starts_at: datetime, ends_at: datetime, deputy_id: str) -> str:
    """An absence from `starts_at` up to (not including) `ends_at`; returns its id.

    Anyone plans their own, a supervisor those of their department, an administrator anyone's. Raises InvalidValues when the times don't fit or the deputy can't stand in.
    """
    if not person_id:
        raise InvalidValues({"person_id": REQUIRED})
    _may_plan(tx, person_id)
    faults = present({
        "ends_at": _time_fault(tx, starts_at, ends_at) or _overlap_fault(tx, person_id, starts_at, ends_at),
        "deputy_id": _deputy_fault(tx, person_id, deputy_id, starts_at, ends_at),
    })
    if faults:
        raise InvalidValues(faults)
    absence = Absence(id=new_id(), person_id=person_id, starts_at=starts_at, ends_at=ends_at, deputy_id=deputy_id)
    tx.session.add(absence)
    house.record(tx, "absence_set", {"absence_id": absence.id, **_facts(absence)})
    return absence.id


def end(tx: Tx, absence_id: str) -> None:
    """Ends a running absence now; one that hasn't begun is taken back."""
    absence = tx.session.get(Absence, absence_id)
    if absence is None:
        raise NotFound("absence")
    _may_plan(tx, absence.person_id)
    if absence.ends_at <= tx.now:
        raise Conflict("absence_over", Text("这次休假已经结束。", "This absence is over already."))
    house.record(tx, "absence_ended", {"absence_id": absence.id, **_facts(absence)})
    if absence.starts_at >= tx.now:
        tx.session.delete(absence)
    else:
        absence.ends_at = tx.now


def _may_plan(tx: Tx, person_id: str) -> None:
    row = existing(tx, Person, person_id)
    person = people.Person(row.id, row.login, row.name, row.department_id)
    if not permissions.may_set_absence(tx.actor, person):
        raise NotFound("absence")


def _time_fault(tx: Tx, starts_at: datetime, ends_at: datetime) -> Text | None:
    if ends_at <= starts_at:
        return Text("结束时间必须晚于开始时间。", "The end has to be later than the start.")
    if ends_at <= tx.now:
        return Text("结束时间已经过去。", "The end is in the past.")
    return None


def _overlap_fault(tx: Tx, person_id: str, starts_at: datetime, ends_at: datetime) -> Text | None:
    if directory.is_away_between(tx.session, person_id, starts_at, ends_at):
        return Text("与已登记的休假时间重叠。", "This overlaps with an absence that is already planned.")
    return None


def _deputy_fault(tx: Tx, person_id: str, deputy_id: str, starts_at: datetime, ends_at: datetime) -> Text | None:
    if not deputy_id or not active_person(tx, deputy_id):
        return UNKNOWN
    if deputy_id == person_id:
        return Text("代理人不能是本人。", "The deputy has to be someone else.")
    if directory.is_away_between(tx.session, deputy_id, starts_at, ends_at):
        return Text("代理人在这段时间也不在。", "The deputy is away in that time, too.")
    return None


def _facts(absence: Absence) -> dict:
    return {
        "person_id": absence.person_id,
        "starts_at": absence.starts_at.isoformat(),
        "ends_at": absence.ends_at.isoformat(),
        "deputy_id": absence.deputy_id,
    }
