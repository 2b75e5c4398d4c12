"""Offsets of named time zones, for any year. The only place that asks the zone database."""

from __future__ import annotations

import re
from datetime import datetime, timedelta, tzinfo
from functools import lru_cache
from zoneinfo import ZoneInfo

from .gregorian import from_days

_NAME = re.compile(r"[A-Za-z][A-Za-z0-9_+\-]{0,31}(/[A-Za-z0-9_+\-]{1,31}){0,2}")


@lru_cache(maxsize=256)
def zone(name: str) -> ZoneInfo:
    """The zone of an IANA name such as Asia/Shanghai. ValueError when there is none."""
    if not _NAME.fullmatch(name):
        raise ValueError(name)
    try:
        return ZoneInfo(name)
    except (OSError, KeyError, ValueError) as error:
        raise ValueError(name) from error


def offset_at_local(name: str, days: int, seconds: int) -> int:
    """Seconds east of UTC that the zone's clocks showed at this local day and second; the first reading if two."""
    return _offset(zone(name), _local(days, seconds))


def offset_at_instant(name: str, instant: int) -> int:
    """Seconds east of UTC in the zone at this second since 1970-01-01T00:00Z."""
    days, seconds = divmod(instant, 86_400)
    utc = _local(days, seconds)
    return _offset_from_utc(zone(name), utc)


def standard_offset(name: str) -> int:
    """The offset that a time of day without a date is compared with: that of 1 January 2000."""
    return _offset(zone(name), datetime(2000, 1, 1))


def _local(days: int, seconds: int) -> datetime:
    """A Python datetime with the same month, day and weekday; years that Python lacks are moved by whole 400-year cycles."""
    year, month, day = from_days(days)
    if year < 2:
        year = 2 + (year - 2) % 400
    elif year > 9998:
        year = 9600 + year % 400 - (400 if year % 400 > 398 else 0)
    return datetime(year, month, day) + timedelta(seconds=seconds)


def _offset(of: tzinfo, local: datetime) -> int:
    return int(of.utcoffset(local.replace(tzinfo=of)).total_seconds())


def _offset_from_utc(of: tzinfo, utc: datetime) -> int:
    return int((of.fromutc(utc.replace(tzinfo=of)).replace(tzinfo=None) - utc).total_seconds())
