"""Arithmetic is Python's decimal in the context of decimal128."""

from __future__ import annotations

from decimal import ROUND_HALF_EVEN, Context, Decimal, DivisionByZero, InvalidOperation, Overflow

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.feel import compile_expression

DECIMAL128 = Context(prec=34, rounding=ROUND_HALF_EVEN, Emin=-6143, Emax=6144, traps=[InvalidOperation, DivisionByZero, Overflow])
NUMBERS = st.decimals(allow_nan=False, allow_infinity=False, places=None).map(lambda value: Decimal(str(value))).filter(
    lambda value: len(value.as_tuple().digits) <= 34 and -6000 < value.adjusted() < 6000)
OPERATIONS = {"+": DECIMAL128.add, "-": DECIMAL128.subtract, "*": DECIMAL128.multiply, "/": DECIMAL128.divide}


@pytest.mark.parametrize("sign", OPERATIONS)
@settings(max_examples=60, deadline=None)
@given(a=NUMBERS, b=NUMBERS)
def test_operation_is_that_of_decimal128(sign, a, b):
    try:
        expected = OPERATIONS[sign](a, b)
    except ArithmeticError:
        expected = None

    found = compile_expression(f"a {sign} b").evaluate({"a": a, "b": b}).value

    assert found == expected and str(found) == str(expected)


@settings(max_examples=60, deadline=None)
@given(a=NUMBERS, b=NUMBERS)
def test_comparison_is_exact(a, b):
    answers = [compile_expression(f"a {sign} b").evaluate({"a": a, "b": b}).value for sign in ("<", "<=", "=", ">=", ">", "!=")]

    assert answers == [a < b, a <= b, a == b, a >= b, a > b, a != b]


@settings(max_examples=60, deadline=None)
@given(a=NUMBERS)
def test_number_survives_its_own_text(a):
    text = compile_expression("string(a)").evaluate({"a": a}).value

    assert compile_expression("number(a)").evaluate({"a": text}).value == a


@pytest.mark.parametrize(("text", "digits"), [
    ("-a", "-1.234567890123456789012345678901234"), ("-(-1.234567890123456789012345678901234)", "1.234567890123456789012345678901234"),
    ("abs(-a)", "1.234567890123456789012345678901234"), ("0 - a", "-1.234567890123456789012345678901234"),
    ("max(a, 1)", "1.234567890123456789012345678901234"), ("string(-a)", "-1.234567890123456789012345678901234"),
])
def test_no_operation_loses_any_of_34_digits(text, digits):
    found = compile_expression(text).evaluate({"a": Decimal("1.234567890123456789012345678901234")}).value

    assert str(found) == digits


def test_money_adds_up():
    assert compile_expression("4 * 0.3 + 5 * 0.3 + 3 * 0.2 + 5 * 0.2 = 4.3").evaluate({}).value is True


def test_plain_python_numbers_count_as_decimals():
    scope = {"a": 1, "b": 0.1, "list": [1, 2]}

    assert compile_expression("a + b").evaluate(scope).value == Decimal("1.1")
    assert compile_expression("list[2] * 2").evaluate(scope).value == Decimal(4)
