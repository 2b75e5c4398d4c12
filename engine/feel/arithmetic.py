"""Sums, differences, products, quotients and powers of every pair of kinds that the standard allows (DMN 10.3.2.5, tables 55-58)."""

from __future__ import annotations

from decimal import Decimal

from .dates import FeelDate
from .durations import DAY, SECOND, DayTimeDuration, YearMonthDuration
from .moments import FeelDateTime
from .numbers import CONTEXT
from .times import FeelTime
from .values import NATIVE, native


class ZoneMismatch(ValueError):
    """Only one of two values to be subtracted carries a time zone."""


def calculate(operator: str, left: object, right: object, run, position: int) -> object:
    """The value of `left operator right`, or null with a warning."""
    rule = RULES.get((operator, type(left), type(right)))
    if rule is None:
        if not (type(left) in NATIVE and type(right) in NATIVE):
            return calculate(operator, native(left), native(right), run, position)
        return run.warn_kinds("wrong-operands", position, operator=operator, left=left, right=right)
    try:
        value = rule(left, right)
    except ZeroDivisionError:
        return run.warn("division-by-zero", position)
    except ArithmeticError:
        return run.warn("number-out-of-range", position)
    except ZoneMismatch:
        return run.warn("zone-on-one-side", position)
    except (ValueError, OverflowError):
        return run.warn("time-out-of-range", position)
    return run.checked_text(value) if type(value) is str else value


def negate(value: object, run, position: int) -> object:
    """The value with the other sign, or null with a warning."""
    value = value if type(value) in NATIVE else native(value)
    if type(value) is Decimal:
        return value.copy_negate() if value else value        # the minus sign would round in Python's own context
    if type(value) is DayTimeDuration:
        return DayTimeDuration(-value.nanoseconds)
    if type(value) is YearMonthDuration:
        return YearMonthDuration(-value.months)
    return run.warn_kinds("wrong-operand", position, operator="-", kind=value)


def _moment(value: FeelDate | FeelDateTime) -> FeelDateTime:
    """A date counts as its midnight UTC."""
    return FeelDateTime(value, FeelTime(0, 0)) if type(value) is FeelDate else value


def _between_moments(left: FeelDate | FeelDateTime, right: FeelDate | FeelDateTime) -> DayTimeDuration:
    first, second = _moment(left), _moment(right)
    if first.is_local != second.is_local:
        raise ZoneMismatch
    return DayTimeDuration(first.instant - second.instant)


def _between_times(left: FeelTime, right: FeelTime) -> DayTimeDuration:
    if left.is_local != right.is_local:
        raise ZoneMismatch
    return DayTimeDuration(left.utc_nanoseconds() - right.utc_nanoseconds())


