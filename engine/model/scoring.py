"""Weighted scoring by several people: the total with its formula, the level it means, and what would change the level.

Nothing here knows what is scored: dimensions, weights and levels are a package's (`[scoring]` in package.toml).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from engine.errors import Text

PERCENT = Decimal(100)
STEP = Decimal("0.25")
"""How finely a change of one dimension's average is tried: one of four people changes a score by one."""


@dataclass(frozen=True, slots=True)
class Dimension:
    """`weight` in percent. `reason`: the field with the reason, beside the one with the score."""

    key: str
    label: Text
    weight: Decimal
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Level:
    """Reached from `at_least` on."""

    value: str
    text: Text
    at_least: Decimal


@dataclass(frozen=True, slots=True)
class Scoring:
    """`task`: the element at which people score. `sheets`: the variable with what they scored, a list of contexts; `by`: its
    key that says who. `levels`: the highest first, the last one is reached by every total. `is_assumed`: the levels stand
    in no source and the owner should confirm them."""

    task: str
    sheets: str
    by: str
    dimensions: tuple[Dimension, ...]
    levels: tuple[Level, ...]
    lowest: Decimal = Decimal(1)
    highest: Decimal = Decimal(5)
    is_assumed: bool = False

    def total(self, scores: Mapping[str, Decimal]) -> Decimal:
        return sum((each.weight * scores[each.key] for each in self.dimensions), Decimal(0)) / PERCENT

    def level(self, total: Decimal) -> Level:
        return next(each for each in self.levels if total >= each.at_least)

    def averages(self, sheets: Sequence[Mapping[str, Any]]) -> dict[str, Decimal]:
        """Of each dimension, over all who scored. Raises LookupError or TypeError for sheets that aren't complete."""
        return {each.key: sum((sheet[each.key] for sheet in sheets), Decimal(0)) / len(sheets) for each in self.dimensions}

    def context(self) -> dict[str, Any]:
        """What FEEL reads as `scoring`."""
        return {
            "dimensions": [{"key": each.key, "label": each.label.zh, "weight": each.weight} for each in self.dimensions],
            "levels": [{"value": each.value, "at_least": each.at_least} for each in self.levels],
        }


@dataclass(frozen=True, slots=True)
class Change:
    """The smallest change of one dimension's average that leads to another level."""

    dimension: Dimension
    before: Decimal
    after: Decimal
    total: Decimal
    level: Level

    @property
    def is_up(self) -> bool:
        return self.after > self.before


@dataclass(frozen=True, slots=True)
class Result:
    """`formula`: as one would write it on paper."""

    averages: Mapping[str, Decimal]
    total: Decimal
    level: Level
    formula: str
    changes: tuple[Change, ...]


def result(scoring: Scoring, sheets: Sequence[Mapping[str, Any]]) -> Result | None:
    """What the sheets come to; None while they aren't complete."""
    try:
        averages = scoring.averages(sheets)
        total = scoring.total(averages)
    except (ArithmeticError, LookupError, TypeError):
        return None
    return Result(averages, total, scoring.level(total), formula(scoring, averages), tuple(_changes(scoring, averages, total)))


def formula(scoring: Scoring, averages: Mapping[str, Decimal]) -> str:
    terms = (f"{shown(averages[each.key])} × {shown(each.weight)}%" for each in scoring.dimensions)
    return f"{' + '.join(terms)} = {shown(scoring.total(averages))}"


def shown(number: Decimal) -> str:
    """Three places at most, and none that say nothing: 4.3, 4.525, 4."""
    return f"{round(number, 3).normalize():f}"


def _changes(scoring: Scoring, averages: Mapping[str, Decimal], total: Decimal) -> Iterable[Change]:
    """Down and up, dimension by dimension, where one alone can change the level."""
    level = scoring.level(total)
    for each in scoring.dimensions:
        for step in (-STEP, STEP):
            if (found := _first_change(scoring, averages, each, step, level)) is not None:
                yield found


def _first_change(scoring: Scoring, averages: Mapping[str, Decimal], dimension: Dimension, step: Decimal, level: Level) -> Change | None:
    before = after = averages[dimension.key]
    while scoring.lowest <= (after := after + step) <= scoring.highest:
        total = scoring.total({**averages, dimension.key: after})
        if scoring.level(total) != level:
            return Change(dimension, before, after, total, scoring.level(total))
    return None
