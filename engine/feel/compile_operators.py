"""Closures of the operators: arithmetic, comparison, logic, between, instance of."""

from __future__ import annotations

import operator
from decimal import Decimal

from . import tree
from .arithmetic import FAST, calculate, negate
from .comparing import holds
from .compiler import Closure, compile_node, compiles
from .measuring import measure
from .scope import Scope
from .types import type_of, unrestricted

_QUICK = {"<": operator.lt, "<=": operator.le, ">": operator.gt, ">=": operator.ge, "=": operator.eq, "!=": operator.ne}


@compiles(tree.Arithmetic)
def _arithmetic(node: tree.Arithmetic, scope: Scope) -> Closure:
    left, right, sign, at = compile_node(node.left, scope), compile_node(node.right, scope), node.operator, node.at
    quick = FAST.get(sign)
    if quick is None:
        return lambda frame: calculate(sign, left(frame), right(frame), frame.run, at)
    if isinstance(node.right, tree.Literal) and type(node.right.value) is Decimal:
        return _with_number(left, node.right.value, sign, at)

    def compute(frame):
        a, b = left(frame), right(frame)
        if type(a) is Decimal and type(b) is Decimal:
            try:
                return quick(a, b)
            except ArithmeticError:
                pass
        return calculate(sign, a, b, frame.run, at)
    return compute


def _with_number(left: Closure, number: Decimal, sign: str, at: int) -> Closure:
    """The quick way for `x * 2`."""
    quick = FAST[sign]

    def compute(frame):
        a = left(frame)
        if type(a) is Decimal:
            try:
                return quick(a, number)
            except ArithmeticError:
                pass
        return calculate(sign, a, number, frame.run, at)
    return compute


@compiles(tree.Negation)
def _negation(node: tree.Negation, scope: Scope) -> Closure:
    operand, at = compile_node(node.operand, scope), node.at
    return lambda frame: negate(operand(frame), frame.run, at)


@compiles(tree.Comparison)
def _comparison(node: tree.Comparison, scope: Scope) -> Closure:
    left, right, sign, at = compile_node(node.left, scope), compile_node(node.right, scope), node.operator, node.at
    quick = _QUICK[sign]
    if sign in ("=", "!=") and (asked := _asked_for_null(node, scope)):
        return asked
    name, other = _outer_name(node.left, scope), _outer_name(node.right, scope)
    if isinstance(node.right, tree.Literal) and type(node.right.value) in (Decimal, str):
        return _with_constant(left, name, node.right.value, sign, at)
    if name and other:
        return _of_names(left, right, name, other, sign, at)

    def compare(frame):
        a, b = left(frame), right(frame)
        kind = type(a)
        if kind is type(b) and (kind is Decimal or kind is str):
            return quick(a, b)
        return compared(sign, a, b, frame.run, at)
    return compare


def _asked_for_null(node: tree.Comparison, scope: Scope) -> Closure | None:
    """`x = null` and `x.y != null` ask whether there is a value: that there is none is no surprise, so nothing warns."""
    sides = [node.left, node.right]
    null = next((side for side in sides if isinstance(side, tree.Literal) and side.value is None), None)
    other = sides[0] if null is sides[1] else sides[1]
    if null is None or not isinstance(other, (tree.Name, tree.Path)):
        return None
    value, wanted = compile_node(other, scope), node.operator == "="

    def is_null(frame):
        run = frame.run
        before = run.warnings
        found = value(frame)
        run.warnings = before
        return (found is None) is wanted
    return is_null


def _outer_name(node: tree.Node, scope: Scope) -> str | None:
    """The name that a node reads directly from the caller's scope, so that a quick way can read it itself."""
    return node.name if scope.parent is None and isinstance(node, tree.Name) else None


def _with_constant(left: Closure, name: str | None, constant: Decimal | str, sign: str, at: int) -> Closure:
    """The quick way for `x > 10` and `x = "red"`."""
    quick, kind = _QUICK[sign], type(constant)

    def compare(frame):
        a = left(frame)
        return quick(a, constant) if type(a) is kind else compared(sign, a, constant, frame.run, at)

    def compare_name(frame):
        if name in frame.names and type(a := frame.names[name]) is kind:
            return quick(a, constant)
        return compare(frame)
    return compare_name if name else compare


def _of_names(left: Closure, right: Closure, name: str, other: str, sign: str, at: int) -> Closure:
    """The quick way for `x < y`."""
    quick = _QUICK[sign]

    def compare(frame):
        names = frame.names
        if name in names and other in names:
            a, b = names[name], names[other]
            if type(a) is Decimal and type(b) is Decimal:
                return quick(a, b)
        return compared(sign, left(frame), right(frame), frame.run, at)
    return compare


def compared(sign: str, left: object, right: object, run, at: int) -> bool | None:
    """Whether `left sign right`; null with a warning where the standard has no answer."""
    answer = holds(sign, left, right, run)
    if answer is None:
        same_kind = type(left) is type(right) and hasattr(left, "is_local")
        run.warn_kinds("zone-on-one-side" if same_kind else "not-comparable", at, left=left, right=right)
    return answer


@compiles(tree.Logic)
def _logic(node: tree.Logic, scope: Scope) -> Closure:
    operands = [compile_node(each, scope) for each in node.operands]
    deciding, at = node.operator == "or", node.at
    if len(operands) == 2:
        return _two(operands[0], operands[1], deciding, at)

    def decide(frame):
        answer = not deciding
        for operand in operands:
            value = operand(frame)
            if value is deciding:
                return deciding
            if value is not (not deciding):
                answer = _undecided(value, frame.run, at)
        return answer
    return decide


def _two(left: Closure, right: Closure, deciding: bool, at: int) -> Closure:
    other = not deciding

    def decide(frame):
        a = left(frame)
        if a is deciding:
            return deciding
        b = right(frame)
        if b is deciding:
            return deciding
        return other if a is other and b is other else _undecided(a if a is not other else b, frame.run, at)
    return decide


def _undecided(value: object, run, at: int) -> None:
    place = {"place_zh": "“and”“or” 的两边", "place_en": "Both sides of 'and' and 'or'"}
    run.warn_kinds("not-a-boolean", at, kind=value, **place)


@compiles(tree.Between)
def _between(node: tree.Between, scope: Scope) -> Closure:
    value, low, high = (compile_node(each, scope) for each in (node.value, node.low, node.high))
    at = node.at

    def between(frame):
        found = value(frame)
        above = compared(">=", found, low(frame), frame.run, at)
        below = compared("<=", found, high(frame), frame.run, at)
        return False if above is False or below is False else above and below
    return between


@compiles(tree.InstanceOf)
def _instance_of(node: tree.InstanceOf, scope: Scope) -> Closure:
    value, wanted = compile_node(node.value, scope), unrestricted(type_of(node.type, scope.types))

    def belongs(frame):
        found = value(frame)
        if type(found) is list or type(found) is dict:
            measure(found, frame.run.limits)
        return wanted.name == "Null" if found is None else wanted.has(found)
    return belongs
