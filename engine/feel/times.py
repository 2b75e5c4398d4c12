"""FeelTime: a time of day, local, with an offset, or with a named zone (DMN 10.3.2.3.4)."""

from __future__ import annotations

import re
from datetime import time

from .durations import DAY, SECOND
from .zones import standard_offset, zone as known_zone

_TEXT = re.compile(
    r"(\d\d):(\d\d):(\d\d)(?:\.(\d{1,30}))?(?:([Zz])|([+-])(\d\d):(\d\d)(?::(\d\d))?|@([A-Za-z0-9_+\-/]{1,64}))?", re.ASCII)
_END_OF_DAY = re.compile(r"24:00:00(?:\.0+)?(?![\d.])")
HIGHEST_OFFSET = 18 * 3600


class FeelTime:
    """`nanoseconds` since midnight; `offset` seconds east of UTC or None; `zone` an IANA name or None.

    ValueError outside the day, for an offset beyond 18 hours, for an unknown zone.
    """

    __slots__ = ("nanoseconds", "offset", "zone")
    kind = "time"

    def __init__(self, nanoseconds: int, offset: int | None = None, zone: str | None = None) -> None:
        if not 0 <= nanoseconds < DAY or (offset is not None and abs(offset) > HIGHEST_OFFSET):
            raise ValueError("no such time of day")
        if zone is not None:
            known_zone(zone)
        self.nanoseconds, self.offset, self.zone = nanoseconds, offset, zone

    @classmethod
    def of(cls, hour: int, minute: int, second: int = 0, nanos: int = 0,
           offset: int | None = None, zone: str | None = None) -> FeelTime:
        """The time of its parts. ValueError when one is outside its range."""
        if not (0 <= hour < 24 and 0 <= minute < 60 and 0 <= second < 60):
            raise ValueError(f"no such time: {hour}:{minute}:{second}")
        return cls(((hour * 60 + minute) * 60 + second) * SECOND + nanos, offset, zone)

    @classmethod
    def from_python(cls, value: time) -> FeelTime:
        away = value.utcoffset()
        return cls.of(value.hour, value.minute, value.second, value.microsecond * 1000,
                      None if away is None else int(away.total_seconds()))

    @classmethod
    def parse(cls, text: str) -> FeelTime:
        """The time of `10:30:00`, `10:30:00.5Z`, `10:30:00+08:00` or `10:30:00@Asia/Shanghai`. ValueError when it is none.

        The standard's own examples write a small z, and XML Schema allows 24:00:00.
        """
        found = _TEXT.fullmatch(text)
        if found is None:
            raise ValueError(text)
        hour, minute, second, fraction, utc, sign, away_hour, away_minute, away_second, zone = found.groups()
        offset = 0 if utc else None
        if sign:
            offset = _offset(sign, int(away_hour), int(away_minute), int(away_second or 0))
        nanos = int((fraction or "").ljust(9, "0")[:9])
        return cls.of(0 if is_end_of_day(text) else int(hour), int(minute), int(second), nanos, offset, zone)

    @property
    def hour(self) -> int:
        return self.nanoseconds // (3600 * SECOND)

    @property
    def minute(self) -> int:
        return self.nanoseconds // (60 * SECOND) % 60

    @property
    def second(self) -> int:
        return self.nanoseconds // SECOND % 60

    @property
    def is_local(self) -> bool:
        """Whether it carries neither offset nor zone."""
        return self.offset is None and self.zone is None

    def utc_nanoseconds(self) -> int:
        """The nanoseconds since midnight UTC; may lie outside 0..24 h. A local time counts as UTC."""
        return self.nanoseconds - self.current_offset * SECOND

    @property
    def current_offset(self) -> int:
        """Seconds east of UTC; 0 for a local time."""
        return standard_offset(self.zone) if self.zone else self.offset or 0

    def plus(self, nanoseconds: int) -> FeelTime:
        """So much later, wrapping at midnight."""
        return FeelTime((self.nanoseconds + nanoseconds) % DAY, self.offset, self.zone)

    def __str__(self) -> str:
        fraction = f".{self.nanoseconds % SECOND:09d}".rstrip("0").rstrip(".")
        return f"{self.hour:02d}:{self.minute:02d}:{self.second:02d}{fraction}{self._zone_text()}"

    def _zone_text(self) -> str:
        if self.zone is not None:
            return f"@{self.zone}"
        if self.offset is None:
            return ""
        return offset_text(self.offset)

    def __repr__(self) -> str:
        return f"FeelTime({self})"

    def _key(self) -> tuple[int, bool]:
        return self.utc_nanoseconds(), self.is_local

    def __eq__(self, other: object) -> bool:
        return type(other) is FeelTime and self._key() == other._key()

    def __lt__(self, other: FeelTime) -> bool:
        return self._key() < other._key() if type(other) is FeelTime else NotImplemented

    def __le__(self, other: FeelTime) -> bool:
        return self._key() <= other._key() if type(other) is FeelTime else NotImplemented

    def __hash__(self) -> int:
        return hash((FeelTime, self._key()))


def is_end_of_day(text: str) -> bool:
    """Whether a time's text is XML Schema's 24:00:00, the first moment of the next day."""
    return _END_OF_DAY.match(text) is not None


def offset_text(offset: int) -> str:
    """`Z`, `+08:00` or, with odd seconds, `+02:45:55`."""
    if offset == 0:
        return "Z"
    minutes, seconds = divmod(abs(offset), 60)
    tail = f":{seconds:02d}" if seconds else ""
    return f"{'-' if offset < 0 else '+'}{minutes // 60:02d}:{minutes % 60:02d}{tail}"


def _offset(sign: str, hours: int, minutes: int, seconds: int) -> int:
    if minutes > 59 or seconds > 59:
        raise ValueError("no such offset")
    away = (hours * 60 + minutes) * 60 + seconds
    return -away if sign == "-" else away
