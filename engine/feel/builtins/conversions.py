"""Functions that make a value of another one (DMN 10.3.4.1): date, time, number, string, duration, range; and not."""

from __future__ import annotations

import re
from decimal import Decimal

from .. import tree
from ..calls import Invalid
from ..comparing import order
from ..dates import FeelDate
from ..durations import SECOND, DayTimeDuration, YearMonthDuration, parse_duration
from ..errors import FeelError
from ..literals import temporal
from ..moments import FeelDateTime
from ..numbers import CONTEXT
from ..numbers import number as number_of
from ..parser import parse_expression
from ..ranges import Range
from ..times import FeelTime
from ..value_text import value_text
from .registry import built_in

_NUMBER = re.compile(r"[+-]?(\d+(\.\d*)?|\.\d+)([eE][+-]?\d{1,7})?", re.ASCII)


@built_in("not(negand: boolean?)")
def negation(run, negand: bool | None) -> bool | None:
    return None if negand is None else not negand


@built_in("date(from: string)")
def date_of_text(run, text: str) -> FeelDate:
    return _read(FeelDate.parse, text, "日期", "date")


@built_in("date(from: date|date and time)")
def date_of(run, value: FeelDate | FeelDateTime) -> FeelDate:
    return value.date if type(value) is FeelDateTime else value


@built_in("date(year: number, month: number, day: number)")
def date_of_parts(run, year: Decimal, month: Decimal, day: Decimal) -> FeelDate:
    try:
        return FeelDate(*(_small(part) for part in (year, month, day)))
    except ValueError:
        raise Invalid("没有这一天", "there is no such day") from None


@built_in("date and time(from: string)")
def moment_of_text(run, text: str) -> FeelDateTime:
    return _read(FeelDateTime.parse, text, "日期时间", "date and time")


@built_in("date and time(date: date|date and time, time: time)")
def moment_of(run, date: FeelDate | FeelDateTime, time: FeelTime) -> FeelDateTime:
    return FeelDateTime(date_of(run, date), time)


@built_in("time(from: string)")
def time_of_text(run, text: str) -> FeelTime:
    return _read(FeelTime.parse, text, "时间", "time")


@built_in("time(from: time|date and time|date)")
def time_of(run, value: object) -> FeelTime:
    if type(value) is FeelDate:
        return FeelTime(0, 0)
    return value.time if type(value) is FeelDateTime else value


@built_in("time(hour: number, minute: number, second: number, offset?: days and time duration?)")
def time_of_parts(run, hour: Decimal, minute: Decimal, second: Decimal, offset: DayTimeDuration | None = None) -> FeelTime:
    try:
        away = None if offset is None else offset.nanoseconds // SECOND
        whole = int(second)
        return FeelTime.of(_small(hour), _small(minute), whole, int(CONTEXT.multiply(CONTEXT.subtract(second, whole), SECOND)), away)
    except (ValueError, ArithmeticError):
        raise Invalid("没有这个时间", "there is no such time") from None


def _small(value: Decimal) -> int:
    """A whole number of calendar size. ValueError otherwise."""
    if value != value.to_integral_value() or value.copy_abs() > 10**9:
        raise ValueError(value)
    return int(value)


@built_in("duration(from: string)")
def duration_of_text(run, text: str) -> DayTimeDuration | YearMonthDuration:
    return _read(parse_duration, text, "时长", "duration")


def _read(parse, text: str, zh: str, en: str):
    try:
        return parse(text)
    except ValueError:
        raise Invalid(f"“{text[:40]}”不是有效的{zh}", f"'{text[:40]}' is no {en}") from None


@built_in("years and months duration(from: date|date and time, to: date|date and time)")
def months_between(run, start: FeelDate | FeelDateTime, end: FeelDate | FeelDateTime) -> YearMonthDuration:
    """Whole months, counted towards zero."""
    first, last = date_of(run, start), date_of(run, end)
    months = (last.year - first.year) * 12 + last.month - first.month
    if months > 0 and last.day < first.day:
        months -= 1
    elif months < 0 and last.day > first.day:
        months += 1
    return YearMonthDuration(months)


@built_in("number(from: string)", "number(from: string, grouping separator: string?, decimal separator: string?)")
def number_of_text(run, text: str, grouping: str | None = None, point: str | None = None) -> Decimal:
    if grouping not in (None, " ", ",", ".") or point not in (None, ",", ".") or (point and point == grouping):
        raise Invalid("分隔符只能是空格、逗号或点，且不能相同", "separators may be space, comma or point, and must differ")
    plain = text.replace(grouping, "") if grouping else text
    plain = plain.replace(point, ".") if point else plain
    if not _NUMBER.fullmatch(plain) or (point == "," and "." in text.replace(grouping or "", "")):
        raise Invalid(f"“{text[:40]}”不是有效的数字", f"'{text[:40]}' is no number")
    return number_of(plain)


@built_in("string(from: Any)")
def string_of(run, value: object) -> str | None:
    return None if value is None else run.checked_text(value_text(value, run.charge))


@built_in("range(from: string)")
def range_of_text(run, text: str) -> Range:
    """Only literal ends: a range's text is data, not an expression."""
    try:
        node = parse_expression(text, ("date and time",))
    except FeelError:
        raise _no_range(text) from None
    if not isinstance(node, tree.RangeNode):
        raise _no_range(text)
    low, high = _literal(node.low, text), _literal(node.high, text)
    is_closed_nowhere = (low is None and node.low_closed) or (high is None and node.high_closed)
    if is_closed_nowhere or (low is None and high is None):
        raise _no_range(text)
    if low is not None and high is not None and (order(low, high) is None or order(low, high) > 0):
        raise _no_range(text)
    return Range(low, high, node.low_closed, node.high_closed)


_MAKERS = {"date": FeelDate.parse, "time": FeelTime.parse, "date and time": FeelDateTime.parse, "duration": parse_duration}


def _literal(node: tree.Node, text: str) -> object:
    if isinstance(node, tree.Literal) and type(node.value) is not bool:
        return node.value
    if isinstance(node, tree.Negation) and isinstance(node.operand, tree.Literal) and type(node.operand.value) is Decimal:
        return node.operand.value.copy_negate()
    try:
        if isinstance(node, tree.AtLiteral):
            return temporal(node.text)
        if isinstance(node, tree.Call) and isinstance(node.function, tree.Name) and len(node.arguments) == 1:
            argument = node.arguments[0]
            if node.function.name in _MAKERS and isinstance(argument, tree.Literal) and type(argument.value) is str:
                return _MAKERS[node.function.name](argument.value)
    except ValueError:
        pass
    raise _no_range(text)


def _no_range(text: str) -> Invalid:
    return Invalid(f"“{text[:40]}”不是有效的范围", f"'{text[:40]}' is no range")
