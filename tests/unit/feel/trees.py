"""Random syntax trees, tokens and values for the property tests."""

from __future__ import annotations

from decimal import Decimal

from hypothesis import strategies as st

from engine.feel import tree
from engine.feel.builtins import BUILT_INS
from engine.feel.durations import DAY, DayTimeDuration, YearMonthDuration
from engine.feel.dates import FeelDate
from engine.feel.moments import FeelDateTime
from engine.feel.numbers import CONTEXT
from engine.feel.ranges import Range
from engine.feel.times import FeelTime

NAMES = st.sampled_from(["x", "y", "items", "Monthly Salary", "a-b", "客户", "if", "in", "date", "item", "of", "date and time", "🐎"])
KEYS = NAMES | st.text(min_size=1, max_size=5)
NUMBERS = st.decimals(allow_nan=False, allow_infinity=False, min_value=-10**12, max_value=10**12).map(CONTEXT.plus)

_TYPES = st.recursive(
    st.sampled_from(["number", "string", "date and time", "Any", "t Own", "ns.tOther"]).map(tree.TypeNode),
    lambda inner: st.one_of(
        st.builds(lambda kind, of: tree.TypeNode(kind, (of,)), st.sampled_from(["list", "range"]), inner),
        st.builds(lambda a, b: tree.TypeNode("context", (a, b), ("a", "b c")), inner, inner),
        st.builds(lambda a, result: tree.TypeNode("function", (a,), (), result), inner, inner)),
    max_leaves=4)

_LEAVES = st.one_of(
    NUMBERS.map(tree.Literal), st.text(max_size=8).filter(lambda text: text.isprintable()).map(tree.Literal),
    st.sampled_from([True, False, None]).map(tree.Literal), NAMES.map(tree.Name),
    st.sampled_from(["2024-02-29", "P1D", "10:00:00", "nonsense"]).map(tree.AtLiteral))


def _nodes(inner):
    pairs = st.lists(inner, min_size=2, max_size=3).map(tuple)
    iterators = st.lists(st.builds(tree.Iterator_, NAMES, inner, st.none() | inner), min_size=1, max_size=2).map(tuple)
    tests = inner | st.builds(tree.ComparisonRange, st.sampled_from(["<", "<=", ">", ">=", "=", "!="]), inner)
    arguments = st.lists(inner, max_size=2).map(tuple)
    return st.one_of(
        st.builds(tree.Arithmetic, st.sampled_from(["+", "-", "*", "/", "**"]), inner, inner),
        st.builds(tree.Comparison, st.sampled_from(["=", "!=", "<", "<=", ">", ">="]), inner, inner),
        st.builds(_logic, st.sampled_from(["and", "or"]), pairs), st.builds(tree.Negation, inner),
        st.builds(tree.Between, inner, inner, inner), st.builds(tree.In, inner, st.lists(tests, min_size=1, max_size=2).map(tuple)),
        st.builds(tree.InstanceOf, inner, _TYPES), st.builds(tree.If, inner, inner, inner),
        st.builds(tree.For, iterators, inner), st.builds(tree.Quantified, st.sampled_from(["some", "every"]), iterators, inner),
        st.builds(tree.FunctionNode, st.lists(st.builds(tree.ParameterNode, NAMES, st.none() | _TYPES), max_size=2).map(tuple), inner),
        st.builds(tree.Call, st.sampled_from(sorted(BUILT_INS)).map(tree.Name) | inner, arguments),
        st.builds(lambda function, value: tree.Call(function, (value,), ("a b",)), inner, inner),
        st.builds(tree.Filter, inner, inner), st.builds(tree.Path, inner, NAMES), st.lists(tests, max_size=3).map(tuple).map(tree.ListNode),
        st.builds(tree.RangeNode, inner, inner, st.booleans(), st.booleans()),
        st.dictionaries(KEYS, inner, max_size=3).map(
            lambda entries: tree.ContextNode(tuple(tree.Entry(name, value) for name, value in entries.items()))))


def _logic(operator: str, operands: tuple[tree.Node, ...]) -> tree.Logic:
    """The parser never leaves an operand that is the same operator on the left: it is one list."""
    first = operands[0]
    if isinstance(first, tree.Logic) and first.operator == operator:
        operands = (*first.operands, *operands[1:])
    return tree.Logic(operator, operands)


TREES = st.recursive(_LEAVES, _nodes, max_leaves=12)

TOKENS = st.lists(st.sampled_from([
    "1", "2.5", "1e6000", '"a"', "x", "items", "null", "true", "(", ")", "[", "]", "{", "}", ",", ".", "..", ":", "+", "-", "*", "/", "**",
    "=", "!=", "<", ">=", "and", "or", "not(", "if", "then", "else", "for", "in", "return", "some", "every", "satisfies", "between",
    "instance of", "function(", "external", '@"P1D"', "?", "item", "partial", "list<number>", "range<", "context<", "`a b`", "//", "/*",
    *(f"{name}(" for name in BUILT_INS)]), max_size=16).map(" ".join)

DAYS = st.integers(-10**11, 10**11).map(FeelDate.from_days)
TIMES = st.builds(
    lambda nanos, zone: FeelTime(nanos, *zone), st.integers(0, DAY - 1),
    st.sampled_from([(None, None), (0, None), (8 * 3600, None), (None, "Asia/Shanghai"), (None, "Europe/Paris"), (-3723, None)]))
VALUES = st.recursive(
    st.one_of(
        st.none(), st.booleans(), NUMBERS, st.text(max_size=8), DAYS, TIMES, st.builds(FeelDateTime, DAYS, TIMES),
        st.integers(-10**20, 10**20).map(DayTimeDuration), st.integers(-10**6, 10**6).map(YearMonthDuration),
        st.builds(Range, NUMBERS, NUMBERS, st.booleans(), st.booleans()),
        st.builds(Range.comparison, st.sampled_from(["<", ">="]), DAYS)),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=4) | st.just("$date"), inner, max_size=4), max_leaves=10)

SCOPE = {"x": Decimal(5), "y": "abc", "items": [Decimal(1), None, "a", [Decimal(2)], {"x": Decimal(1)}],
         "date": FeelDate(2024, 2, 29), "客户": {"x": Decimal(1), "y": {"x": None}}}
