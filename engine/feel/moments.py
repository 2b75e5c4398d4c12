"""FeelDateTime: a date with a time of day; an instant when it has an offset or a zone (DMN 10.3.2.3.6)."""

from __future__ import annotations

from datetime import datetime, timedelta, timezone

from .dates import FeelDate
from .durations import DAY, SECOND
from .gregorian import from_days
from .times import FeelTime, is_end_of_day
from .zones import offset_at_instant, offset_at_local


class FeelDateTime:
    """A `date` and a `time`. Ordered and equal by instant; local ones among themselves."""

    __slots__ = ("date", "time", "_instant")
    kind = "date and time"

    def __init__(self, date: FeelDate, time: FeelTime) -> None:
        self.date, self.time = date, time
        self._instant: int | None = None

    @classmethod
    def from_python(cls, value: datetime) -> FeelDateTime:
        """The same moment. A named zone is kept; any other zone becomes an offset; none stays local."""
        name = getattr(value.tzinfo, "key", None)
        away = None if value.utcoffset() is None else int(value.utcoffset().total_seconds())
        time = FeelTime.of(value.hour, value.minute, value.second, value.microsecond * 1000, None if name else away, name)
        made = cls(FeelDate(value.year, value.month, value.day), time)
        made._instant = made.date.days * DAY + time.nanoseconds - (away or 0) * SECOND
        return made

    @classmethod
    def from_instant(cls, nanoseconds: int, offset: int | None = None, zone: str | None = None) -> FeelDateTime:
        """The moment so long after 1970-01-01T00:00Z, as clocks with this offset or in this zone show it."""
        if zone is not None:
            away = offset_at_instant(zone, nanoseconds // SECOND)
        else:
            away = offset or 0
        days, rest = divmod(nanoseconds + away * SECOND, DAY)
        made = cls(FeelDate(*from_days(days)), FeelTime(rest, offset, zone))
        made._instant = nanoseconds           # an hour that the clocks show twice has two instants
        return made

    @classmethod
    def parse(cls, text: str) -> FeelDateTime:
        """The moment of `2024-02-29T10:30:00+08:00`; a bare date is its midnight. ValueError when it is none."""
        day, mark, clock = text.partition("T")
        date = FeelDate.parse(day)
        if mark and is_end_of_day(clock):
            date = FeelDate.from_days(date.days + 1)
        return cls(date, FeelTime.parse(clock) if mark else FeelTime(0))

    def to_python(self) -> datetime:
        """An aware datetime in UTC, or a naive one if local; cut to microseconds. ValueError outside the years 1 to 9999."""
        try:
            epoch = datetime(1970, 1, 1, tzinfo=None if self.is_local else timezone.utc)
            return epoch + timedelta(microseconds=self.instant // 1000)
        except OverflowError as error:
            raise ValueError(str(self)) from error

    @property
    def is_local(self) -> bool:
        """Whether it carries neither offset nor zone."""
        return self.time.offset is None and self.time.zone is None

    @property
    def offset(self) -> int | None:
        """Seconds east of UTC at this moment, None if local."""
        if self.time.zone is None:
            return self.time.offset
        if self._instant is not None:
            return (self.date.days * DAY + self.time.nanoseconds - self._instant) // SECOND
        return offset_at_local(self.time.zone, self.date.days, self.time.nanoseconds // SECOND)

    @property
    def current_offset(self) -> int:
        """Seconds east of UTC at this moment; 0 if local."""
        return self.offset or 0

    @property
    def instant(self) -> int:
        """Nanoseconds since 1970-01-01T00:00Z; a local one counts as UTC."""
        if self._instant is None:
            self._instant = self.date.days * DAY + self.time.nanoseconds - (self.offset or 0) * SECOND
        return self._instant

    def plus(self, nanoseconds: int) -> FeelDateTime:
        """So much later in elapsed time, same zone. ValueError beyond the last year."""
        return FeelDateTime.from_instant(self.instant + nanoseconds, self.time.offset, self.time.zone)

    def plus_months(self, months: int) -> FeelDateTime:
        """The same time of day, months later. ValueError beyond the last year."""
        return FeelDateTime(self.date.plus_months(months), self.time)

    def __str__(self) -> str:
        return f"{self.date}T{self.time}"

    def __repr__(self) -> str:
        return f"FeelDateTime({self})"

    def __eq__(self, other: object) -> bool:
        return type(other) is FeelDateTime and self.instant == other.instant and self.is_local == other.is_local

    def __lt__(self, other: FeelDateTime) -> bool:
        if type(other) is not FeelDateTime:
            return NotImplemented
        return (self.instant, self.is_local) < (other.instant, other.is_local)

    def __le__(self, other: FeelDateTime) -> bool:
        return self < other or self == other if type(other) is FeelDateTime else NotImplemented

    def __hash__(self) -> int:
        return hash((FeelDateTime, self.instant, self.is_local))
