"""The administrator's page of the working calendar: company hours, edited days, the next working days, missing years."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import select

from engine.errors import NotFound
from engine.model import permissions
from engine.model.calendar import DayNote
from engine.store import company_calendar
from engine.store.tables import CalendarDay
from engine.store.transaction import Tx

PREVIEW_DAYS = 42


@dataclass(frozen=True, slots=True)
class PreviewDay:
    on: date
    note: DayNote
    hours: str
    is_edited: bool


@dataclass(frozen=True, slots=True)
class CompanyCalendar:
    """`hours`: seven texts from Monday on. `missing_years`: holidays that nobody has announced yet."""

    hours: tuple[str, ...]
    edited: tuple[CalendarDay, ...]
    preview: tuple[PreviewDay, ...]
    missing_years: tuple[int, ...]
    today: date


def calendar(tx: Tx) -> CompanyCalendar:
    """The calendar as it counts now; whole weeks from this Monday on, and a look a year ahead for missing years."""
    if not permissions.may_administer(tx.actor):
        raise NotFound("administration")
    week, working = company_calendar.load_week(tx.session), company_calendar.load_calendar(tx)
    today = working.local(tx.now).date()
    edited = tuple(tx.session.scalars(select(CalendarDay).order_by(CalendarDay.on)))
    monday = today - timedelta(days=today.weekday())
    days = (monday + timedelta(days=number) for number in range(PREVIEW_DAYS))
    is_edited = {row.on for row in edited}
    return CompanyCalendar(
        hours=tuple(company_calendar.written(week.get(weekday, ())) for weekday in range(7)),
        edited=edited,
        preview=tuple(
            PreviewDay(on, working.day_note(on), company_calendar.written(working.slots(on)), on in is_edited) for on in days
        ),
        missing_years=tuple(working.years_without_data(today, today + timedelta(days=365))),
        today=today,
    )
