"""Equality and order of FEEL values, three-valued: True, False, or None where the standard leaves no answer (DMN 10.3.2.5)."""

from __future__ import annotations

from decimal import Decimal

from .dates import FeelDate
from .durations import SECOND, DayTimeDuration, YearMonthDuration
from .moments import FeelDateTime
from .ranges import Range
from .times import FeelTime
from .values import NATIVE, native


def equal(left: object, right: object, run) -> bool | None:
    """Whether two values are equal; None when they are of different kinds. Deep comparisons are charged to `run`.

    Times and moments are compared to the second, as the standard's value functions do.
    """
    if left is None or right is None:
        return left is right
    kind = type(left)
    if kind is not type(right):
        return _equal_after_conversion(left, right, run)
    if kind is Decimal or kind is str or kind is bool:
        return left == right
    compare = _EQUAL.get(kind)
    if compare is not None:
        return compare(left, right, run)
    return left == right


def _equal_after_conversion(left: object, right: object, run) -> bool | None:
    if type(left) in NATIVE and type(right) in NATIVE:
        return None
    left, right = native(left), native(right)
    return equal(left, right, run) if type(left) is type(right) else None


def _equal_lists(left: list, right: list, run) -> bool | None:
    if len(left) != len(right):
        return False
    run.charge(len(left))
    return _all_equal(zip(left, right), run)


def _equal_contexts(left: dict, right: dict, run) -> bool | None:
    if left.keys() != right.keys():
        return False
    run.charge(len(left))
    return _all_equal(((value, right[name]) for name, value in left.items()), run)


def _equal_ranges(left: Range, right: Range, run) -> bool | None:
    if (left.low_closed, left.high_closed, left.operator) != (right.low_closed, right.high_closed, right.operator):
        return False
    return _all_equal(((left.low, right.low), (left.high, right.high)), run)


def _all_equal(pairs, run) -> bool | None:
    answer: bool | None = True
    for left, right in pairs:
        same = equal(left, right, run)
        if same is False:
            return False
        if same is None:
            answer = None
    return answer


def _equal_times(left: FeelTime, right: FeelTime, _run) -> bool | None:
    if left.is_local != right.is_local:
        return None
    return left.utc_nanoseconds() // SECOND == right.utc_nanoseconds() // SECOND


def _equal_moments(left: FeelDateTime, right: FeelDateTime, _run) -> bool | None:
    if left.is_local != right.is_local:
        return None
    return left.instant // SECOND == right.instant // SECOND


_EQUAL = {
    list: _equal_lists, dict: _equal_contexts, Range: _equal_ranges, FeelTime: _equal_times, FeelDateTime: _equal_moments,
}


def order(left: object, right: object) -> int | None:
    """Negative, zero or positive as `left` comes before, with or after `right`; None when they can't be ordered."""
    kind = type(left)
    if kind is not type(right):
        if type(left) in NATIVE and type(right) in NATIVE:
            return None
        left, right = native(left), native(right)
        return order(left, right) if type(left) is type(right) else None
    key = _ORDER.get(kind)
    if key is None:
        return None
    first, second = key(left), key(right)
    if kind in _ZONED and left.is_local != right.is_local:
        first, second = first - _borrowed_offset(left, right), second - _borrowed_offset(right, left)
    return (first > second) - (first < second)


def _borrowed_offset(value: FeelTime | FeelDateTime, other: FeelTime | FeelDateTime) -> int:
    """For "<" a local value uses the offset of the other one (DMN 10.3.2.15, table 54)."""
    return other.current_offset * SECOND if value.is_local else 0


_ZONED = (FeelTime, FeelDateTime)
_ORDER = {
    Decimal: lambda value: value,
    str: lambda value: value,
    FeelDate: lambda value: value.days,
    FeelTime: FeelTime.utc_nanoseconds,
    FeelDateTime: lambda value: value.instant,
    DayTimeDuration: lambda value: value.nanoseconds,
    YearMonthDuration: lambda value: value.months,
}


def holds(operator: str, left: object, right: object, run) -> bool | None:
    """Whether `left operator right`; None when it can't be said."""
    if operator == "=":
        return equal(left, right, run)
    if operator == "!=":
        same = equal(left, right, run)
        return None if same is None else not same
    found = order(left, right)
    if found is None:
        return None
    if operator == "<":
        return found < 0
    if operator == ">":
        return found > 0
    return (found < 0 if operator == "<=" else found > 0) or equal(left, right, run)


def contains(range_: Range, value: object, run) -> bool | None:
    """Whether the value lies in the range; None when it can't be said."""
    if range_.operator:
        return holds(range_.operator, value, range_.high if range_.low is None else range_.low, run)
    above = holds(">=" if range_.low_closed else ">", value, range_.low, run)
    if above is False:
        return False
    below = holds("<=" if range_.high_closed else "<", value, range_.high, run)
    return below if above or below is False else None
