"""Closures of if, for, some, every, function and of calls."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from . import tree
from .analysis import external_kind
from .calls import invoke
from .compiler import Closure, compile_node, compiles
from .dates import FeelDate
from .errors import FeelLimitExceeded
from .functions import Function, Parameter, Signature
from .builtins import ASK_FOR_VALUE, BUILT_INS
from .messages import hint_words
from .nearest import nearest
from .ranges import Range
from .run import Frame, Run
from .scope import Scope
from .types import type_of

_CONDITION = {"place_zh": "条件", "place_en": "The condition"}


@compiles(tree.If)
def _if(node: tree.If, scope: Scope) -> Closure:
    condition, then, otherwise = (compile_node(each, scope) for each in (node.condition, node.then, node.otherwise))
    at = node.at
    if isinstance(node.then, tree.Literal) and isinstance(node.otherwise, tree.Literal):
        return _of_literals(condition, node.then.value, node.otherwise.value, at)

    def choose(frame):
        found = condition(frame)
        if found is True:
            return then(frame)
        if found is False or found is None:
            return otherwise(frame)
        return frame.run.warn_kinds("not-a-boolean", at, kind=found, **_CONDITION)
    return choose


def _of_literals(condition: Closure, then: object, otherwise: object, at: int) -> Closure:
    """The quick way for `if ... then "high" else "low"`."""
    def choose(frame):
        found = condition(frame)
        if found is True:
            return then
        if found is False or found is None:
            return otherwise
        return frame.run.warn_kinds("not-a-boolean", at, kind=found, **_CONDITION)
    return choose


@compiles(tree.For)
def _for(node: tree.For, scope: Scope) -> Closure:
    walk, inner = _walk(node.iterators, scope)
    sees_results = tree.mentions(node.body, "partial")
    body = compile_node(node.body, inner.inside({"partial"}) if sees_results else inner)

    def loop(frame):
        results: list[object] = []
        limit = frame.run.limits.items
        for each in walk(frame):
            if each is None:
                return None
            if sees_results:
                each = Frame({"partial": frame.run.checked_list(results.copy())}, each)
            results.append(body(each))
            if len(results) > limit:
                raise FeelLimitExceeded("too-many-items", limit=limit)
        return results
    return loop


@compiles(tree.Quantified)
def _quantified(node: tree.Quantified, scope: Scope) -> Closure:
    walk, inner = _walk(node.iterators, scope)
    condition, deciding, at = compile_node(node.condition, inner), node.quantifier == "some", node.at

    def decide(frame):
        answer: bool | None = not deciding
        for each in walk(frame):
            found = None if each is None else condition(each)
            if found is deciding:
                return deciding
            if found is not (not deciding):
                answer = None if each is None else frame.run.warn_kinds("not-a-boolean", at, kind=found, **_CONDITION)
        return answer
    return decide


def _walk(iterators: tuple[tree.Iterator_, ...], scope: Scope):
    """What yields a frame per combination of the iterators' values (None: a source can't be walked), and the frames' scope."""
    sources = []
    for each in iterators:
        sources.append((each.name, _source(each, scope), each.at))
        scope = scope.inside({each.name})

    def walk(frame: Frame, level: int = 0) -> Iterator[Frame | None]:
        if level == len(sources):
            yield frame
            return
        name, source, at = sources[level]
        for value in source(frame):
            frame.run.charge()
            if value is BROKEN:
                yield None
            else:
                yield from walk(Frame({name: value}, frame), level + 1)
    return walk, scope


BROKEN = object()


def _source(node: tree.Iterator_, scope: Scope):
    source, at = compile_node(node.source, scope), node.at
    if node.end is None:
        return lambda frame: items_of(source(frame), frame.run, at)
    end = compile_node(node.end, scope)
    return lambda frame: _stepped(source(frame), end(frame), frame.run, at)


def items_of(value: object, run: Run, at: int):
    """What a loop walks through: a list's items, a range's numbers or days, a single value as its only item."""
    if type(value) is list:
        return value
    if type(value) is Range and not value.operator and None not in (value.low, value.high):
        return _within(value, run, at)
    if value is None:
        run.warn_kinds("not-a-list", at, kind=value)
        return (BROKEN,)
    return (value,)


