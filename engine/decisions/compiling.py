"""Every element of a graph, compiled: decisions to closures, knowledge and services to what makes their functions."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from engine.decisions import tables  # noqa: F401  (importing registers the compiler of tables)
from engine.decisions.box_compiling import compile_box, compile_function
from engine.decisions.boxes import DecisionElement, Element_, KnowledgeElement, TableBox
from engine.decisions.linking import Graph, Key
from engine.decisions.workbench import Findings, Workbench
from engine.feel.compiler import Closure
from engine.feel.functions import Signature
from engine.feel.run import Frame
from engine.feel.scope import Scope
from engine.feel.types import Type


@dataclass(frozen=True, slots=True)
class Unit:
    """One compiled element. A decision has a `closure`, knowledge a `signature`; both read names from a frame of their own."""

    key: Key
    element: Element_
    type: Type | None
    findings: Findings
    known: tuple[str, ...]
    closure: Closure | None = None
    signature: Callable[[Frame], Signature] | None = None


def compile_units(graph: Graph) -> dict[Key, Unit]:
    """All elements of all files."""
    return {key: _unit(key, element, graph) for key, element in graph.elements.items()}


def _unit(key: Key, element: Element_, graph: Graph) -> Unit:
    types, findings = graph.types[key[0]], Findings()
    known = tuple(dict.fromkeys(needed.path[0] for needed in graph.needs[key]))
    if isinstance(element, KnowledgeElement):
        known = (*known, element.variable.name)
    names = (*known, *_input_names(graph)) if isinstance(element, DecisionElement) else known
    bench = Workbench(
        file=graph.files[key[0]].file, element=element.id, types=types, names=names, members=graph.members, findings=findings,
        scope=_scope(types.types, known), language=graph.files[key[0]].language)
    wanted = bench.at("variable").type(element.variable.type_ref)
    if isinstance(element, DecisionElement):
        return Unit(key, element, wanted, findings, known, closure=compile_box(element.logic, bench))
    if isinstance(element, KnowledgeElement) and element.logic is not None:
        return Unit(key, element, wanted, findings, known, signature=compile_function(element.logic, bench, element.name))
    return Unit(key, element, wanted, findings, known)


def _scope(types, known: tuple[str, ...]) -> Scope:
    """What is required, within the caller's scope; only the latter if nothing is required (see `DecisionModel._frame`)."""
    return Scope(types=types).inside(known) if known else Scope(types=types)


def _input_names(graph: Graph) -> tuple[str, ...]:
    """Names with spaces must be known to be read as one; inputs that a decision forgot to require count as well."""
    return tuple(element.variable.name for element in graph.main.elements.values())


def is_table(unit: Unit) -> bool:
    """Whether the element's logic is a decision table."""
    return isinstance(getattr(unit.element, "logic", None), TableBox)
