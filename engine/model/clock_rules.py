"""What a clock promises: its definition, its limit, and the moment at which a share of the limit is used up."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import ROUND_FLOOR, Decimal

from engine.errors import Text
from engine.model.calendar import WorkingCalendar

UNITS = {
    "min": Text("分钟", "minutes"),
    "h": Text("小时", "hours"),
    "bh": Text("工作小时", "working hours"),
    "wd": Text("个工作日", "working days"),
    "months": Text("个月", "months"),
}
MAX_AMOUNT = {"min": 5_256_000, "h": 87_600, "bh": 20_000, "wd": 2_500, "months": 120}
"""Ten years of each: more is a slip in a table."""

WARN_SHARE = Decimal("0.75")
"""Warned when 25 % remain, or one hour if that is earlier, but never before half of the limit is used."""


@dataclass(frozen=True, slots=True)
class Limit:
    """`amount` of `unit`: min clock minutes, h clock hours, bh company hours, wd working days, months. Refuses what no table can mean."""

    amount: Decimal
    unit: str

    def __post_init__(self) -> None:
        if self.unit not in UNITS:
            raise ValueError(f"unit {self.unit!r}: one of {', '.join(UNITS)}")
        if not 0 < self.amount <= MAX_AMOUNT[self.unit]:
            raise ValueError(f"limit {self.amount} {self.unit}: above 0 and at most {MAX_AMOUNT[self.unit]}")

    def share(self, share: Decimal) -> Limit:
        return Limit(self.amount * share, self.unit)

    @property
    def text(self) -> Text:
        words, amount = UNITS[self.unit], f"{self.amount.normalize():f}"
        singular = words.en.removesuffix("s") if amount == "1" else words.en
        return Text(f"{amount} {words.zh}", f"{amount} {singular}")


@dataclass(frozen=True, slots=True)
class ClockDefinition:
    """One clock of a package.

    `start`, `stop`, `pause`: element ids; it is paused while one of `pause` is active. `per`: case or round.
    `limits`: id of the decision that gives amount and unit. `counts_from_receipt`: from when the case was received, not from
    when its start element was reached. `warn_share`: the used share at which to warn. `share_of` with `share`: no limit of
    its own but that share of the named clock.
    """

    name: str
    label: Text
    start: tuple[str, ...] = ()
    stop: tuple[str, ...] = ()
    pause: tuple[str, ...] = ()
    per: str = "case"
    limits: str | None = None
    counts_from_receipt: bool = False
    warn_share: Decimal | None = None
    share_of: str | None = None
    share: Decimal | None = None


@dataclass(frozen=True, slots=True)
class Pause:
    """While `element_id` was active the clock stood; no end = it still stands."""

    element_id: str
    started_at: datetime
    ended_at: datetime | None = None


Span = tuple[datetime, datetime]


def moment(start: datetime, limit: Limit, pauses: Iterable[Pause], calendar: WorkingCalendar) -> datetime:
    """When the limit is used up, in UTC.

    What a pause adds: min, h and months the time on the wall, bh and wd the company's time inside the pause. A pause that begins
    after the moment adds nothing: what is breached stays breached.
    """
    due = _without_pauses(start, limit, calendar)
    for paused_at, resumed_at in merged(pauses, start):
        if paused_at >= due:
            break
        due = _later(due, paused_at, resumed_at, limit.unit, calendar)
    return due


def merged(pauses: Iterable[Pause], start: datetime) -> list[Span]:
    """The ended pauses since `start` as spans in order that don't overlap."""
    spans: list[Span] = []
    for paused_at, resumed_at in sorted((max(each.started_at, start), each.ended_at) for each in pauses if each.ended_at):
        if resumed_at <= paused_at:
            continue
        if spans and paused_at <= spans[-1][1]:
            spans[-1] = (spans[-1][0], max(spans[-1][1], resumed_at))
        else:
            spans.append((paused_at, resumed_at))
    return spans


def excluded(span: Span, unit: str, calendar: WorkingCalendar) -> timedelta:
    """How much of a pause doesn't count."""
    return calendar.working_time(*span) if unit in ("bh", "wd") else span[1] - span[0]


def warn_share(limit: Limit) -> Decimal:
    if limit.unit not in ("h", "bh"):
        return WARN_SHARE
    one_hour_left = 1 - 1 / limit.amount
    return max(min(WARN_SHARE, one_hour_left), Decimal("0.5"))


def _without_pauses(start: datetime, limit: Limit, calendar: WorkingCalendar) -> datetime:
    if limit.unit in ("min", "h"):
        return start + _hours(limit.amount, 60 if limit.unit == "min" else 1)
    if limit.unit == "bh":
        return calendar.add_working_time(start, _hours(limit.amount))
    if limit.unit == "wd":
        return _working_days(start, limit.amount, calendar)
    return _months(start, limit.amount, calendar)


def _later(due: datetime, paused_at: datetime, resumed_at: datetime, unit: str, calendar: WorkingCalendar) -> datetime:
    lost = excluded((paused_at, resumed_at), unit, calendar)
    if unit in ("min", "h", "months") or not lost:
        return due + lost
    return calendar.add_working_time(due, lost)


def _working_days(start: datetime, amount: Decimal, calendar: WorkingCalendar) -> datetime:
    """A share of a day (80 % of 7 = 5.6) is that share of the company time up to the next full one."""
    whole, part = _split(amount)
    reached = calendar.add_working_days(start, whole) if whole else start
    if not part:
        return reached
    following = calendar.add_working_days(start, whole + 1)
    return calendar.add_working_time(reached, calendar.working_time(reached, following) * float(part))


def _months(start: datetime, amount: Decimal, calendar: WorkingCalendar) -> datetime:
    whole, part = _split(amount)
    reached = calendar.add_months(start, whole)
    return reached + (calendar.add_months(start, whole + 1) - reached) * float(part)


def _split(amount: Decimal) -> tuple[int, Decimal]:
    whole = amount.to_integral_value(ROUND_FLOOR)
    return int(whole), amount - whole


def _hours(amount: Decimal, parts: int = 1) -> timedelta:
    """`parts`: of an hour, so that 40 minutes are no fraction of one."""
    return timedelta(microseconds=int(amount * (3_600_000_000 // parts)))
