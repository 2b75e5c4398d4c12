"""Days the company decided differently from the announced calendar: open on a holiday, closed on a working day."""

from __future__ import annotations

from datetime import date, timedelta

from engine.commands import schedules
from engine.commands.directory_checks import administrator_only, present
from engine.errors import InvalidValues, NotFound, Refused, Text
from engine.model.company_hours import read_slots
from engine.store import company_calendar, house, recounts
from engine.store.tables import CalendarDay
from engine.store.transaction import Tx

LONGEST_NOTE = 100
LONGEST_SPAN = 31
"""Days that are decided at once."""


def decide(tx: Tx, on: date, is_working: bool, hours: str = "", note: str = "", until: date | None = None) -> None:
    """Makes `on`, or each day from it to `until`, a working day (with `hours`, or those of an ordinary day) or a free one.

    Raises InvalidValues.
    """
    administrator_only(tx)
    last = until or on
    faults = present({"until": _span_fault(on, last), "hours": _hours_fault(hours) if is_working else None, "note": _note_fault(note)})
    if faults:
        raise InvalidValues(faults)
    slots = company_calendar.written(read_slots(hours)) if is_working else ""
    days = [on + timedelta(days=number) for number in range((last - on).days + 1)]
    if any([_decide(tx, day, is_working, slots, note.strip()) for day in days]):
        tx.session.flush()
        recounts.wish(tx)
        schedules.keep_all(tx)


def _decide(tx: Tx, on: date, is_working: bool, slots: str, note: str) -> bool:
    """Whether that changed anything."""
    row = tx.session.get(CalendarDay, on)
    before = _facts(row) if row else None
    if row is None:
        row = CalendarDay(on=on, is_working=is_working)
        tx.session.add(row)
    row.is_working, row.slots, row.note = is_working, slots or None, note
    if before == _facts(row):
        return False
    house.record(tx, "calendar_changed", {"on": on.isoformat(), "before": before, "after": _facts(row)})
    return True


def take_back(tx: Tx, on: date) -> None:
    """The announced calendar counts again for this day."""
    administrator_only(tx)
    row = tx.session.get(CalendarDay, on)
    if row is None:
        raise NotFound("calendar day")
    house.record(tx, "calendar_changed", {"on": on.isoformat(), "before": _facts(row), "after": None})
    tx.session.delete(row)
    tx.session.flush()
    recounts.wish(tx)
    schedules.keep_all(tx)


def _span_fault(first: date, last: date) -> Text | None:
    if last < first:
        return Text("不能早于开始的日期。", "Not before the first day, please.")
    if (last - first).days >= LONGEST_SPAN:
        return Text(f"一次最多 {LONGEST_SPAN} 天。", f"At most {LONGEST_SPAN} days at once.")
    return None


def _hours_fault(hours: str) -> Text | None:
    try:
        read_slots(hours)
    except Refused as refused:
        return refused.text
    return None


def _note_fault(note: str) -> Text | None:
    if len(note) > LONGEST_NOTE:
        return Text(f"最多 {LONGEST_NOTE} 个字符。", f"At most {LONGEST_NOTE} characters, please.")
    return None


def _facts(row: CalendarDay) -> dict:
    return {"is_working": row.is_working, "hours": row.slots, "note": row.note}
