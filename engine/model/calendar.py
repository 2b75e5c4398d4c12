"""The working calendar: company hours, holidays, make-up working days (调休) and the days an administrator edited."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from engine.errors import Text
from engine.model.company_hours import DEFAULT_WEEK, Slots, Week
from engine.model.public_days import PublicDays, chinese_days

HORIZON = 4000
"""How many days ahead a working day is looked for, before the calendar counts as empty."""

Span = tuple[datetime, datetime]


class NoWorkingDays(Exception):
    """The calendar has no working day within the next ten years."""


@dataclass(frozen=True, slots=True)
class EditedDay:
    """A day the company decided differently; without slots a working day has the hours of an ordinary one."""

    is_working: bool
    slots: Slots = ()
    note: Text | None = None


@dataclass(frozen=True, slots=True)
class DayNote:
    """Why a day counts or not. kind: working, weekend, holiday, make_up, edited_working, edited_free."""

    kind: str
    is_working: bool
    name: Text


WORKING = DayNote("working", True, Text("工作日", "working day"))
WEEKEND = DayNote("weekend", False, Text("周末", "weekend"))


class WorkingCalendar:
    """Answers in UTC; dates and hours are those of `zone`. `overlay`: edited days, they go before everything else."""

    def __init__(
        self,
        zone: str,
        week: Week = DEFAULT_WEEK,
        public_days: PublicDays = chinese_days,
        overlay: Mapping[date, EditedDay] | None = None,
    ):
        self.zone = ZoneInfo(zone)
        self._week = week
        self._ordinary: Slots = next((slots for _, slots in sorted(week.items()) if slots), ())
        self._public_days = public_days
        self._overlay = overlay or {}
        self._opened: dict[date, tuple[Span, ...]] = {}

    def local(self, at: datetime) -> datetime:
        return at.astimezone(self.zone)

    def is_working_day(self, on: date) -> bool:
        return bool(self.slots(on))

    def slots(self, on: date) -> Slots:
        """The company's hours on that date; a make-up day has those of an ordinary working day."""
        note = self.day_note(on)
        if not note.is_working:
            return ()
        edited = self._overlay.get(on)
        return (edited.slots if edited else ()) or self._week.get(on.weekday(), ()) or self._ordinary

    def day_note(self, on: date) -> DayNote:
        if edited := self._overlay.get(on):
            return _edited_note(edited)
        public = self._public_days(on.year)
        if on in public.make_up:
            return DayNote("make_up", True, public.make_up[on])
        if on in public.holidays:
            return DayNote("holiday", False, public.holidays[on])
        return WORKING if self._week.get(on.weekday()) else WEEKEND

    def years_without_data(self, first: date, last: date) -> list[int]:
        """Years in this range whose holidays nobody has announced yet: results may move, say so."""
        return [year for year in range(first.year, last.year + 1) if not self._public_days(year).is_announced]

    def add_working_days(self, start: datetime, days: int) -> datetime:
        """The `days`-th working day strictly after the start's date, at the start's time of day moved into that day's hours.

        Before opening = opening, after closing = closing, in a break = the next opening (S3.25, C34).
        """
        if days < 1:
            raise ValueError(f"{days} working days: at least 1")
        local = self.local(start)
        return self.at_time_of_day(self._nth_working_day(local.date(), days), local.time())

    def at_time_of_day(self, on: date, wanted: time) -> datetime:
        """That local time on a working day, moved into its hours."""
        return self._instant(on, _moved_into(self.slots(on), _since_midnight(wanted)))

    def add_working_time(self, start: datetime, amount: timedelta) -> datetime:
        """When so much company time has passed since the start; exactly at closing stays at closing."""
        left = amount
        for opens, closes in self._spans_from(start):
            if left <= closes - opens:
                return opens + left
            left -= closes - opens
        raise NoWorkingDays

    def add_hours(self, start: datetime, hours: float) -> datetime:
        return self.add_working_time(start, timedelta(hours=float(hours)))

    def add_months(self, start: datetime, months: int) -> datetime:
        """Calendar months at the same local time; the 31st becomes the last day of a shorter month."""
        local = self.local(start)
        year, month = divmod(local.year * 12 + local.month - 1 + months, 12)
        day = min(local.day, _days_in(year, month + 1))
        return self._instant(date(year, month + 1, day), _since_midnight(local.time()))

    def working_time(self, start: datetime, end: datetime) -> timedelta:
        """Company time between two moments; nothing when the end is not after the start."""
        total = timedelta()
        day, last = self.local(start).date(), self.local(end).date()
        while day <= last:
            for opens, closes in self.spans(day):
                total += max(timedelta(), min(closes, end) - max(opens, start))
            day += timedelta(days=1)
        return total

    def working_seconds(self, start: datetime, end: datetime) -> float:
        return self.working_time(start, end).total_seconds()

    def is_open(self, at: datetime) -> bool:
        return any(opens <= at < closes for opens, closes in self.spans(self.local(at).date()))

    def next_opening(self, at: datetime) -> datetime:
        """The moment itself when the company is open, else when it opens next."""
        return next(self._spans_from(at))[0]

    def spans(self, on: date) -> tuple[Span, ...]:
        """The moments of that date at which the clock on the company's wall shows opening hours, in UTC and in order."""
        if on not in self._opened:
            self._opened[on] = tuple(sorted(self._spans(on)))
        return self._opened[on]

    def _spans(self, on: date) -> Iterator[Span]:
        slots = self.slots(on)
        for first, last, offset in self._offsets(on):
            for slot in slots:
                opens = max(_wall(on, timedelta(minutes=slot.opens)) - offset, first)
                closes = min(_wall(on, timedelta(minutes=slot.closes)) - offset, last)
                if opens < closes:
                    yield opens, closes

    def _offsets(self, on: date) -> Iterator[tuple[datetime, datetime, timedelta]]:
        """The UTC offsets in use around a date, each with the time in which it is used: two when summer time changes."""
        first, last = _wall(on, timedelta(hours=-18)), _wall(on, timedelta(hours=42))
        before, after = self._offset(first), self._offset(last)
        if before == after:
            yield first, last, before
            return
        change = self._change(first, last, before)
        yield first, change, before
        yield change, last, after

    def _change(self, low: datetime, high: datetime, before: timedelta) -> datetime:
        while high - low > timedelta(seconds=1):
            middle = (low + (high - low) / 2).replace(microsecond=0)
            low, high = (middle, high) if self._offset(middle) == before else (low, middle)
        return high

    def _offset(self, at: datetime) -> timedelta:
        return at.astimezone(self.zone).utcoffset() or timedelta()

    def _spans_from(self, start: datetime) -> Iterator[Span]:
        """Opening times from `start` on, the first one cut."""
        first = self.local(start).date()
        for number in range(HORIZON):
            for opens, closes in self.spans(first + timedelta(days=number)):
                if closes > start:
                    yield max(opens, start).astimezone(UTC), closes
        raise NoWorkingDays

    def _nth_working_day(self, after: date, count: int) -> date:
        day, empty = after, 0
        while count:
            day += timedelta(days=1)
            empty = 0 if self.is_working_day(day) else empty + 1
            count -= not empty
            if empty > HORIZON:
                raise NoWorkingDays
        return day

    def _instant(self, on: date, since_midnight: timedelta) -> datetime:
        """The first moment of that date at which the wall clock shows this time, or has passed it where it is skipped."""
        wall = _wall(on, since_midnight)
        return min(max(wall - offset, first) for first, last, offset in self._offsets(on) if wall - offset < last)


def _edited_note(edited: EditedDay) -> DayNote:
    if edited.is_working:
        return DayNote("edited_working", True, edited.note or Text("公司安排上班", "working day set by the company"))
    return DayNote("edited_free", False, edited.note or Text("公司安排休息", "day off set by the company"))


def _wall(on: date, since_midnight: timedelta) -> datetime:
    """A wall time written as if the zone were UTC: subtract an offset and it is a moment."""
    return datetime(on.year, on.month, on.day, tzinfo=UTC) + since_midnight


def _since_midnight(at: time) -> timedelta:
    return timedelta(hours=at.hour, minutes=at.minute, seconds=at.second, microseconds=at.microsecond)


def _moved_into(slots: Slots, wanted: timedelta) -> timedelta:
    for slot in slots:
        if wanted <= timedelta(minutes=slot.closes):
            return max(wanted, timedelta(minutes=slot.opens))
    return timedelta(minutes=slots[-1].closes)


def _days_in(year: int, month: int) -> int:
    following = date(year + month // 12, month % 12 + 1, 1)
    return (following - timedelta(days=1)).day