def _within(range_: Range, run: Run, at: int):
    walked = _stepped(range_.low, range_.high, run, at)
    return (each for each in walked if not (each == range_.low and not range_.low_closed)
            and not (each == range_.high and not range_.high_closed))


def _stepped(start: object, end: object, run: Run, at: int):
    """The whole numbers or days from `start` to `end`, both included, downwards if `end` is lower."""
    if type(start) is Decimal and type(end) is Decimal and start == start.to_integral_value() and end == end.to_integral_value():
        step = 1 if end >= start else -1
        return (Decimal(each) for each in _integers(int(start), int(end), step))
    if type(start) is FeelDate and type(end) is FeelDate:
        step = 1 if end >= start else -1
        return (FeelDate.from_days(each) for each in _integers(start.days, end.days, step))
    run.warn("wrong-range", at)
    return (BROKEN,)


def _integers(start: int, end: int, step: int) -> range:
    return range(start, end + step, step)


@compiles(tree.FunctionNode)
def _function(node: tree.FunctionNode, scope: Scope) -> Closure:
    parameters = tuple(
        Parameter(each.name, type_of(each.type, scope.types) if each.type else None) for each in node.parameters)
    if node.is_external:
        return _external(node, parameters)
    names = [each.name for each in node.parameters]
    body = compile_node(node.body, scope.inside(names))
    return lambda frame: Function("function", (Signature(parameters, _callable(body, names, frame)),))


def _external(node: tree.FunctionNode, parameters: tuple[Parameter, ...]) -> Closure:
    """A function of another language is a value like any other, but calling it only yields a warning."""
    kind, at = external_kind(node), node.at
    signature = Signature(parameters, lambda run, *arguments: run.warn("external-function", at, kind=kind))
    return lambda frame: Function("external function", (signature,))


def _callable(body: Closure, names: list[str], defined_in: Frame):
    def call(run: Run, *arguments: object) -> object:
        frame = Frame(dict(zip(names, arguments)), defined_in)
        frame.run = run
        return body(frame)
    return call


@compiles(tree.Call)
def _call(node: tree.Call, scope: Scope) -> Closure:
    arguments, names, at = [compile_node(each, scope) for each in node.arguments], node.names, node.at
    function = _called(node.function, scope)
    if isinstance(node.function, tree.Name) and node.function.name in ASK_FOR_VALUE:
        asked = names.index("value") if "value" in names else 0
        arguments = [_quietly(each) if place == asked else each for place, each in enumerate(arguments)]

    def call(frame):
        found = function(frame)
        values = [argument(frame) for argument in arguments]
        if type(found) is Function:
            return invoke(found, values, names, frame.run, at)
        if found is not _UNKNOWN:
            frame.run.warn_kinds("not-a-function", at, kind=found)
        return None
    return call


def _quietly(closure: Closure) -> Closure:
    """The closure, whose warnings don't count: whether there is a value is what is asked."""
    def evaluate(frame):
        before = frame.run.warnings
        value = closure(frame)
        frame.run.warnings = before
        return value
    return evaluate


_UNKNOWN = object()


def _called(node: tree.Node, scope: Scope) -> Closure:
    """What finds the function. A built-in one is not hidden by a variable of the same name that is no function."""
    if not isinstance(node, tree.Name):
        return compile_node(node, scope)
    name, at, built_in, read = node.name, node.at, BUILT_INS.get(node.name), scope.getter(node.name, node.at)
    if built_in is None:
        return lambda frame: _known_function(read, frame, name, at)

    def find(frame):
        found = read(frame)
        return found if type(found) is Function else built_in
    return find


def _known_function(read: Closure, frame: Frame, name: str, at: int) -> object:
    before = frame.run.warnings
    found = read(frame)
    if found is not None:
        return found
    frame.run.warnings = before
    frame.run.warn("unknown-function", at, name=name, **hint_words(nearest(name, BUILT_INS)))
    return _UNKNOWN
