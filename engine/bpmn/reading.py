"""XML to a Definition: every element and flow as a value, in XML order. Lenient: what is wrong is the gate's to say."""

from __future__ import annotations

from collections.abc import Iterator
from types import MappingProxyType

from lxml import etree

from engine.bpmn.definition import Definition, Element, Flow, Stage
from engine.bpmn.dialect import read_stage
from engine.bpmn.element_reading import KINDS, ElementReader, properties_of
from engine.bpmn.expressions import feel_only
from engine.bpmn.namespaces import bpmn, split


def read_tree(root: etree._Element, content: bytes, file: str) -> Definition:
    """The definition of the file's executable process (the first process if none says so), without its specification."""
    process = executable_process(root)
    if process is None:
        return Definition("", "", content, file, {}, {}, (), (), {}, {}, ())
    elements = _elements(root, process)
    flows = {flow.id: flow for flow in _flows(process, elements)}
    starts = tuple(e.id for e in elements.values() if e.kind == "start_event" and e.parent_id is None)
    return Definition(
        process_id=process.get("id", ""), name=process.get("name", "") or process.get("id", ""), xml=content, file=file,
        elements=MappingProxyType(elements), flows=MappingProxyType(flows), stages=_stages(elements), start_events=starts,
        message_starts=MappingProxyType({elements[s].message_name: s for s in starts if elements[s].message_name}),
        messages=MappingProxyType({m.get("id", ""): m.get("name", "") for m in root.iterchildren(bpmn("message"))}),
        customer_tasks=tuple(e.id for e in elements.values() if e.is_customer),
        documentation=(process.findtext(bpmn("documentation")) or "").strip(),
    )


def executable_process(root: etree._Element) -> etree._Element | None:
    processes = list(root.iterchildren(bpmn("process")))
    executable = [process for process in processes if process.get("isExecutable") == "true"]
    return (executable or processes or [None])[0]


def flow_nodes(scope: etree._Element) -> Iterator[etree._Element]:
    """Flow nodes of a process or sub-process and of all sub-processes in it, in XML order."""
    for node in scope.iterchildren(*(bpmn(name) for name in KINDS)):
        yield node
        if split(node.tag)[1] in ("subProcess", "transaction", "adHocSubProcess"):
            yield from flow_nodes(node)


def sequence_flows(scope: etree._Element) -> Iterator[etree._Element]:
    return scope.iter(bpmn("sequenceFlow"))


def _elements(root: etree._Element, process: etree._Element) -> dict[str, Element]:
    incoming: dict[str, list[str]] = {}
    outgoing: dict[str, list[str]] = {}
    for flow in sequence_flows(process):
        outgoing.setdefault(flow.get("sourceRef", ""), []).append(flow.get("id", ""))
        incoming.setdefault(flow.get("targetRef", ""), []).append(flow.get("id", ""))
    reader = ElementReader(root, process, incoming, outgoing)
    return {node.get("id", ""): reader.read(node) for node in flow_nodes(process)}


def _flows(process: etree._Element, elements: dict[str, Element]) -> Iterator[Flow]:
    defaults = {node.get("default") for node in flow_nodes(process) if node.get("default")}
    for flow in sequence_flows(process):
        condition = flow.findtext(bpmn("conditionExpression"))
        written = condition.strip() if condition and condition.strip() else None
        yield Flow(
            id=flow.get("id", ""), source=flow.get("sourceRef", ""), target=flow.get("targetRef", ""), name=flow.get("name", ""),
            condition=written, is_new_round=properties_of(flow).get("huixiang:newRound") == "true",
            is_default=flow.get("id") in defaults, compiled=feel_only(written) if written else None,
        )


def _stages(elements: dict[str, Element]) -> tuple[Stage, ...]:
    """Each stage once, by number; the first element that gives it a name names it."""
    names: dict[int, str] = {}
    for element in elements.values():
        stage = read_stage(element.properties.get("huixiang:stage", ""))
        if stage:
            names[stage.number] = names.get(stage.number) or stage.name
    return tuple(Stage(number, names[number]) for number in sorted(names))
