"""Decision tables become closures: inputs are read once, rules tried in order, the hit policy chooses (DMN 8)."""

from __future__ import annotations

from dataclasses import dataclass, replace

from engine.decisions.box_compiling import compile_box, compiles_box, fitted
from engine.decisions.boxes import Cell, InputColumn, OutputColumn, Rule, TableBox
from engine.decisions.hit_policies import MatchedRule, Output, policy_of
from engine.decisions.tracing import Evaluation, FiredRule, TableTrace
from engine.decisions.workbench import Workbench, warn
from engine.feel import tree
from engine.feel.compile_tests import Test, compile_tests
from engine.feel.compiler import Closure
from engine.feel.run import Frame
from engine.feel.types import Type
from engine.feel.value_text import value_text


@dataclass(frozen=True, slots=True)
class _Input:
    name: str
    closure: Closure
    type: Type | None
    allowed: Test | None


@dataclass(frozen=True, slots=True)
class _Rule:
    number: int
    id: str
    tests: tuple[tuple[int, Test], ...]         # without the cells that hold for everything
    outputs: tuple[Closure, ...]
    is_broken: bool


@compiles_box(TableBox)
def _table(box: TableBox, bench: Workbench) -> Closure:
    inputs = [_input(column, bench.at(f"input {number}", column.id)) for number, column in enumerate(box.inputs, 1)]
    outputs = [_output(column, bench.at(f"output {number}", column.id), box) for number, column in enumerate(box.outputs, 1)]
    rules = [_rule(rule, number, box, bench.at(f"rule {number}")) for number, rule in enumerate(box.rules, 1)]
    policy = policy_of(box, outputs, bench)
    return _decider(box, inputs, rules, policy, bench)


def _input(column: InputColumn, bench: Workbench) -> _Input:
    closure = compile_box(replace(column.expression, type_ref=""), bench)
    allowed = bench.tests(column.values) if column.values else None
    return _Input(column.label, closure, bench.type(column.expression.type_ref), allowed and allowed[0])


def _output(column: OutputColumn, bench: Workbench, box: TableBox) -> Output:
    order = column.values or bench.types.allowed_values(column.type_ref or (box.type_ref if len(box.outputs) == 1 else ""))
    default = bench.at("default").expression(column.default.text, column.default.language) if column.default else None
    return Output(column.name, bench.type(column.type_ref), _separate_tests(order, bench), column.values is not None, default)


def _separate_tests(cell: Cell | None, bench: Workbench) -> tuple[Test, ...]:
    """One test per declared value, in their order."""
    found = bench.tests(cell) if cell else None
    return () if found is None else tuple(compile_tests(tree.Tests((each,)), bench.scope) for each in found[1].tests)


def _rule(rule: Rule, number: int, box: TableBox, bench: Workbench) -> _Rule:
    for found, wanted in ((len(rule.inputs), len(box.inputs)), (len(rule.outputs), len(box.outputs))):
        if found != wanted:
            bench.at("", rule.id).report("wrong-cell-count", found=found, wanted=wanted)
    tests, is_broken = [], False
    for index, cell in enumerate(rule.inputs[:len(box.inputs)]):
        found = bench.at(f"input {index + 1}", cell.id).tests(cell)
        if found is None:
            is_broken = True
        elif found[1].tests:
            tests.append((index, found[0]))
    outputs = tuple(_output_cell(cell, bench.at(f"output {index}", cell.id)) for index, cell in enumerate(rule.outputs, 1))
    return _Rule(number, rule.id, tuple(tests), outputs[:len(box.outputs)], is_broken)


def _output_cell(cell: Cell, bench: Workbench) -> Closure:
    return bench.expression(cell.text, cell.language) if cell.text and cell.text != "-" else lambda frame: None


def _decider(box: TableBox, inputs: list[_Input], rules: list[_Rule], policy, bench: Workbench) -> Closure:
    is_broken = any(rule.is_broken for rule in rules) or policy is None
    element, name = box.id or bench.element, bench.element

    def decide(frame: Frame) -> object:
        run = frame.run
        if is_broken:
            return warn(run, "not-compiled", name=name)
        values = [_seen(column, frame) for column in inputs]
        if _REFUSED in values:
            return None
        matched = _matched(rules, values, frame, policy.stops_at_first)
        value, fired = policy.choose([MatchedRule(rule.number, rule.id, rule.outputs) for rule in matched], frame)
        if isinstance(run, Evaluation):
            run.keep(_trace(box, element, name, inputs, values, matched, fired, value, rules, frame))
        return value
    return decide


_REFUSED = object()


def _seen(column: _Input, frame: Frame) -> object:
    """The input's value as its declared type; a value outside the declared ones refuses the whole table."""
    value = fitted(column.closure(frame), column.type, column.name, frame.run)
    if column.allowed is not None and value is not None and column.allowed(frame, value) is not True:
        warn(frame.run, "not-an-input-value", name=column.name, value=value_text(value)[:40])
        return _REFUSED
    return value


def _matched(rules: list[_Rule], values: list[object], frame: Frame, stops_at_first: bool) -> list[_Rule]:
    run = frame.run
    run.charge(len(rules))
    before, has_null = run.warnings, any(value is None for value in values)
    matched = []
    for rule in rules:
        for index, test in rule.tests:
            if test(frame, values[index]) is not True:
                break
        else:
            matched.append(rule)
            if stops_at_first:
                break
    if has_null:
        run.warnings = before            # nothing compares with null; a rule that asks for more just does not match
    return matched


def _trace(box: TableBox, element: str, name: str, inputs: list[_Input], values: list[object], matched: list[_Rule],
           fired: list[int], value: object, rules: list[_Rule], frame: Frame) -> TableTrace:
    cells = _all_cells(rules, values, frame) if frame.run.is_traced else ()
    return TableTrace(
        element, name, box.hit_policy, tuple((column.name, seen) for column, seen in zip(inputs, values)),
        tuple(FiredRule(rule.number, rule.id) for number in fired for rule in matched if rule.number == number),
        tuple(FiredRule(rule.number, rule.id) for rule in matched if rule.number not in fired), value, cells)


def _all_cells(rules: list[_Rule], values: list[object], frame: Frame) -> tuple[tuple[bool | None, ...], ...]:
    """Every cell's answer; trying the cells that were not needed leaves no warnings."""
    before = frame.run.warnings
    rows = []
    for rule in rules:
        tests = dict(rule.tests)
        rows.append(tuple(tests[index](frame, value) if index in tests else True for index, value in enumerate(values)))
    frame.run.warnings = before
    return tuple(rows)
