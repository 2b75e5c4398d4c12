"""The two kinds of FEEL durations (DMN 10.3.2.3.7 and 10.3.2.3.8), which never mix: nanoseconds, and months."""

from __future__ import annotations

import re
from datetime import timedelta
from decimal import Decimal

from .numbers import CONTEXT

SECOND = 1_000_000_000
DAY = 86_400 * SECOND
_MOST_NANOSECONDS = 366 * 10**9 * DAY
_MOST_MONTHS = 12 * 10**10

_DAY_TIME = re.compile(
    r"(-)?P(?:(\d{1,19})D)?(?:T(?=\d)(?:(\d{1,19})H)?(?:(\d{1,19})M)?(?:(\d{1,19})(?:\.(\d{0,30}))?S)?)?", re.ASCII)
_YEAR_MONTH = re.compile(r"(-)?P(?=\d)(?:(\d{1,19})Y)?(?:(\d{1,19})M)?", re.ASCII)


class DayTimeDuration:
    """Days, hours, minutes and seconds, held as whole nanoseconds. ValueError beyond about a thousand million years."""

    __slots__ = ("nanoseconds",)
    kind = "days and time duration"

    def __init__(self, nanoseconds: int) -> None:
        if abs(nanoseconds) > _MOST_NANOSECONDS:
            raise ValueError("duration out of range")
        self.nanoseconds = nanoseconds

    @classmethod
    def from_seconds(cls, seconds: int | Decimal) -> DayTimeDuration:
        """The duration of so many seconds; anything below a nanosecond is dropped."""
        return cls(int(CONTEXT.multiply(Decimal(seconds), SECOND)))

    @classmethod
    def from_python(cls, value: timedelta) -> DayTimeDuration:
        return cls((value.days * 86_400 + value.seconds) * SECOND + value.microseconds * 1000)

    def to_python(self) -> timedelta:
        """The same as a timedelta, cut to microseconds. OverflowError beyond its range."""
        return timedelta(microseconds=self.nanoseconds // 1000)

    def to_seconds(self) -> Decimal:
        """The length in seconds, exact."""
        return Decimal(self.nanoseconds).scaleb(-9).normalize() if self.nanoseconds % SECOND else Decimal(self.nanoseconds // SECOND)

    def parts(self) -> tuple[int, int, int, int, int]:
        """Days, hours, minutes, seconds, nanoseconds of the absolute length."""
        seconds, nanos = divmod(abs(self.nanoseconds), SECOND)
        minutes, seconds = divmod(seconds, 60)
        hours, minutes = divmod(minutes, 60)
        days, hours = divmod(hours, 24)
        return days, hours, minutes, seconds, nanos

    def __str__(self) -> str:
        days, hours, minutes, seconds, nanos = self.parts()
        time = f"{hours}H" * bool(hours) + f"{minutes}M" * bool(minutes)
        if seconds or nanos:
            time += f"{seconds}.{nanos:09d}".rstrip("0").rstrip(".") + "S"
        text = f"{days}D" * bool(days) + f"T{time}" * bool(time)
        return ("-" if self.nanoseconds < 0 else "") + "P" + (text or "T0S")

    def __repr__(self) -> str:
        return f"DayTimeDuration({self})"

    def __eq__(self, other: object) -> bool:
        return type(other) is DayTimeDuration and self.nanoseconds == other.nanoseconds

    def __lt__(self, other: DayTimeDuration) -> bool:
        return self.nanoseconds < other.nanoseconds if type(other) is DayTimeDuration else NotImplemented

    def __le__(self, other: DayTimeDuration) -> bool:
        return self.nanoseconds <= other.nanoseconds if type(other) is DayTimeDuration else NotImplemented

    def __hash__(self) -> int:
        return hash((DayTimeDuration, self.nanoseconds))


class YearMonthDuration:
    """Years and months, held as whole months. ValueError beyond ten thousand million years."""

    __slots__ = ("months",)
    kind = "years and months duration"

    def __init__(self, months: int) -> None:
        if abs(months) > _MOST_MONTHS:
            raise ValueError("duration out of range")
        self.months = months

    def to_months(self) -> int:
        """The length in months."""
        return self.months

    def __str__(self) -> str:
        years, months = divmod(abs(self.months), 12)
        text = f"{years}Y" * bool(years) + f"{months}M" * bool(months)
        return ("-" if self.months < 0 else "") + "P" + (text or "0M")

    def __repr__(self) -> str:
        return f"YearMonthDuration({self})"

    def __eq__(self, other: object) -> bool:
        return type(other) is YearMonthDuration and self.months == other.months

    def __lt__(self, other: YearMonthDuration) -> bool:
        return self.months < other.months if type(other) is YearMonthDuration else NotImplemented

    def __le__(self, other: YearMonthDuration) -> bool:
        return self.months <= other.months if type(other) is YearMonthDuration else NotImplemented

    def __hash__(self) -> int:
        return hash((YearMonthDuration, self.months))


def parse_duration(text: str) -> DayTimeDuration | YearMonthDuration:
    """The duration of an ISO 8601 text, `P1DT2H` or `P1Y2M`. ValueError when it is none or mixes the two kinds."""
    if found := _YEAR_MONTH.fullmatch(text):
        sign, years, months = found.groups()
        total = int(years or 0) * 12 + int(months or 0)
        return YearMonthDuration(-total if sign else total)
    found = _DAY_TIME.fullmatch(text)
    if found is None or not any(found.groups()[1:]):
        raise ValueError(text)
    return DayTimeDuration(_nanoseconds(*found.groups()))


def _nanoseconds(sign: str, days: str, hours: str, minutes: str, seconds: str, fraction: str) -> int:
    whole = ((int(days or 0) * 24 + int(hours or 0)) * 60 + int(minutes or 0)) * 60 + int(seconds or 0)
    total = whole * SECOND + int((fraction or "").ljust(9, "0")[:9])
    return -total if sign else total
