"""What a cell says when it only holds constants: the kind, the constants, and thereby the values between which nothing changes."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from engine.feel import tree
from engine.feel.dates import FeelDate
from engine.feel.durations import DayTimeDuration, YearMonthDuration
from engine.feel.literals import temporal
from engine.feel.numbers import CONTEXT

ORDERED = (Decimal, FeelDate, DayTimeDuration, YearMonthDuration)
_MAKERS = ("date", "duration")


@dataclass(frozen=True, slots=True)
class Shape:
    """A cell of constants of one `kind` (a Python class). Equality only for strings and booleans."""

    kind: type
    constants: tuple[object, ...]


def shape_of(tests: tree.Tests) -> Shape | None:
    """The shape of a cell; None if it holds anything but constants of one kind. Not for `-`."""
    try:
        constants = tuple(each for test in tests.tests for each in _constants(test))
    except NotConstant:
        return None
    kinds = {type(each) for each in constants}
    return Shape(kinds.pop(), constants) if len(kinds) == 1 else None


class NotConstant(Exception):
    """A cell holds more than constants."""


def _constants(test: tree.Node) -> Iterator[object]:
    if isinstance(test, tree.RangeNode):
        ends = (constant(test.low), constant(test.high))
        if type(ends[0]) not in ORDERED:
            raise NotConstant
        yield from ends
    elif isinstance(test, tree.ComparisonRange):
        value = constant(test.value)
        if type(value) not in ORDERED and test.operator not in ("=", "!="):
            raise NotConstant
        yield value
    else:
        yield constant(test)


def constant(node: tree.Node) -> object:
    """The value of a constant: a literal, a negative number, @"...", date("..."), duration("...")."""
    if isinstance(node, tree.Literal) and node.value is not None:
        return node.value
    if isinstance(node, tree.Negation) and isinstance(node.operand, tree.Literal) and type(node.operand.value) is Decimal:
        return node.operand.value.copy_negate()
    text = _temporal_text(node)
    try:
        value = temporal(text) if text else None
    except ValueError:
        value = None
    if type(value) not in ORDERED:
        raise NotConstant
    return value


def _temporal_text(node: tree.Node) -> str:
    if isinstance(node, tree.AtLiteral):
        return node.text
    is_call = isinstance(node, tree.Call) and isinstance(node.function, tree.Name) and node.function.name in _MAKERS
    if is_call and len(node.arguments) == 1 and isinstance(node.arguments[0], tree.Literal):
        return node.arguments[0].value if type(node.arguments[0].value) is str else ""
    return ""


def samples(kind: type, constants: set) -> list[object]:
    """Values of the kind that together meet every case: each constant and one between every two neighbours, in order.

    For strings the last one is a string that no cell mentions. The places of the constants are the odd ones.
    """
    if kind is bool:
        return [True, False]
    if kind is str:
        unknown = "?"
        while unknown in constants:
            unknown += "?"
        return [*sorted(constants), unknown]
    return _ordered_samples(kind, sorted(constants))


def _ordered_samples(kind: type, constants: list) -> list[object]:
    found = [_shifted(kind, constants[0], -1)]
    for place, each in enumerate(constants):
        found.append(each)
        following = constants[place + 1] if place + 1 < len(constants) else None
        found.append(_shifted(kind, each, 1) if following is None else _between(kind, each, following))
    return found


def _shifted(kind: type, value: object, by: int) -> object:
    if kind is Decimal:
        return CONTEXT.next_plus(value) if by > 0 else CONTEXT.next_minus(value)
    return kind.from_days(value.days + by) if kind is FeelDate else kind(_amount(value) + by)


def _between(kind: type, low: object, high: object) -> object:
    """A value between two; for days and months there may be none, then `low` stands for itself."""
    if kind is Decimal:
        return CONTEXT.divide(CONTEXT.add(low, high), 2)
    if kind is FeelDate:
        return FeelDate.from_days((low.days + high.days) // 2)
    return kind((_amount(low) + _amount(high)) // 2)


def _amount(value: DayTimeDuration | YearMonthDuration) -> int:
    return value.nanoseconds if type(value) is DayTimeDuration else value.months
