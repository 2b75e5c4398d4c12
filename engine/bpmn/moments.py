"""Due times from what a diagram says: dates, durations and cycles, FEEL values or ISO 8601 texts. Reads no clock."""

from __future__ import annotations

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

from engine.bpmn.cron import Cron
from engine.feel import DayTimeDuration, FeelDate, FeelDateTime, YearMonthDuration

_ISO = re.compile(r"P(?=\w)(?:(\d+)Y)?(?:(\d+)M)?(?:(\d+)W)?(?:(\d+)D)?(?:T(?=\d)(?:(\d+)H)?(?:(\d+)M)?(?:(\d+(?:\.\d+)?)S)?)?\Z")
_REPEATS = re.compile(r"R(\d*)\Z")


@dataclass(frozen=True, slots=True)
class Span:
    """A length of time: whole months, counted by the calendar of the company's zone, and an exact rest."""

    months: int
    rest: timedelta

    def after(self, at: datetime, zone: str, times: int = 1) -> datetime:
        """`times` spans after `at`; days are 24 hours, months keep the local time of day (the last day where it is missing)."""
        if self.months:
            local = at.astimezone(ZoneInfo(zone))
            year, month = divmod(local.year * 12 + local.month - 1 + self.months * times, 12)
            day = min(local.day, monthrange(year, month + 1)[1])
            at = local.replace(year=year, month=month + 1, day=day).astimezone(UTC)
        return at + self.rest * times

    @property
    def is_positive(self) -> bool:
        return self.months > 0 or self.rest > timedelta(0)


@dataclass(frozen=True, slots=True)
class Cycle:
    """`times` triggers (None: no end), the first at `first`, then every `span`; `until` ends it."""

    times: int | None
    anchor: datetime
    first_step: int
    span: Span
    until: datetime | None = None

    def first_due(self, _armed_at: datetime, zone: str) -> datetime:
        return self.span.after(self.anchor, zone, self.first_step)

    def next_due(self, count: int, now: datetime, zone: str) -> datetime | None:
        """After so many triggers: the next time after now, what was missed is not made up for; None when it is over."""
        step = self.first_step + count
        due = self.span.after(self.anchor, zone, step)
        if due <= now and not self.span.months:
            step += (now - due) // self.span.rest
        while (due := self.span.after(self.anchor, zone, step)) <= now:
            step += 1
        is_over = (self.times is not None and count >= self.times) or (self.until is not None and due > self.until)
        return None if is_over else due


def moment(value: object, zone: str) -> datetime:
    """A date and time in UTC; one without a zone is the company's, a date is its midnight. ValueError for anything else."""
    if isinstance(value, str):
        return _utc(datetime.fromisoformat(value.strip().split("[")[0]), zone)
    if isinstance(value, FeelDateTime):
        return _utc(value.to_python(), zone)
    if isinstance(value, FeelDate):
        return _utc(datetime.combine(value.to_python(), time()), zone)
    if isinstance(value, datetime):
        return _utc(value, zone)
    raise ValueError("not a date and time")


def span(value: object) -> Span:
    """A duration, not negative. ValueError for anything else."""
    if isinstance(value, DayTimeDuration):
        found = Span(0, value.to_python())
    elif isinstance(value, YearMonthDuration):
        found = Span(value.to_months(), timedelta(0))
    elif isinstance(value, str):
        found = _iso_span(value.strip())
    else:
        raise ValueError("not a duration")
    if found.months < 0 or found.rest < timedelta(0):
        raise ValueError("a negative duration")
    return found


def cycle(value: object, armed_at: datetime, zone: str) -> Cycle | Cron:
    """`R3/PT10H`, `R/2023-10-09T09:00/P1D`, `R/P1D/<end>`, or a cron text; ValueError for anything else."""
    if not isinstance(value, str):
        raise ValueError("not a cycle")
    if not value.strip().startswith("R"):
        return Cron(value)
    repeats, *parts = value.strip().split("/")
    found = _REPEATS.match(repeats)
    if not found or not 1 <= len(parts) <= 2:
        raise ValueError("not a cycle")
    times = int(found[1]) if found[1] else None
    if len(parts) == 1:
        result = Cycle(times, armed_at, 1, span(parts[0]))
    elif parts[0].startswith("P"):
        result = Cycle(times, armed_at, 1, span(parts[0]), moment(parts[1], zone))
    else:
        result = Cycle(times, moment(parts[0], zone), 0, span(parts[1]))
    if not result.span.is_positive or times == 0:
        raise ValueError("an empty interval, or never")
    return result


def _utc(value: datetime, zone: str) -> datetime:
    return (value if value.tzinfo else value.replace(tzinfo=ZoneInfo(zone))).astimezone(UTC)


@lru_cache(256)
def _iso_span(text: str) -> Span:
    found = _ISO.match(text)
    if not found or text == "P":
        raise ValueError("not an ISO 8601 duration")
    years, months, weeks, days, hours, minutes = (int(part or 0) for part in found.groups()[:6])
    rest = timedelta(weeks=weeks, days=days, hours=hours, minutes=minutes, seconds=float(found[7] or 0))
    return Span(years * 12 + months, rest)


