"""What a process owner reads when an expression is wrong: where, what, and what was expected, in both languages."""

from __future__ import annotations

import re
from decimal import Decimal
from string import Formatter

import pytest

from engine.feel import FeelSyntaxError, compile_expression, compile_unary_tests
from engine.feel.messages import MESSAGES

CHINESE = re.compile("[\u4e00-\u9fff]")


def refusal(text: str) -> FeelSyntaxError:
    with pytest.raises(FeelSyntaxError) as refused:
        compile_expression(text)
    return refused.value


@pytest.mark.parametrize(("text", "code", "position"), [
    ("1 +", "unexpected-end", 3), ("(1 + 2", "unexpected-end", 6), ("1 + )", "unexpected-token", 4), ("1 + 2)", "too-much", 5), ("1 2", "too-much", 2), ("if a then b", "unexpected-end", 11),
    ("[1, 2", "unexpected-end", 5), ('"abc', "unterminated-string", 0), ("'abc'", "single-quote", 0), ("a == 1", "single-equals", 2),
    ("金额 > 5，000", "full-width", 6), ("（1）", "full-width", 0), ("a ; b", "unexpected-character", 2), ("/* open", "unterminated-comment", 0),
    ("{a: 1, a: 2}", "duplicate-key", 7), ("x instance of nmber", "unknown-type", 14), ("", "empty-expression", 0), ("f(a: 1, 2)", "unexpected-end", 10),
    ("for x return x", "unexpected-end", 14), ("a between 1 or 2", "unexpected-token", 12),
])
def test_error_names_the_place(text, code, position):
    error = refusal(text)

    assert (error.code, error.position) == (code, position)
    assert CHINESE.search(error.zh) and error.en.isascii() or code == "full-width"


def test_error_names_the_sign_to_type_instead():
    assert "半角“,”" in refusal("金额 > 5，000").zh


def test_unknown_type_names_the_nearest():
    assert "number" in refusal("x instance of nmber").zh


@pytest.mark.parametrize(("text", "code", "zh"), [
    ("amuont + 1", "unknown-name", "没有名为“amuont”的值（是不是“amount”？）。"),
    ("order.custmer", "unknown-entry", "上下文里没有“custmer”（是不是“customer”？）。"),
    ("substrng(name, 1)", "unknown-function", "没有名为“substrng”的函数（是不是“substring”？）。"),
    ('amount + "1"', "wrong-operands", "“+”不能用于数字和字符串。"), ("amount > name", "not-comparable", "数字和字符串不能比较。"),
    ("upper case(amount)", "wrong-argument", "upper case 的参数“string”应为字符串，得到数字。"), ("amount / 0", "division-by-zero", "除数为零。"),
    ("list[9]", "no-such-item", "列表有 2 项，没有第 9 项。"), ("now()", "invalid-argument", "now：没有给出当前时间。"), ("amount(1)", "not-a-function", "数字不能当作函数调用。"),
    ("contains(string: name)", "missing-argument", "contains 缺少参数“match”。"),
    ("contains(text: name, match: name)", "unknown-argument", "contains 没有名为“text”的参数。"),
])
def test_warning_says_why_it_is_null(text, code, zh):
    scope = {"amount": Decimal(5), "name": "Anna", "list": [Decimal(1), Decimal(2)], "order": {"customer": "Bo"}}

    result = compile_expression(text).evaluate(scope)

    assert result.value is None
    assert (result.warnings[0].code, result.warnings[0].zh) == (code, zh)


def test_warning_knows_its_character():
    result = compile_expression("1 + 2 + nothing").evaluate({})

    assert result.warnings[0].position == 8


def test_cell_error_names_the_place():
    with pytest.raises(FeelSyntaxError) as refused:
        compile_unary_tests("> 5 and < 10")

    assert (refused.value.code, refused.value.position) == ("joined-tests", 4)
    assert "[5..10]" in refused.value.zh and "[5..10]" in refused.value.en


def test_every_message_exists_in_both_languages_with_the_same_values():
    for code, (zh, en) in MESSAGES.items():
        assert CHINESE.search(zh.replace("{reason_zh}", "因")) and zh.endswith("。") and en.isascii() and en.endswith("."), code
        assert _values(zh) == _values(en), code


def _values(sentence: str) -> set[str]:
    return {re.sub("_(zh|en)$", "", name) for _, name, _, _ in Formatter().parse(sentence) if name}


def test_expression_tells_what_it_reads():
    expression = compile_expression("for o in orders return o.total * rate + customer.address.city + helper(o)")

    assert expression.names == {"orders", "rate", "customer"}
    assert ("customer", "address", "city") in expression.paths
    assert expression.functions == {"helper"}
    assert compile_expression("orders[total > limit]").names == {"orders"}
    assert compile_expression("{a: b, c: a}.c").names == {"b"}
    assert compile_unary_tests("? > low").names == {"low"}


@pytest.mark.parametrize(("text", "answer"), [
    ("nothing = null", True), ("nothing != null", False), ("null = order.nobody", True), ("order.customer != null", True),
    ("nothing != null and nothing > 1", False),
])
def test_asking_for_null_is_no_mistake(text, answer):
    result = compile_expression(text).evaluate({"order": {"customer": "Bo"}})

    assert result.value is answer and result.warnings == ()
