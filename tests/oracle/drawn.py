"""A diagram as the oracle reads it: nodes and flows straight from the XML."""

from __future__ import annotations

from dataclasses import dataclass, field
from xml.etree import ElementTree

_NS = "{http://www.omg.org/spec/BPMN/20100524/MODEL}"
_ZEEBE = "{http://camunda.org/schema/zeebe/1.0}"


@dataclass(eq=False)
class Node:
    id: str
    kind: str
    scope: str
    default: str | None
    event: str | None = None
    code: str | None = None
    interrupting: bool = True
    attached: str | None = None
    instances: tuple[str, int] | None = None        # parallel | sequential, how many
    out: list[tuple[str, str, str | None]] = field(default_factory=list)    # flow, target, condition
    into: list[str] = field(default_factory=list)


def read(xml: bytes) -> tuple[str, dict[str, Node]]:
    """The process id and every node by id."""
    process = next(ElementTree.fromstring(xml).iter(f"{_NS}process"))
    nodes: dict[str, Node] = {}
    _read_scope(process, nodes)
    return process.get("id"), nodes


def _read_scope(scope: ElementTree.Element, nodes: dict[str, Node]) -> None:
    for each in scope:
        tag = each.tag.removeprefix(_NS)
        if tag.endswith(("Event", "Task", "Gateway")) or tag in ("task", "subProcess"):
            nodes[each.get("id")] = _node(each, tag, scope.get("id"))
            if tag == "subProcess":
                _read_scope(each, nodes)
    for flow in scope.findall(f"{_NS}sequenceFlow"):
        source, target = nodes[flow.get("sourceRef")], nodes[flow.get("targetRef")]
        source.out.append((flow.get("id"), target.id, flow.findtext(f"{_NS}conditionExpression")))
        target.into.append(flow.get("id"))


def _node(each: ElementTree.Element, tag: str, scope: str) -> Node:
    kind = "eventSubProcess" if each.get("triggeredByEvent") == "true" else tag
    node = Node(each.get("id"), kind, scope, each.get("default"), attached=each.get("attachedToRef"))
    node.interrupting = each.get("cancelActivity", each.get("isInterrupting", "true")) == "true"
    for child in each:
        name = child.tag.removeprefix(_NS)
        if name.endswith("EventDefinition"):
            node.event = name.removesuffix("EventDefinition")
            node.code = child.get("errorRef") or child.get("escalationRef")
        elif name == "multiInstanceLoopCharacteristics":
            items = next(child.iter(f"{_ZEEBE}loopCharacteristics")).get("inputCollection")
            node.instances = ("sequential" if child.get("isSequential") == "true" else "parallel", items.count("0"))
    return node
