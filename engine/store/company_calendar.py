"""The working calendar as the database keeps it: the company's hours (a setting) and the days it decided differently."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from engine.errors import Text
from engine.model.calendar import EditedDay, WorkingCalendar
from engine.model.company_hours import DEFAULT_WEEK, Slots, Week, read_slots
from engine.model.public_days import public_days
from engine.store.tables import CalendarDay, Setting
from engine.store.transaction import Tx

HOURS = "company_hours"
"""Key of the setting: seven texts from Monday on, each like `09:00-12:00, 13:30-18:00`, empty for a free day."""


def load_calendar(tx: Tx) -> WorkingCalendar:
    """The company's calendar in its zone and country, with the edited days."""
    overlay = {row.on: edited_day(row) for row in tx.session.scalars(select(CalendarDay))}
    return WorkingCalendar(tx.settings.zone, load_week(tx.session), public_days(tx.settings.country), overlay)


def load_week(session: Session) -> Week:
    """The company's hours per weekday; 09:00-18:00 from Monday to Friday until an administrator decides."""
    setting = session.get(Setting, HOURS)
    if setting is None:
        return DEFAULT_WEEK
    return {weekday: read_slots(text) for weekday, text in enumerate(setting.value)}


def edited_day(row: CalendarDay) -> EditedDay:
    note = Text(row.note, row.note) if row.note else None
    return EditedDay(row.is_working, read_slots(row.slots or ""), note)


def written(slots: Slots) -> str:
    """Slots as people write them, and as they are stored."""
    return ", ".join(str(slot) for slot in slots)
