"""Functions of numbers (DMN 10.3.4.5)."""

from __future__ import annotations

from decimal import (
    ROUND_CEILING, ROUND_DOWN, ROUND_FLOOR, ROUND_HALF_DOWN, ROUND_HALF_EVEN, ROUND_HALF_UP, ROUND_UP, Decimal,
)

from ..calls import Invalid
from ..durations import DayTimeDuration, YearMonthDuration
from ..numbers import CONTEXT, HIGHEST_SCALE, LOWEST_SCALE, round_to
from .registry import built_in


def _rounded(rounding: str):
    def rounded(run, n: Decimal, scale: Decimal = Decimal(0)) -> Decimal:
        if not LOWEST_SCALE <= scale <= HIGHEST_SCALE:
            raise Invalid(f"小数位数应在 {LOWEST_SCALE} 到 {HIGHEST_SCALE} 之间",
                          f"the scale must lie between {LOWEST_SCALE} and {HIGHEST_SCALE}")
        return round_to(n, int(scale), rounding)
    return rounded


for _name, _rounding in (("floor", ROUND_FLOOR), ("ceiling", ROUND_CEILING)):
    built_in(f"{_name}(n: number)", f"{_name}(n: number, scale: number)")(_rounded(_rounding))
for _name, _rounding in (
    ("decimal", ROUND_HALF_EVEN), ("round up", ROUND_UP), ("round down", ROUND_DOWN),
    ("round half up", ROUND_HALF_UP), ("round half down", ROUND_HALF_DOWN),
):
    built_in(f"{_name}(n: number, scale: number)")(_rounded(_rounding))


@built_in("abs(n: number|days and time duration|years and months duration)")
def absolute(run, n):
    if type(n) is DayTimeDuration:
        return DayTimeDuration(abs(n.nanoseconds))
    return YearMonthDuration(abs(n.months)) if type(n) is YearMonthDuration else n.copy_abs()


@built_in("modulo(dividend: number, divisor: number)")
def modulo(run, dividend: Decimal, divisor: Decimal) -> Decimal:
    """The remainder with the divisor's sign."""
    if not divisor:
        raise Invalid("除数为零", "the divisor is zero")
    remainder = _exact_remainder(dividend, divisor)
    return CONTEXT.add(remainder, divisor) if remainder and (remainder < 0) != (divisor < 0) else remainder


def _exact_remainder(dividend: Decimal, divisor: Decimal) -> Decimal:
    try:
        return CONTEXT.remainder(dividend, divisor)
    except ArithmeticError:                     # the quotient has more than 34 digits
        quotient = CONTEXT.divide(dividend, divisor).to_integral_value(ROUND_FLOOR)
        return CONTEXT.subtract(dividend, CONTEXT.multiply(divisor, quotient))


@built_in("sqrt(number: number)")
def square_root(run, number: Decimal) -> Decimal:
    if number < 0:
        raise Invalid("负数没有平方根", "a negative number has no square root")
    return CONTEXT.sqrt(number)


@built_in("log(number: number)")
def logarithm(run, number: Decimal) -> Decimal:
    if number <= 0:
        raise Invalid("对数只适用于正数", "only positive numbers have a logarithm")
    return CONTEXT.ln(number)


@built_in("exp(number: number)")
def exponential(run, number: Decimal) -> Decimal:
    return CONTEXT.exp(number)


@built_in("odd(number: number)")
def is_odd(run, number: Decimal) -> bool:
    return _exact_remainder(number, Decimal(2)).copy_abs() == 1


@built_in("even(number: number)")
def is_even(run, number: Decimal) -> bool:
    return _exact_remainder(number, Decimal(2)) == 0
