"""Decision tables become closures: inputs are read once, rules tried in order, the hit policy chooses (DMN 8)."""

from __future__ import annotations

from dataclasses import dataclass, replace

from engine.decisions.box_compiling import compile_box, compiles_box, fitted
from engine.decisions.boxes import Cell, InputColumn, OutputColumn, Rule, TableBox
from engine.decisions.column_index import ColumnIndex
from engine.decisions.hit_policies import Choose, Output, policy_of
from engine.decisions.tracing import MOST_TABLES, Evaluation, FiredRule, TableTrace
from engine.decisions.workbench import TableParts, Workbench, warn
from engine.feel import tree
from engine.feel.compile_tests import Test, compile_tests
from engine.feel.compiler import Closure
from engine.feel.run import Frame, Run
from engine.feel.types import Type, python_type
from engine.feel.value_text import value_text


@dataclass(frozen=True, slots=True)
class _Input:
    name: str
    closure: Closure
    type: Type | None
    allowed: tuple[Test, tree.Tests] | None
    variable: str = ""                          # if the expression is nothing but a name


@dataclass(frozen=True, slots=True)
class _Rule:
    number: int
    id: str
    cells: tuple[tuple[Test, tree.Tests], ...]
    outputs: tuple[Closure, ...]
    is_broken: bool


@compiles_box(TableBox)
def _table(box: TableBox, bench: Workbench) -> Closure:
    inputs = [_input(column, bench.at(f"input {number}", column.id)) for number, column in enumerate(box.inputs, 1)]
    outputs = [_output(column, bench.at(f"output {number}", column.id), box) for number, column in enumerate(box.outputs, 1)]
    rules = [_rule(rule, number, box, bench.at(f"rule {number}")) for number, rule in enumerate(box.rules, 1)]
    choose = policy_of(box, outputs, bench)
    bench.findings.tables.append(TableParts(
        box, bench.element, bench.field, tuple(rule.cells for rule in rules), tuple(column.allowed for column in inputs),
        tuple(column.type for column in inputs)))
    return _decider(box, inputs, rules, choose, bench)


def _input(column: InputColumn, bench: Workbench) -> _Input:
    before = len(bench.findings.trees)
    closure = compile_box(replace(column.expression, type_ref=""), bench)
    root = bench.findings.trees[-1][0] if len(bench.findings.trees) > before else None
    variable = root.name if isinstance(root, tree.Name) and not bench.scope.is_item else ""
    allowed = bench.tests(column.values) if column.values else None
    return _Input(column.label, closure, bench.type(column.expression.type_ref), allowed, variable)


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
    cells = [bench.at(f"input {index}", cell.id).tests(cell) for index, cell in enumerate(rule.inputs, 1)]
    outputs = tuple(_output_cell(cell, bench.at(f"output {index}", cell.id)) for index, cell in enumerate(rule.outputs, 1))
    is_broken = None in cells or len(cells) != len(box.inputs) or len(outputs) != len(box.outputs)
    return _Rule(number, rule.id, tuple(cells), outputs, is_broken)


def _output_cell(cell: Cell, bench: Workbench) -> Closure:
    return bench.expression(cell.text, cell.language) if cell.text and cell.text != "-" else lambda frame: None


def _decider(box: TableBox, inputs: list[_Input], rules: list[_Rule], choose: Choose | None, bench: Workbench) -> Closure:
    name, everything = bench.element, (1 << len(rules)) - 1
    if choose is None or any(rule.is_broken for rule in rules):
        return lambda frame: warn(frame.run, "not-compiled", name=name)
    columns = [ColumnIndex([rule.cells[place] for rule in rules]) for place in range(len(inputs))]
    readers, may_refuse = [_reader(column) for column in inputs], any(column.allowed for column in inputs)
    tracer = _Tracer(box, name, inputs, rules)

    def decide(frame: Frame) -> object:
        values = [read(frame) for read in readers]
        if may_refuse and any(value is _REFUSED for value in values):
            return None
        run = frame.run
        left = _matching(columns, values, everything, frame, run)
        matched = _chosen(rules, left)
        value, fired = choose(matched, frame)
        if isinstance(run, Evaluation) and len(run.tables) < MOST_TABLES:
            tracer.keep(values, matched, fired, value, frame, run)
        return value
    return decide


_REFUSED = object()


def _reader(column: _Input) -> Closure:
    """Reads the input's value as its declared type; a value outside the declared ones refuses the whole table."""
    closure, wanted, name, allowed = column.closure, column.type, column.name, column.allowed and column.allowed[0]
    quick, variable = python_type(wanted) if allowed is None else None, column.variable

    def read(frame: Frame) -> object:
        value = frame.names[variable] if variable in frame.names else None
        if type(value) is quick:
            return value
        value = closure(frame)
        if type(value) is quick:
            return value
        value = fitted(value, wanted, name, frame.run)
        if allowed is not None and value is not None and allowed(frame, value) is not True:
            warn(frame.run, "not-an-input-value", name=name, value=value_text(value)[:40])
            return _REFUSED
        return value
    return read


def _matching(columns: list[ColumnIndex], values: list[object], left: int, frame: Frame, run: Run) -> int:
    """The bits of the rules all of whose cells hold."""
    before = run.warnings
    for column, value in zip(columns, values):
        left = column.rules(value, frame, left)
        if value is None:
            run.warnings = before      # nothing compares with null; a rule that asks for more just does not match
        if not left:
            break
    return left


def _chosen(rules: list[_Rule], left: int) -> list[_Rule]:
    found = []
    while left:
        bit = left & -left
        found.append(rules[bit.bit_length() - 1])
        left ^= bit
    return found


class _Tracer:
    """Writes down one use of a table."""

    def __init__(self, box: TableBox, name: str, inputs: list[_Input], rules: list[_Rule]) -> None:
        self.element, self.name, self.hit_policy = box.id or name, name, box.hit_policy
        self.labels, self.rules = [column.name for column in inputs], rules
        self.known = {rule.number: FiredRule(rule.number, rule.id) for rule in rules}

    def keep(self, values: list[object], matched: list[_Rule], fired: list[int], value: object, frame: Frame,
             run: Evaluation) -> None:
        known = self.known
        masked = tuple([known[rule.number] for rule in matched if rule.number not in fired]) if len(matched) > len(fired) else ()
        run.tables.append(TableTrace(
            self.element, self.name, self.hit_policy, tuple(zip(self.labels, values)), tuple([known[each] for each in fired]),
            masked, value, self._cells(values, frame) if run.is_traced else ()))

    def _cells(self, values: list[object], frame: Frame) -> tuple[tuple[bool | None, ...], ...]:
        """Every cell's answer; trying the cells that were not needed leaves no warnings."""
        before = frame.run.warnings
        rows = tuple(tuple(test(frame, value) for (test, _), value in zip(rule.cells, values)) for rule in self.rules)
        frame.run.warnings = before
        return rows
