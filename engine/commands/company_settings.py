"""What an administrator decides for the whole company: its hours per weekday."""

from __future__ import annotations

from collections.abc import Sequence

from engine.commands import schedules
from engine.commands.directory_checks import administrator_only, present
from engine.errors import InvalidValues, Refused, Text
from engine.model.company_hours import Slots, read_slots
from engine.store import company_calendar, house, recounts
from engine.store.tables import Setting
from engine.store.transaction import Tx

WEEKDAYS = 7


def set_hours(tx: Tx, hours: Sequence[str]) -> None:
    """The hours of each weekday from Monday on, like `09:00-12:00, 13:30-18:00`; empty = free.

    Raises InvalidValues per weekday (fields `0` to `6`): unreadable hours, or a week without any.
    """
    administrator_only(tx)
    faults = present({str(weekday): _fault(text) for weekday, text in enumerate(hours)})
    if faults or len(hours) != WEEKDAYS:
        raise InvalidValues(faults)
    week = [read_slots(text) for text in hours]
    if not any(week):
        raise InvalidValues({"0": Text("一周至少要有一个工作日。", "A week needs at least one working day.")})
    _save(tx, week)


def _fault(text: str) -> Text | None:
    try:
        read_slots(text)
    except Refused as refused:
        return refused.text
    return None


def _save(tx: Tx, week: Sequence[Slots]) -> None:
    before = company_calendar.load_week(tx.session)
    old = [company_calendar.written(before.get(weekday, ())) for weekday in range(WEEKDAYS)]
    new = [company_calendar.written(slots) for slots in week]
    if old == new:
        return
    setting = tx.session.get(Setting, company_calendar.HOURS)
    if setting is None:
        tx.session.add(Setting(key=company_calendar.HOURS, value=new))
    else:
        setting.value = new
    tx.session.flush()
    recounts.wish(tx)
    schedules.keep_all(tx)
    house.record(tx, "setting_changed", {"key": company_calendar.HOURS, "before": old, "after": new})
