"""Cron texts of six fields (second minute hour day month weekday), as Camunda 8 takes them for timer cycles."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

_MACROS = {"@yearly": "0 0 0 1 1 *", "@annually": "0 0 0 1 1 *", "@monthly": "0 0 0 1 * *", "@weekly": "0 0 0 * * 0", "@daily": "0 0 0 * * *",
           "@midnight": "0 0 0 * * *", "@hourly": "0 0 * * * *"}
_MONTHS = {name: number for number, name in enumerate("JAN FEB MAR APR MAY JUN JUL AUG SEP OCT NOV DEC".split(), 1)}
_WEEKDAYS = {name: number for number, name in enumerate("SUN MON TUE WED THU FRI SAT".split())}
_LIMITS = ((0, 59, {}), (0, 59, {}), (0, 23, {}), (1, 31, {}), (1, 12, _MONTHS), (0, 7, _WEEKDAYS))
_MOST_DAYS = 366 * 9


class Cron:
    """The moments a cron text names, in the company's zone. ValueError for texts it can't be."""

    def __init__(self, text: str):
        fields = _MACROS.get(text.strip(), text).split()
        if len(fields) != 6:
            raise ValueError("a cron text has six fields")
        self.seconds, self.minutes, self.hours, self.days, self.months, weekdays = (
            _field(field, *limits) for field, limits in zip(fields, _LIMITS, strict=True))
        self.weekdays = {day % 7 for day in weekdays}
        self.next_after(datetime(2024, 1, 1, tzinfo=UTC), "UTC")     # one that never comes isn't a cycle

    def first_due(self, armed_at: datetime, zone: str) -> datetime:
        return self.next_after(armed_at, zone)

    def next_due(self, _count: int, now: datetime, zone: str) -> datetime:
        return self.next_after(now, zone)

    def next_after(self, at: datetime, zone: str) -> datetime:
        """The next moment after `at`, in UTC; a local time that a clock change skips is left out."""
        place = ZoneInfo(zone)
        day = at.astimezone(place).replace(hour=0, minute=0, second=0, microsecond=0, tzinfo=None)
        for number in range(_MOST_DAYS):
            each = day + timedelta(days=number)
            if each.month in self.months and each.day in self.days and each.isoweekday() % 7 in self.weekdays:
                for moment in self._times(each):
                    due = moment.replace(tzinfo=place).astimezone(UTC)
                    if due > at and due.astimezone(place).replace(tzinfo=None) == moment:
                        return due
        raise ValueError("a cron text that names no moment")

    def _times(self, day: datetime):
        return (day.replace(hour=hour, minute=minute, second=second)
                for hour in sorted(self.hours) for minute in sorted(self.minutes) for second in sorted(self.seconds))


def _field(text: str, low: int, high: int, names: dict[str, int]) -> set[int]:
    found: set[int] = set()
    for part in text.upper().split(","):
        range_, _, step = part.partition("/")
        first, _, last = range_.partition("-")
        start, stop = (low, high) if first in ("*", "?") else (_number(first, names), _number(last or (str(high) if step else first), names))
        if not (low <= start <= stop <= high) or (step and not step.isdigit()) or step == "0":
            raise ValueError(f"not a cron field: {text}")
        found |= set(range(start, stop + 1, int(step or 1)))
    return found


def _number(text: str, names: dict[str, int]) -> int:
    return names[text] if text in names else int(text)
