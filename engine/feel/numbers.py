"""FEEL numbers: decimal128 (IEEE 754-2008; DMN 10.3.2.3.1), 34 digits, half to even."""

from __future__ import annotations

from decimal import (
    ROUND_HALF_EVEN, Context, Decimal, DivisionByZero, InvalidOperation, Overflow,
)

CONTEXT = Context(
    prec=34, rounding=ROUND_HALF_EVEN, Emin=-6143, Emax=6144, clamp=0,
    traps=[InvalidOperation, DivisionByZero, Overflow],
)
LOWEST_SCALE, HIGHEST_SCALE = -6111, 6176

_WIDE = Context(prec=13_000, Emin=-20_000, Emax=20_000, traps=[InvalidOperation])


def number(text: str | int) -> Decimal:
    """The decimal128 number of a text such as `1.50` or `1e3`, rounded to 34 digits.

    ArithmeticError when it is none, or outside the range.
    """
    value = CONTEXT.create_decimal(text)
    if not value.is_finite():
        raise InvalidOperation(text)
    return value


def round_to(value: Decimal, scale: int, rounding: str) -> Decimal:
    """`value` with `scale` digits after the point, rounded as the decimal module names it. ArithmeticError beyond 34 digits.

    Zeros are added, 5 becomes 5.00, as far as 34 digits allow.
    """
    if -value.as_tuple().exponent <= scale and value.adjusted() + scale >= CONTEXT.prec:
        return value
    rounded = value.quantize(Decimal((0, (1,), -scale)), rounding=rounding, context=_WIDE)
    return CONTEXT.plus(rounded)


def number_text(value: Decimal) -> str:
    """The plain notation of a number: never an exponent, never a negative zero."""
    if not value:
        value = value.copy_abs()
    return format(value, "f")
