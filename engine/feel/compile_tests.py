"""Closures of "in" and of a decision table's cells. A test takes the frame and the value that is tested."""

from __future__ import annotations

import operator
from collections.abc import Callable
from decimal import Decimal

from . import tree
from .comparing import contains, equal
from .compile_operators import compared
from .compiler import Closure, compile_node, compiles
from .ranges import Range
from .run import Frame, Run
from .scope import Scope

Test = Callable[[Frame, object], bool | None]
_QUICK = {"<": operator.lt, "<=": operator.le, ">": operator.gt, ">=": operator.ge, "=": operator.eq, "!=": operator.ne}


@compiles(tree.In)
def _in(node: tree.In, scope: Scope) -> Closure:
    value, test = compile_node(node.value, scope), _any_of([_test(each, scope, node.at) for each in node.tests])
    return lambda frame: test(frame, value(frame))


@compiles(tree.Tests)
def _as_value(node: tree.Tests, scope: Scope) -> Closure:
    raise AssertionError("tests stand in cells and after 'in' only")


def compile_tests(node: tree.Tests, scope: Scope) -> Test:
    """The test of a cell. `?` is the tested value; a cell that uses it decides by being true."""
    if not node.tests:
        return lambda frame, value: True
    test = _any_of([_cell_test(each, scope) for each in node.tests])
    if not node.is_negated:
        return test

    def negated(frame, value):
        answer = test(frame, value)
        return None if answer is None else not answer
    return negated


def _any_of(tests: list[Test]) -> Test:
    if len(tests) == 1:
        return tests[0]

    def any_of(frame, value):
        answer = False
        for test in tests:
            found = test(frame, value)
            if found is True:
                return True
            if found is None:
                answer = None
        return answer
    return any_of


def _cell_test(node: tree.Node, scope: Scope) -> Test:
    inner = scope.inside({"?"})
    if not tree.mentions(node, "?"):
        return _constant_test(node, scope) or _test(node, scope, node.at, is_cell=True)
    if isinstance(node, tree.ComparisonRange):
        plain = _test(node, inner, node.at)
        return lambda frame, value: plain(Frame({"?": value}, frame), value)
    closure, at = compile_node(node, inner), node.at

    def decides(frame, value):
        found = closure(Frame({"?": value}, frame))
        return found if found is True or found is False else belongs(value, found, frame.run, at)
    return decides


def _constant_test(node: tree.Node, scope: Scope) -> Test | None:
    """The quick test of a plain number or string, or of a comparison with one; None for all else."""
    sign, literal = ("=", node) if isinstance(node, tree.Literal) else (getattr(node, "operator", ""), getattr(node, "value", None))
    if isinstance(node, tree.Literal) or (isinstance(node, tree.ComparisonRange) and isinstance(literal, tree.Literal)):
        wanted = literal.value
        if type(wanted) in (Decimal, str):
            return _quick_test(sign, wanted, node.at)
    return None


def _quick_test(sign: str, wanted: Decimal | str, at: int) -> Test:
    quick, kind, is_value = _QUICK[sign], type(wanted), sign == "="

    def test(frame, value):
        if type(value) is kind:
            return quick(value, wanted)
        if is_value:
            return belongs(value, wanted, frame.run, at)
        return compared(sign, value, wanted, frame.run, at)
    return test


def _test(node: tree.Node, scope: Scope, at: int, is_cell: bool = False) -> Test:
    if isinstance(node, tree.ComparisonRange):
        limit, sign = compile_node(node.value, scope), node.operator
        return lambda frame, value: compared(sign, value, limit(frame), frame.run, at)
    closure = compile_node(node, scope)
    is_range = isinstance(node, tree.RangeNode)
    is_condition = is_cell and not isinstance(node, (tree.Literal, tree.Name, tree.Path))

    def test(frame, value):
        found = closure(frame)
        if found is None and is_range:
            return None
        if is_condition and found is True and type(value) is not bool:
            return True
        return belongs(value, found, frame.run, at)
    return test


def belongs(value: object, found: object, run: Run, at: int) -> bool | None:
    """Whether the value is `found`, is in the range `found`, or is in the list `found` (DMN 10.3.2.8, table 53)."""
    if type(found) is Range:
        return _in_range(value, found, run, at)
    if type(found) is list:
        return _in_list(value, found, run, at)
    return equal(value, found, run) or False


def _in_range(value: object, found: Range, run: Run, at: int) -> bool | None:
    answer = contains(found, value, run)
    if answer is None:
        run.warn_kinds("not-comparable", at, left=value, right=found.high if found.low is None else found.low)
    return answer


def _in_list(value: object, found: list, run: Run, at: int) -> bool | None:
    run.charge(len(found))
    answer = equal(value, found, run) or False
    for each in found:
        inside = equal(value, each, run)
        if not inside and type(each) is Range:
            inside = contains(each, value, run)
        elif not inside and type(each) is list and type(value) is not list:
            inside = _in_list(value, each, run, at)
        if inside:
            return True
        if inside is None and type(each) is Range:
            answer = None
    return answer


