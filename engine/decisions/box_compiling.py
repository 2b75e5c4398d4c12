"""Boxed expressions become closures over frames, as FEEL's own expressions do (DMN 10.2)."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal

from engine.decisions.boxes import (
    Box, ConditionalBox, ContextBox, FilterBox, FunctionBox, InvocationBox, IteratorBox, ListBox, LiteralBox, NamedBox,
    RelationBox,
)
from engine.decisions.workbench import Workbench, warn
from engine.feel.calls import invoke
from engine.feel.compile_control import BROKEN, items_of
from engine.feel.compile_values import element as item_at
from engine.feel.compiler import Closure
from engine.feel.functions import Function, Parameter, Signature
from engine.feel.measuring import measure
from engine.feel.messages import kind_words
from engine.feel.run import Frame, Run
from engine.feel.types import Type, converted
from engine.feel.values import kind_of

_COMPILERS: dict[type, Callable[[Box, Workbench], Closure]] = {}


def compiles_box(kind: type):
    """Register the function that compiles this kind of box."""
    def register(function):
        _COMPILERS[kind] = function
        return function
    return register


def compile_box(box: Box | None, bench: Workbench) -> Closure:
    """The closure of a boxed expression; an absent one is null. A declared type converts its value, or makes it null."""
    if box is None:
        return lambda frame: None
    closure = _COMPILERS[type(box)](box, bench)
    return typed(closure, bench.type(box.type_ref), bench.field or bench.element)


def typed(closure: Closure, wanted: Type | None, name: str) -> Closure:
    """The closure with its value converted to a type."""
    if wanted is None:
        return closure
    return lambda frame: fitted(closure(frame), wanted, name, frame.run)


def fitted(value: object, wanted: Type | None, name: str, run: Run) -> object:
    """The value as this type, or null with a warning."""
    if value is None or wanted is None:
        return value
    if type(value) is list or type(value) is dict:
        measure(value, run.limits)
    fits, made = converted(value, wanted)
    return made if fits else warn(run, "wrong-result", name=name, **kind_words(wanted.name, "wanted"), **kind_words(kind_of(value)))


@compiles_box(LiteralBox)
def _literal(box: LiteralBox, bench: Workbench) -> Closure:
    return bench.expression(box.text, box.language) if box.text else lambda frame: None


@compiles_box(ContextBox)
def _context(box: ContextBox, bench: Workbench) -> Closure:
    entries, before = [], []
    for entry in box.entries:
        visible = [*before, entry.name] if isinstance(entry.value, FunctionBox) else before
        entries.append((entry.name, _entry(entry, bench.inside(visible).at(entry.name))))
        before.append(entry.name)
    result = compile_box(box.result, bench.inside(before)) if box.result is not None else None

    def build(frame):
        made: dict[str, object] = {}
        inner = Frame(made, frame)
        for name, value in entries:
            made[name] = value(inner)
        return made if result is None else result(inner)
    return build


def _entry(entry: NamedBox, bench: Workbench) -> Closure:
    return typed(compile_box(entry.value, bench), bench.type(entry.type_ref), entry.name)


@compiles_box(ListBox)
def _list(box: ListBox, bench: Workbench) -> Closure:
    items = [compile_box(each, bench.at(str(number))) for number, each in enumerate(box.items, 1)]
    return lambda frame: [item(frame) for item in items]


@compiles_box(RelationBox)
def _relation(box: RelationBox, bench: Workbench) -> Closure:
    names = [column.name for column in box.columns]
    wanted = [bench.type(column.type_ref) for column in box.columns]
    rows = [[typed(compile_box(cell, bench.at(f"row {number}")), kind, name) for name, kind, cell in zip(names, wanted, row)]
            for number, row in enumerate(box.rows, 1)]
    return lambda frame: [{name: cell(frame) for name, cell in zip(names, row)} for row in rows]


@compiles_box(InvocationBox)
def _invocation(box: InvocationBox, bench: Workbench) -> Closure:
    function = compile_box(box.function, bench)
    names = tuple(binding.name for binding in box.bindings)
    values = [_entry(binding, bench.at(binding.name)) for binding in box.bindings]

    def call(frame):
        found = function(frame)
        arguments = [value(frame) for value in values]
        if type(found) is not Function:
            return frame.run.warn_kinds("not-a-function", 0, kind=found)
        return invoke(found, arguments, names, frame.run, 0)
    return call


@compiles_box(FunctionBox)
def _function(box: FunctionBox, bench: Workbench) -> Closure:
    signature_of = compile_function(box, bench, "function")
    return lambda frame: Function("function", (signature_of(frame),))


def compile_function(box: FunctionBox, bench: Workbench, name: str) -> Callable[[Frame], Signature]:
    """What makes the signature of a function that is defined in a frame. Functions of other languages are refused by name."""
    parameters = tuple(Parameter(each.name, bench.type(each.type_ref)) for each in box.parameters)
    names = [each.name for each in box.parameters]
    if box.kind != "FEEL":
        bench.report("external-function", name=name, kind=box.kind)
        return lambda frame: Signature(parameters, lambda run, *_: run.warn("external-function", kind=box.kind))
    body = compile_box(box.body, bench.inside(names))
    result = bench.type(box.type_ref)

    def signature(defined_in: Frame) -> Signature:
        def call(run: Run, *arguments: object) -> object:
            frame = Frame(dict(zip(names, arguments)), defined_in)
            frame.run = run
            return body(frame)
        return Signature(parameters, call, result)
    return signature


@compiles_box(ConditionalBox)
def _conditional(box: ConditionalBox, bench: Workbench) -> Closure:
    condition = compile_box(box.condition, bench.at("if"))
    then, otherwise = compile_box(box.then, bench.at("then")), compile_box(box.otherwise, bench.at("else"))

    def choose(frame):
        found = condition(frame)
        if found is True:
            return then(frame)
        if found is False or found is None:
            return otherwise(frame)
        return warn(frame.run, "condition", **kind_words(kind_of(found)))
    return choose


@compiles_box(FilterBox)
def _filter(box: FilterBox, bench: Workbench) -> Closure:
    source, match = compile_box(box.source, bench.at("in")), compile_box(box.match, bench.filtering().at("match"))

    def select(frame):
        value = source(frame)
        if value is None:
            return frame.run.warn_kinds("not-a-list", 0, kind=value)
        items, kept = value if type(value) is list else [value], []
        for item in items:
            frame.run.charge()
            answer = match(Frame({"item": item}, frame))
            if type(answer) is Decimal:
                return item_at(items, answer, frame.run, 0)
            if answer is True:
                kept.append(item)
            elif answer is not False and answer is not None:
                return frame.run.warn_kinds("wrong-filter", 0, kind=answer)
        return kept
    return select


@compiles_box(IteratorBox)
def _iterator(box: IteratorBox, bench: Workbench) -> Closure:
    source = compile_box(box.source, bench.at("in"))
    names = [box.variable, "partial"] if box.kind == "for" else [box.variable]
    body = compile_box(box.body, bench.inside(names).at(box.kind))
    walk = _for if box.kind == "for" else _quantified

    def loop(frame):
        value = source(frame)
        if value is None:
            return frame.run.warn_kinds("not-a-list", 0, kind=value)
        return walk(items_of(value, frame.run, 0), box.variable, body, frame, box.kind == "some")
    return loop


def _for(items, variable: str, body: Closure, frame: Frame, _) -> list | None:
    results: list[object] = []
    for item in items:
        frame.run.charge()
        if item is BROKEN:
            return None
        partial = frame.run.checked_list(results.copy())
        results.append(body(Frame({variable: item, "partial": partial}, frame)))
    return results


def _quantified(items, variable: str, body: Closure, frame: Frame, deciding: bool) -> bool | None:
    answer: bool | None = not deciding
    for item in items:
        frame.run.charge()
        if item is BROKEN:
            return None
        found = body(Frame({variable: item}, frame))
        if found is deciding:
            return deciding
        if found is not (not deciding):
            answer = warn(frame.run, "condition", **kind_words(kind_of(found)))
    return answer
