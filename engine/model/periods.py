"""Months and quarters as the working calendar has them: what rules of date read, and what a case started by the calendar is about."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from engine.feel import FeelDate
from engine.model.calendar import WorkingCalendar

PERIODS = ("month", "previous_month", "quarter", "previous_quarter")
"""Names of periods: in rules of date with every day, in a case's variables without the lists of days."""

STARTED_WITH = (*PERIODS, "scheduled_for", "missed")
"""Variables of a case that the calendar started. `missed`: earlier moments at which nothing ran, so that no case was started."""


@dataclass(frozen=True, slots=True, order=True)
class Month:
    """One month; `shifted` counts months across years."""

    year: int
    number: int

    @classmethod
    def of(cls, on: date) -> Month:
        return cls(on.year, on.month)

    @classmethod
    def labelled(cls, label: str) -> Month:
        """From `2023-10`. ValueError for anything else."""
        first = date.fromisoformat(f"{label}-01")
        if len(label) != 7:
            raise ValueError(f"not a month: {label}")
        return cls.of(first)

    @property
    def label(self) -> str:
        return f"{self.year:04}-{self.number:02}"

    @property
    def first(self) -> date:
        return date(self.year, self.number, 1)

    @property
    def last(self) -> date:
        return date(self.year, self.number, monthrange(self.year, self.number)[1])

    @property
    def quarter(self) -> int:
        return (self.number + 2) // 3

    def shifted(self, months: int) -> Month:
        year, month = divmod(self.year * 12 + self.number - 1 + months, 12)
        return Month(year, month + 1)


def periods(month: Month, calendar: WorkingCalendar, *, with_days: bool = True) -> dict[str, Mapping[str, Any]]:
    """`month` and `quarter` and the ones before, as FEEL contexts; `days` and `working_days` are lists of dates."""
    opens = month.shifted(-((month.number - 1) % 3))
    return {
        "month": _context(month, month, calendar, with_days),
        "previous_month": _context(month.shifted(-1), month.shifted(-1), calendar, with_days),
        "quarter": _context(opens, opens.shifted(2), calendar, with_days),
        "previous_quarter": _context(opens.shifted(-3), opens.shifted(-1), calendar, with_days),
    }


def _context(opens: Month, closes: Month, calendar: WorkingCalendar, with_days: bool) -> dict[str, Any]:
    days = [opens.first + timedelta(days=number) for number in range((closes.last - opens.first).days + 1)]
    working = [day for day in days if calendar.is_working_day(day)] or [closes.last]
    found = {
        "label": opens.label if opens == closes else f"{opens.year}-Q{opens.quarter}",
        "year": Decimal(opens.year),
        "number": Decimal(opens.number if opens == closes else opens.quarter),
        "start": _feel(opens.first),
        "end": _feel(closes.last),
        "first_working_day": _feel(working[0]),
        "last_working_day": _feel(working[-1]),
    }
    return found | {"days": [_feel(day) for day in days], "working_days": [_feel(day) for day in working]} if with_days else found


def _feel(on: date) -> FeelDate:
    return FeelDate.from_python(on)
