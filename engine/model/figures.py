"""Figures of a month: every one is a count over a list of cases, and the list comes with it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from decimal import ROUND_HALF_UP, Decimal

from engine.errors import Text


@dataclass(frozen=True, slots=True)
class ClockRun:
    """A clock of a case, or of one of its rounds: met, breached, open, or cancelled (counted as neither)."""

    name: str
    round: int
    outcome: str


@dataclass(frozen=True, slots=True)
class CountedCase:
    """What reports know of a case; no customer, no words. `ended_as`: withdrawn, rejected, merged, else empty."""

    id: str
    number: str
    title: str
    received_at: datetime
    ended_at: datetime | None
    round: int
    type: str | None = None
    priority: str | None = None
    department: str | None = None
    channel: str | None = None
    status: str | None = None
    satisfaction: str | None = None
    problem: str | None = None
    ended_as: str = ""
    ratings: Mapping[int, str] = field(default_factory=dict)
    stage_seconds: Mapping[int, float] = field(default_factory=dict)
    clocks: tuple[ClockRun, ...] = ()

    @property
    def is_closed(self) -> bool:
        """It came to its end, and did not leave early."""
        return self.ended_at is not None and not self.ended_as

    @property
    def last_rating(self) -> str | None:
        return self.ratings[max(self.ratings)] if self.ratings else self.satisfaction


@dataclass(frozen=True, slots=True)
class Item:
    """One case behind a figure; `round` where a round is what is counted, else 0."""

    case: CountedCase
    round: int = 0


@dataclass(frozen=True, slots=True)
class Line:
    """One figure. `key` names it in addresses. `of`: the whole that its share is of; 0 = no share.

    `seconds`: an average duration over the items. `per_mille`: the share as printed, so that shares of one whole sum to 100 %.
    """

    key: str
    label: Text
    items: tuple[Item, ...]
    of: int = 0
    per_mille: int = 0
    seconds: int | None = None
    group: Text | None = None

    @property
    def count(self) -> int:
        return len(self.items)

    @property
    def share(self) -> str:
        """`33.3 %`; empty where nothing is there to take a share of."""
        return f"{Decimal(self.per_mille).scaleb(-1)} %" if self.of else ""


@dataclass(frozen=True, slots=True)
class Block:
    """Lines that belong together. `note`: definition, scale and whole, printed beside the figures. `shape`: shares, rates, times, list."""

    id: str
    title: Text
    note: Text
    n: int
    lines: tuple[Line, ...]
    shape: str = "shares"


@dataclass(frozen=True, slots=True)
class Report:
    """A month counted at `counted_at`: cases received from `starts_at` up to, not including, `ends_at`."""

    package_id: str
    month: str
    name: Text
    starts_at: datetime
    ends_at: datetime
    counted_at: datetime
    n: int
    blocks: tuple[Block, ...]

    def block(self, id_: str) -> Block:
        return next(each for each in self.blocks if each.id == id_)

    def line(self, key: str) -> Line | None:
        return next((line for block in self.blocks for line in block.lines if line.key == key), None)

    @property
    def is_final(self) -> bool:
        return self.counted_at >= self.ends_at


def items(cases: Sequence[CountedCase]) -> tuple[Item, ...]:
    return tuple(Item(case) for case in cases)


def shared(parts: Sequence[tuple[str, Text, Sequence[Item]]], of: int) -> tuple[Line, ...]:
    """Lines of parts of one whole. Printed shares are rounded by the largest remainder, so that a whole sums to 100.0 %."""
    counts = [len(found) for _, _, found in parts]
    printed = _rounded(counts, of) if of else [0] * len(parts)
    return tuple(Line(key, label, tuple(found), of, share) for (key, label, found), share in zip(parts, printed, strict=True))


def rate(key: str, label: Text, found: Sequence[Item], of: int, group: Text | None = None) -> Line:
    """A share that stands for itself."""
    return Line(key, label, tuple(found), of, _half_up(len(found) * 1000, of) if of else 0, group=group)


def average(key: str, label: Text, measured: Sequence[tuple[CountedCase, float]], group: Text | None = None) -> Line:
    """A mean duration, over the cases it was measured on."""
    seconds = _half_up(round(sum(each for _, each in measured)), len(measured)) if measured else None
    return Line(key, label, tuple(Item(case) for case, _ in measured), seconds=seconds, group=group)


def is_over(count: int, of: int, percent: int, at_least: int) -> bool:
    """More than `percent` of the whole, in whole numbers: 10.1 % is over 10 %, 10.0 % is not (S3.54, C37)."""
    return of >= at_least and count * 100 > percent * of


def _rounded(counts: Sequence[int], of: int) -> list[int]:
    down = [count * 1000 // of for count in counts]
    missing = _half_up(sum(counts) * 1000, of) - sum(down)
    by_rest = sorted(range(len(counts)), key=lambda each: (-(counts[each] * 1000 % of), each))
    for each in by_rest[:missing]:
        down[each] += 1
    return down


def _half_up(number: int, by: int) -> int:
    return int((Decimal(number) / by).quantize(Decimal(1), ROUND_HALF_UP))
