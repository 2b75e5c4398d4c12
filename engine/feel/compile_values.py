"""Closures of literals, names, paths, filters, lists, contexts and ranges."""

from __future__ import annotations

from decimal import Decimal

from . import tree
from .compiler import Closure, compile_node, compiles
from .comparing import order
from .literals import temporal
from .messages import hint_words, kind_words
from .nearest import nearest
from .numbers import number_text
from .properties import PROPERTIES
from .ranges import Range
from .run import Frame, Run
from .scope import Scope
from .values import NATIVE, kind_of, native


@compiles(tree.Literal)
def _literal(node: tree.Literal, scope: Scope) -> Closure:
    value = node.value
    return lambda frame: value


@compiles(tree.AtLiteral)
def _at_literal(node: tree.AtLiteral, scope: Scope) -> Closure:
    text, at = node.text, node.at
    try:
        value = temporal(text)
    except ValueError:
        return lambda frame: frame.run.warn("invalid-literal", at, text=text[:60])
    return lambda frame: value


@compiles(tree.Name)
def _name(node: tree.Name, scope: Scope) -> Closure:
    return scope.getter(node.name, node.at)


@compiles(tree.Path)
def _path(node: tree.Path, scope: Scope) -> Closure:
    source, name, at = compile_node(node.source, scope), node.name, node.at

    def follow(frame):
        value = source(frame)
        if type(value) is dict and name in value:
            found = value[name]
            return found if type(found) in NATIVE else native(found)
        return member(value, name, frame.run, at)
    return follow


def member(value: object, name: str, run: Run, at: int) -> object:
    """What stands behind the dot: an entry, a property, or the list of those of a list's items. Null with a warning if nothing."""
    if type(value) is list:
        run.charge(len(value))
        return [member(each, name, run, at) for each in value]
    if type(value) is dict:
        if name in value:
            found = value[name]
            return found if type(found) in NATIVE else native(found)
        return run.warn("unknown-entry", at, name=name, **kind_words("context"), **hint_words(nearest(name, value)))
    known = PROPERTIES.get(type(value), {})
    if name in known:
        return known[name](value)
    return run.warn("unknown-entry", at, name=name, **kind_words(kind_of(value)), **hint_words(nearest(name, known)))


@compiles(tree.Filter)
def _filter(node: tree.Filter, scope: Scope) -> Closure:
    source, at = compile_node(node.source, scope), node.at
    condition = compile_node(node.condition, scope.filtering())

    def select(frame):
        value = source(frame)
        if value is None:
            return frame.run.warn_kinds("not-a-list", at, kind=value)
        items = value if type(value) is list else [value]
        first = condition(Frame({"item": items[0] if items else None}, frame)) if items else _quietly(condition, frame)
        if type(first) is Decimal:
            return element(items, first, frame.run, at)
        return _kept(items, first, condition, frame, at)
    return select


def _quietly(condition: Closure, frame: Frame) -> object:
    """What the filter of an empty list yields, so that an index is told from a condition; its warnings mean nothing."""
    kept = frame.run.warnings
    first = condition(Frame({"item": None}, frame))
    frame.run.warnings = kept
    return first


def element(items: list, index: Decimal, run: Run, at: int) -> object:
    """The item with this index, counted from 1, or from -1 backwards; null when there is none."""
    if index != index.to_integral_value():
        return run.warn_kinds("wrong-filter", at, kind=index)
    if index.copy_abs() > len(items) or not index:
        return run.warn("no-such-item", at, index=number_text(index), count=len(items))
    place = int(index)
    return items[place - 1] if place > 0 else items[place]


def _kept(items: list, first: object, condition: Closure, frame: Frame, at: int) -> list | None:
    run, kept = frame.run, []
    for number, item in enumerate(items):
        run.charge()
        answer = condition(Frame({"item": item}, frame)) if number else first
        if answer is True:
            kept.append(item)
        elif answer is not False and answer is not None:
            return run.warn_kinds("wrong-filter", at, kind=answer)
    return kept


@compiles(tree.ListNode)
def _list(node: tree.ListNode, scope: Scope) -> Closure:
    items = [compile_node(each, scope) for each in node.items]
    return lambda frame: [item(frame) for item in items]


@compiles(tree.ContextNode)
def _context(node: tree.ContextNode, scope: Scope) -> Closure:
    entries, before = [], set()
    for entry in node.entries:
        visible = before | {entry.name} if isinstance(entry.value, tree.FunctionNode) else before
        entries.append((entry.name, compile_node(entry.value, scope.inside(visible))))
        before.add(entry.name)

    def build(frame):
        made: dict[str, object] = {}
        inner = Frame(made, frame)
        for name, value in entries:
            made[name] = value(inner)
        return made
    return build


@compiles(tree.RangeNode)
def _range(node: tree.RangeNode, scope: Scope) -> Closure:
    low, high = compile_node(node.low, scope), compile_node(node.high, scope)
    low_closed, high_closed, at = node.low_closed, node.high_closed, node.at
    return lambda frame: made_range(low(frame), high(frame), low_closed, high_closed, frame.run, at)


def made_range(low: object, high: object, low_closed: bool, high_closed: bool, run: Run, at: int) -> Range | None:
    """The range, or null with a warning: both ends must compare, and a missing end must be open."""
    if (low is None and low_closed) or (high is None and high_closed):
        return run.warn("wrong-range", at)
    if low is not None and high is not None and order(low, high) is None:
        return run.warn("wrong-range", at)
    return Range(low, high, low_closed, high_closed)


@compiles(tree.ComparisonRange)
def _comparison_range(node: tree.ComparisonRange, scope: Scope) -> Closure:
    value, sign = compile_node(node.value, scope), node.operator
    return lambda frame: Range.comparison(sign, value(frame))
