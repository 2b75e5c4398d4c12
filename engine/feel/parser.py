"""Turns text into a syntax tree: an expression, the tests of a cell, or a type."""

from __future__ import annotations

from collections.abc import Iterable

from . import grammar_control, grammar_values, tree  # noqa: F401  (importing registers the grammar)
from .cursor import Cursor
from .errors import LIMITS, FeelLimitExceeded, FeelSyntaxError, Limits
from .grammar_operators import positive_test
from .grammar_types import parse_type as _parse_type

_SPACED_PROPERTIES = ("time offset", "start included", "end included")


def parse_expression(text: str, names: Iterable[str] = (), members: Iterable[str] = (), limits: Limits = LIMITS) -> tree.Node:
    """The tree of an expression. `names` may stand in it unquoted; `members` may follow a dot or stand in a filter.

    FeelSyntaxError, FeelLimitExceeded.
    """
    cursor = _cursor(text, names, members, limits)
    return _finished(cursor, cursor.expression(), limits)


def parse_tests(text: str, names: Iterable[str] = (), members: Iterable[str] = (), limits: Limits = LIMITS) -> tree.Tests:
    """The tree of a cell (DMN grammar rules 13 to 15): `-`, tests separated by commas, or not(...) around them."""
    names = ["?", *names]
    if text.strip() == "-":
        return tree.Tests(())
    if text.lstrip().startswith("not"):
        try:
            return _finished(cursor := _cursor(text, names, members, limits), _negated_tests(cursor), limits)
        except FeelSyntaxError:
            pass                          # `not(a) and b` is an expression
    cursor = _cursor(text, names, members, limits)
    return _finished(cursor, tree.Tests(_tests(cursor)), limits)


def parse_type(text: str, limits: Limits = LIMITS) -> tree.TypeNode:
    """The tree of a type such as list<number>. FeelSyntaxError."""
    cursor = _cursor(text, (), (), limits)
    return _finished(cursor, _parse_type(cursor), limits)


def _cursor(text: str, names: Iterable[str], members: Iterable[str], limits: Limits) -> Cursor:
    cursor = Cursor(text, names, (*_SPACED_PROPERTIES, *members), limits)
    if cursor.token.kind == "end":
        raise FeelSyntaxError("empty-expression")
    return cursor


def _negated_tests(cursor: Cursor) -> tree.Tests:
    cursor.expect("not")
    cursor.expect("(")
    tests = _tests(cursor)
    cursor.expect(")")
    return tree.Tests(tests, is_negated=True)


def _tests(cursor: Cursor) -> tuple[tree.Node, ...]:
    tests = [positive_test(cursor)]
    while cursor.accept(","):
        tests.append(positive_test(cursor))
    return tuple(tests)


def _finished(cursor: Cursor, node: tree.Node, limits: Limits) -> tree.Node:
    if cursor.token.kind != "end":
        raise _too_much(cursor, node)
    if tree.height(node) > limits.depth:
        raise FeelLimitExceeded("too-deep")
    return node


def _too_much(cursor: Cursor, node: tree.Node) -> FeelSyntaxError:
    token = cursor.token
    if isinstance(node, tree.Tests) and cursor.at("and", "or"):
        return FeelSyntaxError("joined-tests", token.start, found=token.text)
    if cursor.text[token.start:token.end] == "==":
        return cursor.unexpected()
    return FeelSyntaxError("too-much", token.start, found=cursor.text[token.start:token.end][:40])
