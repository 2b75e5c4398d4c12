"""Nothing that an expression says hangs a worker or reaches behind the values: each attempt ends in a refusal or in null."""

from __future__ import annotations

import json
from decimal import Decimal
from time import process_time

import pytest

from engine.feel import FeelError, FeelLimitExceeded, Limits, compile_expression, compile_unary_tests, dumps

SECONDS = 6      # of processor time; the limits themselves stop most attempts within a tenth of that
DOUBLED = "{a: [1, 1], " + ", ".join(f"x{n}: [x{n - 1}, x{n - 1}]" if n else "x0: [a, a]" for n in range(30))


def outcome(text: str) -> str:
    """The error's code, or `null`, or the value as text."""
    try:
        value = compile_expression(text).evaluate({"x": Decimal(1)}).value
    except FeelError as error:
        return error.code
    return "null" if value is None else str(value)


@pytest.mark.parametrize("text", [
    "x.__class__", '"".__class__.__mro__', "x.__init__.__globals__", '__import__("os")', '__builtins__.eval("1")',
    '`__import__`("os")', "(function(a) a).__closure__", "partial.__class__", "{}.keys()", '[].append(1)', '"a".format(x)',
    'get value({}, "__class__")', '"x"["__class__"]', "date.__class__", "now.run",
    '(function() external {java: {class: "java.lang.Runtime", method signature: "exit(int)"}})()', 'eval("1")', 'open("/etc/passwd")',
    '@"file:///etc/passwd"', 'time("10:00:00@../../../etc/passwd")', 'time("10:00:00@/etc/localtime")',
    "10 ** 6144 * 10", "1e6000 ** 2", 'number("1e99999")', 'string("a") * 1000000', '@"P1D" * 1e6000', "time(1e300, 0, 0)",
    '@"P99999999999999999999D"', 'date("999999999-12-31") + @"P1D"', 'matches("a", "((a{1000}){1000}){1000}")', 'matches("a", "(?<=a+)b")',
    'matches("a", "(?R)")', 'matches("a", "a{99999}")', 'replace("a", "a", "$")', "substring(\"abc\", 1e300)", "[1, 2][1e300]",
    'from json("1e999999999")', 'from json("' + "[" * 60 + "]" * 60 + '")', 'from json("\\"\\\\ud800\\"")', 'extract("a", "((a{1000}){1000}){1000}")', "0 ** -1",
])
def test_attempt_yields_null(text):
    assert outcome(text) == "null"


@pytest.mark.parametrize(("text", "code"), [
    ("for i in 1..1000000000 return i", "too-many-items"),
    ("some i in 1..1000000000 satisfies i < 0", "too-many-steps"),
    ("for a in 1..1000, b in 1..1000, c in 1..1000 return a", "too-many-items"),
    ("count(for a in 1..900 return for b in 1..900 return b)", "too-many-steps"),
    ('for i in 1..60 return if i = 1 then "aaaaaaaaaa" else partial[-1] + partial[-1]', "too-many-characters"),
    ("for i in 1..60 return if i = 1 then [1] else concatenate(partial[-1], partial[-1])", "too-many-items"),
    ("for i in 1..60 return if i = 1 then [1] else [partial]", "too-many-items"),
    ("{f: function(n) f(n + 1), r: f(1)}.r", "too-many-calls"),
    ("{f: function(n) f(n) + f(n), r: f(1)}.r", "too-many-calls"),
    (DOUBLED + "}", "too-many-items"),
    (DOUBLED + ", r: x29 = x28}", "too-many-steps"),
    (DOUBLED + ", r: string(x29)}", "too-many-steps"), (DOUBLED + ", r: to json(x29)}", "too-many-steps"),
    (DOUBLED + ", r: flatten(x29)}", "too-many-items"),
    (DOUBLED + ", r: x29 instance of list<list<list<number>>>}", "too-many-items"),
    ('matches("' + "a" * 60 + '!", "^(a|aa|a?)+$")', "pattern-too-slow"),
    ('for i in 1..10000 return matches("' + "a" * 40 + '!", "(a|aa)+$")', "pattern-too-slow"),
    ("(" * 5000, "too-deep"), ("[" * 5000, "too-deep"), ("-" * 5000 + "1", "too-deep"), ("not(" * 500, "too-deep"),
    ("if " * 500, "too-deep"), ("x" + "[1]" * 2000, "too-deep"), ("x" + ".a" * 2000, "too-deep"), ("1" + "+1" * 2000, "too-deep"),
    ("x instance of " + "list<" * 500, "unexpected-token"), ("1" * 30_000, "too-long"), ("1e99999999", "number-out-of-range"),
    ("1e999999", "number-out-of-range"), ("1 in " + "(" * 500, "too-deep"), ("{a: " * 500, "too-deep"),
])
def test_attempt_is_refused_in_time(text, code):
    started = process_time()

    assert outcome(text) == code
    assert process_time() - started < SECONDS


def test_cell_is_bounded_like_an_expression():
    with pytest.raises(FeelLimitExceeded):
        compile_unary_tests("not(" * 300 + "1" + ")" * 300)
    with pytest.raises(FeelLimitExceeded):
        compile_unary_tests("some i in 1..1000000000 satisfies i = ?").matches(Decimal(-1), {})


def test_caller_may_set_narrower_limits():
    few = Limits(steps=10, length=30)

    with pytest.raises(FeelLimitExceeded) as steps:
        compile_expression("for i in 1..20 return i", limits=few).evaluate({})
    with pytest.raises(FeelLimitExceeded) as length:
        compile_expression("1 + " * 10 + "1", limits=few)

    assert (steps.value.code, length.value.code) == ("too-many-steps", "too-long")


def test_every_refusal_says_why_in_both_languages():
    with pytest.raises(FeelLimitExceeded) as refused:
        compile_expression("for i in 1..1000000000 return i").evaluate({})

    assert "列表" in refused.value.zh and "list" in refused.value.en


def test_lone_surrogates_never_reach_a_value():
    value = compile_expression('"\\uD800x"').evaluate({}).value

    assert json.loads(dumps(value).encode("utf-8")) == "\ufffdx"
