"""What follows a dot: entries of contexts, and the properties of temporal values and ranges (DMN 10.3.2.5.4, table 61)."""

from __future__ import annotations

from decimal import Decimal

from .dates import FeelDate
from .durations import SECOND, DayTimeDuration, YearMonthDuration
from .gregorian import weekday
from .moments import FeelDateTime
from .ranges import Range
from .times import FeelTime


def _signed(number: int, of: int) -> Decimal:
    return Decimal(-number if of < 0 else number)


def _seconds(whole: int, nanos: int) -> Decimal:
    """Seconds with their fraction, in [0..60)."""
    return Decimal(whole) + Decimal(nanos).scaleb(-9).normalize() if nanos else Decimal(whole)


def _length_part(value: DayTimeDuration, index: int) -> Decimal:
    days, hours, minutes, seconds, nanos = value.parts()
    part = (Decimal(days), Decimal(hours), Decimal(minutes), _seconds(seconds, nanos))[index]
    return part.copy_negate() if value.nanoseconds < 0 and part else part


def _offset(seconds: int | None) -> DayTimeDuration | None:
    return None if seconds is None else DayTimeDuration(seconds * SECOND)


_DATE = {
    "year": lambda value: Decimal(value.year),
    "month": lambda value: Decimal(value.month),
    "day": lambda value: Decimal(value.day),
    "weekday": lambda value: Decimal(weekday(value.days)),
}
_TIME = {
    "hour": lambda value: Decimal(value.hour),
    "minute": lambda value: Decimal(value.minute),
    "second": lambda value: _seconds(value.second, value.nanoseconds % SECOND),
    "time offset": lambda value: _offset(value.offset),
    "timezone": lambda value: value.zone,
}

PROPERTIES = {
    FeelDate: _DATE,
    FeelTime: _TIME,
    FeelDateTime: {
        **{name: (lambda read: lambda value: read(value.date))(read) for name, read in _DATE.items()},
        **{name: (lambda read: lambda value: read(value.time))(read) for name, read in _TIME.items()},
        "time offset": lambda value: _offset(value.offset),
    },
    DayTimeDuration: {
        name: (lambda index: lambda value: _length_part(value, index))(index)
        for index, name in enumerate(("days", "hours", "minutes", "seconds"))
    },
    YearMonthDuration: {
        "years": lambda value: _signed(abs(value.months) // 12, value.months),
        "months": lambda value: _signed(abs(value.months) % 12, value.months),
    },
    Range: {
        "start": lambda value: value.low,
        "end": lambda value: value.high,
        "start included": lambda value: value.low_closed,
        "end included": lambda value: value.high_closed,
    },
}
ALL_PROPERTIES = sorted({name for each in PROPERTIES.values() for name in each})