def _date_plus(date: FeelDate, nanoseconds: int) -> FeelDate:
    return FeelDate.from_days((date.days * DAY + nanoseconds) // DAY)


def _scaled_days(duration: DayTimeDuration, factor: Decimal) -> DayTimeDuration:
    return DayTimeDuration(_whole(CONTEXT.multiply(Decimal(duration.nanoseconds), factor)))


def _scaled_months(duration: YearMonthDuration, factor: Decimal) -> YearMonthDuration:
    return YearMonthDuration(_whole(CONTEXT.multiply(Decimal(duration.months), factor)))


def _whole(value: Decimal) -> int:
    """Cut to an integer; ValueError for what no duration can hold, before the integer is built."""
    if value.adjusted() > 40:
        raise ValueError("duration out of range")
    return int(value)


def _ratio(left: int, right: int) -> Decimal:
    return CONTEXT.divide(Decimal(left), Decimal(right))


def _divided(duration: DayTimeDuration | YearMonthDuration, divisor: Decimal) -> DayTimeDuration | YearMonthDuration:
    if type(duration) is DayTimeDuration:
        return DayTimeDuration(_whole(CONTEXT.divide(Decimal(duration.nanoseconds), divisor)))
    return YearMonthDuration(_whole(CONTEXT.divide(Decimal(duration.months), divisor)))


def _power(base: Decimal, exponent: Decimal) -> Decimal:
    """0 ** 0 is 1, as in the other decimal128 libraries."""
    if not base and exponent < 0:
        raise ZeroDivisionError
    if not base and not exponent:
        return Decimal(1)
    return CONTEXT.power(base, exponent)


_D, _DT, _T, _DTD, _YMD = FeelDate, FeelDateTime, FeelTime, DayTimeDuration, YearMonthDuration

RULES = {
    ("+", Decimal, Decimal): CONTEXT.add,
    ("-", Decimal, Decimal): CONTEXT.subtract,
    ("*", Decimal, Decimal): CONTEXT.multiply,
    ("/", Decimal, Decimal): CONTEXT.divide,
    ("**", Decimal, Decimal): _power,
    ("+", str, str): lambda a, b: a + b,
    ("+", _DTD, _DTD): lambda a, b: _DTD(a.nanoseconds + b.nanoseconds),
    ("-", _DTD, _DTD): lambda a, b: _DTD(a.nanoseconds - b.nanoseconds),
    ("/", _DTD, _DTD): lambda a, b: _ratio(a.nanoseconds, b.nanoseconds),
    ("+", _YMD, _YMD): lambda a, b: _YMD(a.months + b.months),
    ("-", _YMD, _YMD): lambda a, b: _YMD(a.months - b.months),
    ("/", _YMD, _YMD): lambda a, b: _ratio(a.months, b.months),
    ("*", _DTD, Decimal): _scaled_days,
    ("*", Decimal, _DTD): lambda a, b: _scaled_days(b, a),
    ("*", _YMD, Decimal): _scaled_months,
    ("*", Decimal, _YMD): lambda a, b: _scaled_months(b, a),
    ("/", _DTD, Decimal): _divided,
    ("/", _YMD, Decimal): _divided,
    ("-", _DT, _DT): _between_moments,
    ("-", _D, _D): _between_moments,
    ("-", _D, _DT): _between_moments,
    ("-", _DT, _D): _between_moments,
    ("-", _T, _T): _between_times,
    ("+", _DT, _DTD): lambda a, b: a.plus(b.nanoseconds),
    ("+", _DTD, _DT): lambda a, b: b.plus(a.nanoseconds),
    ("-", _DT, _DTD): lambda a, b: a.plus(-b.nanoseconds),
    ("+", _DT, _YMD): lambda a, b: a.plus_months(b.months),
    ("+", _YMD, _DT): lambda a, b: b.plus_months(a.months),
    ("-", _DT, _YMD): lambda a, b: a.plus_months(-b.months),
    ("+", _D, _DTD): lambda a, b: _date_plus(a, b.nanoseconds),
    ("+", _DTD, _D): lambda a, b: _date_plus(b, a.nanoseconds),
    ("-", _D, _DTD): lambda a, b: _date_plus(a, -b.nanoseconds),
    ("+", _D, _YMD): lambda a, b: a.plus_months(b.months),
    ("+", _YMD, _D): lambda a, b: b.plus_months(a.months),
    ("-", _D, _YMD): lambda a, b: a.plus_months(-b.months),
    ("+", _T, _DTD): lambda a, b: a.plus(b.nanoseconds),
    ("+", _DTD, _T): lambda a, b: b.plus(a.nanoseconds),
    ("-", _T, _DTD): lambda a, b: a.plus(-b.nanoseconds),
}
FAST = {"+": CONTEXT.add, "-": CONTEXT.subtract, "*": CONTEXT.multiply, "/": CONTEXT.divide}


def known_result(operator: str, left: str, right: str) -> bool:
    """Whether any rule exists for these two kinds (names as `kind_of` gives them)."""
    return (operator, left, right) in _KIND_RULES


_SAMPLES = {Decimal: "number", str: "string"}
_KIND_RULES = {(operator, _SAMPLES.get(left) or left.kind, _SAMPLES.get(right) or right.kind)
               for operator, left, right in RULES}
