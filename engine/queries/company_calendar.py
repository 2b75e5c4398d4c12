"""The administrator's page of the working calendar: company hours, edited days, the next working days, missing years."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import select

from engine.errors import NotFound, Text
from engine.model import permissions
from engine.model.calendar import DayNote
from engine.store import company_calendar
from engine.store.tables import CalendarDay, CaseClock, ProcessInstance
from engine.store.transaction import Tx

PREVIEW_DAYS = 42
_FARTHEST = timedelta(days=3 * 366)
TOUCHED = 20


@dataclass(frozen=True, slots=True)
class PreviewDay:
    on: date
    note: DayNote
    hours: str
    is_edited: bool


@dataclass(frozen=True, slots=True)
class TouchedDeadline:
    """A running clock that counts days of a year whose holidays nobody has announced yet."""

    number: str
    clock: Text
    due_at: datetime


@dataclass(frozen=True, slots=True)
class CompanyCalendar:
    """`hours`: seven texts from Monday on. `preview`: six weeks. `missing_years`: holidays that nobody has announced yet; `touched`: the
    deadlines that may move once they are, the nearest first, at most TOUCHED of `touched_count`."""

    hours: tuple[str, ...]
    edited: tuple[CalendarDay, ...]
    preview: tuple[PreviewDay, ...]
    missing_years: tuple[int, ...]
    touched: tuple[TouchedDeadline, ...]
    touched_count: int
    today: date


def calendar(tx: Tx, since: date | None = None) -> CompanyCalendar:
    """The calendar as it counts now; whole weeks from the Monday before `since` (else today) on, and a look a year ahead for
    missing years. A day more than three years away counts as not asked for."""
    if not permissions.may_administer(tx.actor):
        raise NotFound("administration")
    week, working = company_calendar.load_week(tx.session), company_calendar.load_calendar(tx)
    today = working.local(tx.now).date()
    edited = tuple(tx.session.scalars(select(CalendarDay).order_by(CalendarDay.on)))
    first = since if since is not None and abs(since - today) < _FARTHEST else today
    monday = first - timedelta(days=first.weekday())
    days = (monday + timedelta(days=number) for number in range(PREVIEW_DAYS))
    is_edited = {row.on for row in edited}
    missing_years = tuple(working.years_without_data(today, today + timedelta(days=365)))
    touched = _touched(tx, missing_years, ZoneInfo(tx.settings.zone))
    return CompanyCalendar(
        hours=tuple(company_calendar.written(week.get(weekday, ())) for weekday in range(7)),
        edited=edited,
        preview=tuple(
            PreviewDay(on, working.day_note(on), company_calendar.written(working.slots(on)), on in is_edited) for on in days
        ),
        missing_years=missing_years,
        touched=tuple(touched[:TOUCHED]),
        touched_count=len(touched),
        today=today,
    )


def _touched(tx: Tx, years: tuple[int, ...], zone: ZoneInfo) -> list[TouchedDeadline]:
    """Clocks that count working days or hours and end in one of these years or later."""
    if not years:
        return []
    begins = datetime(min(years), 1, 1, tzinfo=zone)
    asked = select(CaseClock, ProcessInstance).join(ProcessInstance, ProcessInstance.id == CaseClock.instance_id)
    asked = asked.where(CaseClock.state.in_(("running", "paused")), CaseClock.kind.in_(("wd", "bh")), CaseClock.due_at >= begins)
    found = tx.session.execute(asked.order_by(CaseClock.due_at, CaseClock.id))
    return [TouchedDeadline(case.business_key, _label(tx, case, clock.name), clock.due_at) for clock, case in found]


def _label(tx: Tx, case: ProcessInstance, name: str) -> Text:
    definition = tx.library.get(case.version_id).package.settings.clock(name)
    return definition.label if definition else Text(name, name)
