"""Which Python values FEEL knows, what kind each is, and how a plain Python value becomes one."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, time, timedelta
from decimal import Decimal

from .dates import FeelDate
from .durations import DayTimeDuration, YearMonthDuration
from .functions import Function
from .moments import FeelDateTime
from .numbers import CONTEXT
from .ranges import Range
from .times import FeelTime

NATIVE = frozenset({
    Decimal, str, bool, type(None), list, dict,
    FeelDate, FeelTime, FeelDateTime, DayTimeDuration, YearMonthDuration, Range, Function,
})
TEMPORAL = (FeelDate, FeelTime, FeelDateTime, DayTimeDuration, YearMonthDuration)

_PLAIN_KINDS = {Decimal: "number", str: "string", bool: "boolean", type(None): "null", list: "list", dict: "context"}


def kind_of(value: object) -> str:
    """FEEL's name for the kind of a value: number, string, date and time, list, ..."""
    return _PLAIN_KINDS.get(type(value)) or getattr(value, "kind", "null")


def native(value: object) -> object:
    """The FEEL value of a plain Python one; the elements of a list or mapping as well.

    int and float become Decimal, datetime and its kin their FEEL counterparts, tuples and sets lists.
    TypeError for anything FEEL has no word for.
    """
    kind = type(value)
    if kind is list:
        return value if all(type(each) in _SCALARS for each in value) else [native(each) for each in value]
    if kind is dict:
        return {str(key): native(each) for key, each in value.items()}
    if kind in NATIVE:
        return value
    if isinstance(value, (int, float, Decimal)):
        return _number(value)
    return _converted(value)


_SCALARS = NATIVE - {list, dict}


def _number(value: int | float | Decimal) -> Decimal | None:
    """A float is read as it prints; what is no finite number becomes null."""
    if isinstance(value, bool):
        return bool(value)
    found = CONTEXT.create_decimal(repr(value) if isinstance(value, float) else value)
    return found if found.is_finite() else None


def _converted(value: object) -> object:
    for python_type, convert in _CONVERSIONS:
        if isinstance(value, python_type):
            return convert(value)
    raise TypeError(f"FEEL has no value for {type(value).__name__}")


_CONVERSIONS = (
    (str, str),
    (datetime, FeelDateTime.from_python),
    (date, FeelDate.from_python),
    (time, FeelTime.from_python),
    (timedelta, DayTimeDuration.from_python),
    (Mapping, lambda value: {str(key): native(each) for key, each in value.items()}),
    ((tuple, set, frozenset), lambda value: [native(each) for each in value]),
)
