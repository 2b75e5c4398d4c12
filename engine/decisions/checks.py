"""The checks before deployment, together: what compiling found, names, kinds of values, and what the tables leave open."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from engine.decisions.boxes import DecisionElement, InputElement
from engine.decisions.compiling import Unit
from engine.decisions.coverage import table_problems
from engine.decisions.kind_checks import kind_problems
from engine.decisions.linking import Graph, Key
from engine.decisions.problems import Problem, problem
from engine.decisions.workbench import Read
from engine.feel.builtins import BUILT_INS
from engine.feel.messages import hint_words
from engine.feel.nearest import nearest
from engine.feel.types import ContextOf, Restricted, Type


def check_model(graph: Graph, units: Mapping[Key, Unit], known: frozenset[str] | None) -> list[Problem]:
    """All problems of the graph's main file, errors first. `known`: the variables there can be, None if that is open."""
    found = graph.problems + graph.types[graph.main.namespace].problems
    if not any(isinstance(unit.element, DecisionElement) for key, unit in units.items() if key[0] == graph.main.namespace):
        found.append(problem(graph.main.file, "", "", "no-decision"))
    for key, unit in units.items():
        if key[0] == graph.main.namespace:
            found += unit.findings.problems
            found += _name_problems(unit, graph, units, known)
            found += kind_problems(unit, graph, _types_seen(unit, graph, units))
            for table in unit.findings.tables:
                found += table_problems(table, graph.main.file)
    return sorted(dict.fromkeys(found), key=lambda each: each.severity != "error")


def _types_seen(unit: Unit, graph: Graph, units: Mapping[Key, Unit]) -> dict[str, Type]:
    """The declared types of what an element requires, by the name it knows them under."""
    return {needed.path[0]: units[needed.key].type for needed in graph.needs[unit.key]
            if len(needed.path) == 1 and units[needed.key].type is not None}


def _name_problems(unit: Unit, graph: Graph, units: Mapping[Key, Unit], known: frozenset[str] | None) -> Iterator[Problem]:
    types = _types_seen(unit, graph, units)
    for read in unit.findings.reads:
        name = read.path[0]
        if name in unit.known:
            if not read.is_call:
                yield from _entry_problems(read, types.get(name), graph.main.file)
        elif read.is_call:
            yield _unknown(read, "unknown-function", [*BUILT_INS, *unit.known], "error", graph)
        elif severity := _severity(unit, graph, name, known):
            yield _unknown(read, "unknown-name", [*unit.known, *(known or ()), *_input_names(graph)], severity, graph)


def _severity(unit: Unit, graph: Graph, name: str, known: frozenset[str] | None) -> str:
    """How sure it is that the name has no value: a decision also sees the caller's variables, knowledge does not."""
    if not isinstance(unit.element, DecisionElement):
        return "error"
    if known is not None:
        return "" if name in known else "error"
    return "warning" if _input_names(graph) and name not in _input_names(graph) else ""


def _input_names(graph: Graph) -> list[str]:
    return [each.variable.name for each in graph.main.elements.values() if isinstance(each, InputElement)]


def _unknown(read: Read, code: str, candidates: list[str], severity: str, graph: Graph) -> Problem:
    hint = hint_words(nearest(read.path[0], candidates))
    return problem(graph.main.file, read.element, read.field, code, severity, name=read.path[0], **hint)


def _entry_problems(read: Read, kind: Type | None, file: str) -> Iterator[Problem]:
    """A declared context type says which entries there are; another one is likely a slip."""
    for name in read.path[1:]:
        kind = kind.base if isinstance(kind, Restricted) else kind
        if not isinstance(kind, ContextOf):
            return
        entries = dict(kind.entries)
        if name not in entries:
            yield problem(file, read.element, read.field, "unknown-name", "warning", name=name, **hint_words(nearest(name, entries)))
            return
        kind = entries[name]
