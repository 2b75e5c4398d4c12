"""Certain clashes of kinds: a number compared with a string, a cell or an output that can't fit its column."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from engine.decisions.boxes import TableBox
from engine.decisions.cell_shapes import shape_of
from engine.decisions.compiling import Unit
from engine.decisions.linking import Graph
from engine.decisions.problems import Problem, problem
from engine.decisions.workbench import TableParts
from engine.feel import tree
from engine.feel.kinds import Clash, kind_of_node
from engine.feel.messages import kind_words
from engine.feel.run import bare_frame
from engine.feel.types import ListOf, Restricted, Simple, Type
from engine.feel.value_text import value_text
from engine.feel.values import kind_of


def kind_problems(unit: Unit, graph: Graph, types: Mapping[str, Type]) -> Iterator[Problem]:
    """What can never work in one element, whatever the values are."""
    file = graph.main.file
    kinds = {name: kind for name, wanted in types.items() if (kind := kind_name(wanted))}
    for root, element, field in unit.findings.trees:
        for clash in _clashes(root, kinds):
            words = kind_words(clash.left, "left") | kind_words(clash.right, "right")
            yield problem(file, element, field, "type-clash", operator=clash.operator, **words)
    outputs = {element: (root, field) for root, element, field in unit.findings.trees}
    for table in unit.findings.tables:
        yield from _input_problems(table, file)
        yield from _output_problems(table.box, graph, outputs, kinds, file)


def kind_name(wanted: Type | None) -> str | None:
    """FEEL's name of the one kind that a type's values have, None if it may be several."""
    if isinstance(wanted, Restricted):
        return kind_name(wanted.base)
    if isinstance(wanted, ListOf):
        return "list"
    return wanted.name if isinstance(wanted, Simple) else None


def _clashes(root: tree.Node, kinds: Mapping[str, str]) -> list[Clash]:
    found: list[Clash] = []
    for each in root.tests if isinstance(root, tree.Tests) else (root,):
        kind_of_node(each, kinds, found)
    return found


def _input_problems(table: TableParts, file: str) -> Iterator[Problem]:
    for number, row in enumerate(table.cells, 1):
        for place, found in enumerate(row):
            if found is None or place >= len(table.types):
                continue
            element = table.box.rules[number - 1].inputs[place].id
            yield from _cell_problems(found[1], table, place, file, element, f"rule {number}, input {place + 1}")


def _cell_problems(root: tree.Tests, table: TableParts, place: int, file: str, element: str, field: str) -> Iterator[Problem]:
    shape, wanted = shape_of(root) if root.tests else None, kind_name(table.types[place])
    if shape is None:
        return
    kind = kind_of(shape.constants[0])
    if wanted and kind != wanted and wanted != "list":
        yield problem(file, element, field, "cell-type", **kind_words(wanted, "left"), **kind_words(kind, "right"))
        return
    declared = table.declared[place]
    if declared is None or shape_of(declared[1]) is None or shape.kind is not str:
        return
    for value in shape.constants:
        if declared[0](bare_frame(), value) is not True:
            yield problem(file, element, field, "value-not-declared", "warning", value=value_text(value)[:40])


def _output_problems(box: TableBox, graph: Graph, trees: Mapping, kinds: Mapping[str, str], file: str) -> Iterator[Problem]:
    types = graph.types[graph.main.namespace]
    wanted = [kind_name(types.types.get(column.type_ref) or types.get(column.type_ref, "", "")) for column in box.outputs]
    for rule in box.rules:
        for kind, cell in zip(wanted, rule.outputs):
            if kind and kind != "list" and cell.id in trees:
                root, field = trees[cell.id]
                found = kind_of_node(root, kinds, [])
                if found and found not in ("null", kind) and not _fits(found, kind):
                    yield problem(file, cell.id, field, "cell-type", **kind_words(kind, "left"), **kind_words(found, "right"))


def _fits(found: str, wanted: str) -> bool:
    """Whether an implicit conversion may save it."""
    return found == "list" or (found == "date" and wanted == "date and time")
