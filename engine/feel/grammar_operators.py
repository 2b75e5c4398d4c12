"""The operators of the grammar, loosest first (DMN 10.3.1.2): or, and, comparison, + -, * /, **, -, instance of, postfix."""

from __future__ import annotations

from . import tree
from .cursor import PREFIX, Cursor, infix, prefix
from .grammar_types import parse_type

OR, AND, COMPARE, ADD, MULTIPLY, POWER, NEGATE, INSTANCE, POSTFIX = range(1, 10)
COMPARISONS = ("=", "!=", "<", "<=", ">", ">=")


@infix(OR, "or")
def _or(cursor: Cursor, left: tree.Node) -> tree.Node:
    return _logic(cursor, left, "or", OR)


@infix(AND, "and")
def _and(cursor: Cursor, left: tree.Node) -> tree.Node:
    return _logic(cursor, left, "and", AND)


def _logic(cursor: Cursor, left: tree.Node, operator: str, power: int) -> tree.Node:
    at, operands = cursor.token.start, [left]
    while cursor.accept(operator):
        operands.append(cursor.expression(power))
    return tree.Logic(operator, tuple(operands), at=at)


@infix(COMPARE, *COMPARISONS)
def _comparison(cursor: Cursor, left: tree.Node) -> tree.Node:
    taken = cursor.advance()
    return tree.Comparison(taken.text, left, cursor.expression(COMPARE), at=taken.start)


@infix(COMPARE, "between")
def _between(cursor: Cursor, left: tree.Node) -> tree.Node:
    at = cursor.advance().start
    low = cursor.expression(COMPARE)
    cursor.expect("and")
    return tree.Between(left, low, cursor.expression(COMPARE), at=at)


@infix(COMPARE, "in")
def _in(cursor: Cursor, left: tree.Node) -> tree.Node:
    at = cursor.advance().start
    if cursor.at("("):
        first = parenthesised(cursor, allows_several=True)
        if isinstance(first, tree.Tests):
            return tree.In(left, first.tests, at=at)
        return tree.In(left, (cursor.go_on(first, COMPARE),), at=at)
    return tree.In(left, (positive_test(cursor, COMPARE),), at=at)


def positive_test(cursor: Cursor, power: int = 0) -> tree.Node:
    """One test: a comparison such as `< 10`, or an expression."""
    if cursor.at(*COMPARISONS):
        taken = cursor.advance()
        return tree.ComparisonRange(taken.text, cursor.expression(COMPARE), at=taken.start)
    return cursor.expression(power)


@prefix("(")
def _parentheses(cursor: Cursor) -> tree.Node:
    return parenthesised(cursor)


def parenthesised(cursor: Cursor, allows_several: bool = False) -> tree.Node:
    """What begins with `(`: an expression, a range, a comparison, or (after "in") several tests as a Tests node."""
    at = cursor.expect("(").start
    if cursor.at(")"):
        raise cursor.unexpected()
    tests = [positive_test(cursor)]
    if cursor.at("..") and not isinstance(tests[0], tree.ComparisonRange):
        return _range(cursor, tests[0], False, at)
    while allows_several and cursor.accept(","):
        tests.append(positive_test(cursor))
    cursor.expect(")")
    return tests[0] if len(tests) == 1 else tree.Tests(tuple(tests), at=at)


@prefix("[")
def _list_or_range(cursor: Cursor) -> tree.Node:
    at = cursor.advance().start
    if cursor.accept("]"):
        return tree.ListNode((), at=at)
    items = [positive_test(cursor)]
    if cursor.at("..") and not isinstance(items[0], tree.ComparisonRange):
        return _range(cursor, items[0], True, at)
    while cursor.accept(","):
        items.append(positive_test(cursor))
    cursor.expect("]", ",")
    return tree.ListNode(tuple(items), at=at)


@prefix("]")
def _open_range(cursor: Cursor) -> tree.Node:
    at = cursor.advance().start
    return _range(cursor, cursor.expression(COMPARE), False, at)


def _range(cursor: Cursor, low: tree.Node, low_closed: bool, at: int) -> tree.Node:
    cursor.expect("..")
    cursor.range_ends += 1
    high = cursor.expression(COMPARE)
    cursor.range_ends -= 1
    closing = cursor.expect("]", ")", "[")
    return tree.RangeNode(low, high, low_closed, closing.text == "]", at=at)


@infix(ADD, "+", "-")
def _sum(cursor: Cursor, left: tree.Node) -> tree.Node:
    taken = cursor.advance()
    return tree.Arithmetic(taken.text, left, cursor.expression(ADD), at=taken.start)


@infix(MULTIPLY, "*", "/")
def _product(cursor: Cursor, left: tree.Node) -> tree.Node:
    taken = cursor.advance()
    return tree.Arithmetic(taken.text, left, cursor.expression(MULTIPLY), at=taken.start)


@infix(POWER, "**")
def _power(cursor: Cursor, left: tree.Node) -> tree.Node:
    taken = cursor.advance()
    return tree.Arithmetic(taken.text, left, cursor.expression(POWER), at=taken.start)


@prefix("-")
def _negation(cursor: Cursor) -> tree.Node:
    at = cursor.advance().start
    if cursor.token.kind == "number":
        number = PREFIX["number"](cursor).value
        return cursor.go_on(tree.Literal(number.copy_negate() if number else number, at=at), NEGATE)
    return tree.Negation(cursor.expression(NEGATE), at=at)


@infix(INSTANCE, "instance")
def _instance_of(cursor: Cursor, left: tree.Node) -> tree.Node:
    at = cursor.advance().start
    cursor.expect("of")
    return tree.InstanceOf(left, parse_type(cursor), at=at)
