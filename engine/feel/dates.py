"""FeelDate: a day of the proleptic Gregorian calendar, years -999999999 to 999999999 (DMN 10.3.2.3.5)."""

from __future__ import annotations

import re
from datetime import date

from .gregorian import add_months, days_in_month, from_days, to_days

_HIGHEST_YEAR = 999_999_999
_TEXT = re.compile(r"(-?)(\d{4}|[1-9]\d{4,8})-(\d\d)-(\d\d)", re.ASCII)


class FeelDate:
    """A calendar day. `days` counts from 1970-01-01. ValueError when there is no such day."""

    __slots__ = ("year", "month", "day", "days")
    kind = "date"

    def __init__(self, year: int, month: int, day: int) -> None:
        if not (-_HIGHEST_YEAR <= year <= _HIGHEST_YEAR and 1 <= month <= 12 and 1 <= day <= days_in_month(year, month)):
            raise ValueError(f"no such day: {year}-{month}-{day}")
        self.year, self.month, self.day = year, month, day
        self.days = to_days(year, month, day)

    @classmethod
    def from_days(cls, days: int) -> FeelDate:
        """The day with this number; 0 is 1970-01-01."""
        return cls(*from_days(days))

    @classmethod
    def from_python(cls, value: date) -> FeelDate:
        return cls(value.year, value.month, value.day)

    @classmethod
    def parse(cls, text: str) -> FeelDate:
        """The date of `2024-02-29`. ValueError when the text is no such day."""
        found = _TEXT.fullmatch(text)
        if found is None:
            raise ValueError(text)
        sign, year, month, day = found.groups()
        return cls(-int(year) if sign else int(year), int(month), int(day))

    def to_python(self) -> date:
        """The same as a Python date. ValueError outside the years 1 to 9999."""
        return date(self.year, self.month, self.day)

    def plus_months(self, months: int) -> FeelDate:
        return FeelDate(*add_months(self.year, self.month, self.day, months))

    def __str__(self) -> str:
        return f"{'-' if self.year < 0 else ''}{abs(self.year):04d}-{self.month:02d}-{self.day:02d}"

    def __repr__(self) -> str:
        return f"FeelDate({self})"

    def __eq__(self, other: object) -> bool:
        return type(other) is FeelDate and self.days == other.days

    def __lt__(self, other: FeelDate) -> bool:
        return self.days < other.days if type(other) is FeelDate else NotImplemented

    def __le__(self, other: FeelDate) -> bool:
        return self.days <= other.days if type(other) is FeelDate else NotImplemented

    def __hash__(self) -> int:
        return hash((FeelDate, self.days))
