"""Processes that call others: their definitions side by side, each element under the id of its process."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from types import MappingProxyType

from engine.bpmn.definition import Definition, Element, Flow


def with_called(definition: Definition, read: Callable[[str], Definition]) -> Definition:
    """The definition with everything it calls, directly or not. `read` gives a process's own definition by its id."""
    called: dict[str, Definition] = {}
    ahead = called_by(definition)
    while ahead:
        process_id = ahead.pop()
        if process_id not in called:
            called[process_id] = read(process_id)
            ahead |= called_by(called[process_id])
    elements, flows = dict(definition.elements), dict(definition.flows)
    for process_id, other in called.items():
        elements |= {each.id: each for each in prefixed_elements(other, process_id)}
        flows |= {each.id: each for each in prefixed_flows(other, process_id)}
    return replace(definition, elements=MappingProxyType(elements), flows=MappingProxyType(flows), called=MappingProxyType(called))


def called_by(definition: Definition) -> set[str]:
    return {element.called_process for element in definition.elements.values() if element.called_process}


def prefixed(process_id: str, id_: str | None) -> str | None:
    """The id of a called process's element among those of the caller."""
    return f"{process_id}/{id_}" if id_ is not None else None


def prefixed_elements(definition: Definition, process_id: str) -> list[Element]:
    return [replace(element, id=prefixed(process_id, element.id), parent_id=prefixed(process_id, element.parent_id),
                    attached_to=prefixed(process_id, element.attached_to), incoming=_all(process_id, element.incoming),
                    outgoing=_all(process_id, element.outgoing)) for element in definition.elements.values()]


def prefixed_flows(definition: Definition, process_id: str) -> list[Flow]:
    return [replace(flow, id=prefixed(process_id, flow.id), source=prefixed(process_id, flow.source), target=prefixed(process_id, flow.target))
            for flow in definition.flows.values()]


def circles(process_id: str, calls: Mapping[str, set[str]]) -> bool:
    """Whether a process calls itself, directly or through others."""
    seen: set[str] = set()
    ahead = set(calls.get(process_id, ()))
    while ahead:
        each = ahead.pop()
        if each == process_id:
            return True
        if each not in seen:
            seen.add(each)
            ahead |= calls.get(each, set())
    return False


def _all(process_id: str, ids: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(prefixed(process_id, id_) for id_ in ids)
