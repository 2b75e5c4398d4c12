"""Cases that the calendar begins: one row per timer start event, kept with each version, each case begun exactly once."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from engine import bpmn
from engine.bpmn.start_times import StartTime, StartTimes, timer_starts
from engine.commands import cases
from engine.errors import IncidentCause, Reason, Undeployable
from engine.feel import FeelDateTime
from engine.model.periods import Month, periods
from engine.packages import PackageFiles, read_package
from engine.store import due, packages, schedules
from engine.store.ids import new_id
from engine.store.tables import Schedule
from engine.store.transaction import Tx

# After so many failures it is tried once an hour, for ever: a month's report must not be forgotten.
ATTEMPTS = 8


def keep(tx: Tx, package_id: str) -> None:
    """Bring a package's schedules to its newest version and to the calendar as it is now.

    What is due already stays due: a late case is begun, not lost. Raises Undeployable for a rule that can't be worked out.
    """
    version_id = packages.newest_version_id(tx, package_id)
    # Each timer start has its row since its version was added; a package without rows need not be opened.
    if version_id is not None and schedules.of_package(tx, package_id):
        loaded = tx.library.get(version_id)
        _keep(tx, package_id, version_id, loaded.package.process_file, timer_starts(loaded.definition))


def keep_new(tx: Tx, files: PackageFiles, version_id: str) -> None:
    """The same for the version that this very transaction adds, which nobody can load yet."""
    if not schedules.of_package(tx, files.id) and not any(b"timerEventDefinition" in content for content in files.files.values()):
        return
    package = read_package(files)
    _keep(tx, package.id, version_id, package.process_file, timer_starts(bpmn.read_definition(package.xml, package.process_file, is_run=False)))


def keep_all(tx: Tx) -> None:
    """After the calendar changed: what depends on working days moves with them."""
    for package_id in schedules.packages_with_schedules(tx):
        keep(tx, package_id)


def begin(tx: Tx, schedule_id: str) -> bool:
    """Begin the case that is due, and set the next moment, in one transaction; False when somebody else has.

    After a pause of the installation there is one late case for the last missed moment, never a burst; `missed` names the others.
    """
    row = schedules.locked(tx, schedule_id)
    if row is None or row.state != "waiting" or row.due_at is None or row.due_at > tx.now:
        return False
    times = _times(tx, row, tx.library.get(row.version_id).definition.elements[row.element_id])
    missed, this = times.missed(StartTime(row.due_at, row.due_period), tx.now, row.begun)
    cases.start_by_calendar(tx, row.package_id, row.element_id, _variables(tx, this, missed))
    row.begun, row.period, row.last_begun_at, row.attempts, row.last_error = row.begun + 1, this.period, tx.now, 0, None
    due.release(row)
    _arm(row, times.next_after(tx.now, row.begun, row.period))
    return True


def rehearse(tx: Tx, package_id: str, element_id: str) -> datetime | None:
    """For stories told under a clock that was moved: from now on only this start event begins cases. When it begins the next."""
    keep(tx, package_id)
    rows = schedules.of_package(tx, package_id)
    for row in rows.values():
        row.due_at = None
    row = rows.get(element_id)
    if row is None:
        return None
    start = tx.library.get(row.version_id).definition.elements[element_id]
    _arm(row, _times(tx, row, start).next_after(tx.now, row.begun, row.period))
    return row.due_at


def fail(tx: Tx, schedule_id: str, error: str) -> None:
    """It could not be begun: tried again after a growing pause of an hour at most."""
    row = schedules.locked(tx, schedule_id)
    if row is not None:
        row.attempts = min(row.attempts, ATTEMPTS)
        due.postpone(row, tx.now, error, ATTEMPTS)


def _keep(tx: Tx, package_id: str, version_id: str, file: str, starts: list[bpmn.Element]) -> None:
    rows = schedules.of_package(tx, package_id)
    for element_id in rows.keys() - {start.id for start in starts}:
        tx.session.delete(rows[element_id])
    for start in starts:
        row = rows.get(start.id) or _new_row(package_id, start.id)
        if row.version_id != version_id:
            row.version_id, row.anchored_at = version_id, tx.now
            tx.session.add(row)
        if row.due_at is None or row.due_at > tx.now:
            _arm(row, _first(tx, row, start, file))


def _new_row(package_id: str, element_id: str) -> Schedule:
    return Schedule(id=new_id(), package_id=package_id, element_id=element_id, begun=0, period="", due_period="", state="waiting", attempts=0)


def _first(tx: Tx, row: Schedule, start: bpmn.Element, file: str) -> StartTime | None:
    try:
        return _times(tx, row, start).next_after(tx.now, row.begun, row.period)
    except IncidentCause as cause:
        refusal = Reason(file, start.id, "timerEventDefinition", cause.text)
        raise Undeployable([refusal]) from cause


def _times(tx: Tx, row: Schedule, start: bpmn.Element) -> StartTimes:
    return StartTimes(start, row.anchored_at, tx.settings.zone, lambda year, month: periods(Month(year, month), tx.calendar))


def _arm(row: Schedule, following: StartTime | None) -> None:
    row.due_at, row.due_period = (following.at, following.period) if following else (None, "")


def _variables(tx: Tx, this: StartTime, missed: list[Any]) -> dict[str, Any]:
    """What the case is about, fixed for good: a calendar that changes later changes nothing in it."""
    local = tx.calendar.local(this.at)
    month = Month.labelled(this.period) if this.period else Month.of(local.date())
    moments = {"scheduled_for": FeelDateTime.from_python(local), "missed": [FeelDateTime.from_python(tx.calendar.local(each)) for each in missed]}
    return {**periods(month, tx.calendar, with_days=False), **moments}
