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
    loop: tuple[bool, int | None, str | None] | None = None     # tested before, at most, condition
    calls: str | None = None
    out: list[tuple[str, str, str | None]] = field(default_factory=list)    # flow, target, condition
    into: list[str] = field(default_factory=list)

    @property
    def inside(self) -> str:
        """The scope that a token here opens."""
        return self.calls or self.id


def read(xml: bytes, called: dict[str, bytes]) -> tuple[str, dict[str, Node]]:
    """The process id and every node by id; those of the processes it may call have that one's id before theirs."""
    nodes: dict[str, Node] = {}
    for file, before in ((xml, ""), *((file, f"{id}/") for id, file in called.items())):
        process = next(ElementTree.fromstring(file).iter(f"{_NS}process"))
        _read_scope(process, nodes, before, process.get("id"))
    return next(ElementTree.fromstring(xml).iter(f"{_NS}process")).get("id"), nodes


def _read_scope(scope: ElementTree.Element, nodes: dict[str, Node], before: str, scope_id: str) -> None:
    for each in scope:
        tag = each.tag.removeprefix(_NS)
        if tag.endswith(("Event", "Task", "Gateway")) or tag in ("task", "subProcess", "callActivity"):
            node = nodes[before + each.get("id")] = _node(each, tag, scope_id, before)
            if tag == "subProcess":
                _read_scope(each, nodes, before, node.id)
    for flow in scope.findall(f"{_NS}sequenceFlow"):
        source, target = nodes[before + flow.get("sourceRef")], nodes[before + flow.get("targetRef")]
        _join(source, target, flow.get("id"), flow.findtext(f"{_NS}conditionExpression"))
    here = [node for node in nodes.values() if node.scope == scope_id and node.event == "link"]
    for throw in (node for node in here if node.kind == "intermediateThrowEvent"):      # a flow that isn't drawn (clause 10.5.5)
        _join(throw, next(node for node in here if node.kind == "intermediateCatchEvent" and node.code == throw.code), throw.id, None)


def _join(source: Node, target: Node, flow: str, condition: str | None) -> None:
    source.out.append((flow, target.id, condition))
    target.into.append(flow)


def _node(each: ElementTree.Element, tag: str, scope: str, before: str) -> Node:
    kind = "eventSubProcess" if each.get("triggeredByEvent") == "true" else tag
    attached = before + each.get("attachedToRef") if each.get("attachedToRef") else None
    node = Node(before + each.get("id"), kind, scope, each.get("default"), attached=attached)
    node.interrupting = each.get("cancelActivity", each.get("isInterrupting", "true")) == "true"
    for child in each:
        name = child.tag.removeprefix(_NS)
        if name.endswith("EventDefinition"):
            node.event = name.removesuffix("EventDefinition")
            node.code = child.get("errorRef") or child.get("escalationRef") or child.get("name")
        elif name == "multiInstanceLoopCharacteristics":
            items = next(child.iter(f"{_ZEEBE}loopCharacteristics")).get("inputCollection")
            node.instances = ("sequential" if child.get("isSequential") == "true" else "parallel", items.count("0"))
        elif name == "standardLoopCharacteristics":
            most = child.get("loopMaximum")
            node.loop = (child.get("testBefore") == "true", int(most) if most else None, child.findtext(f"{_NS}loopCondition"))
    node.calls = next((called.get("processId") for called in each.iter(f"{_ZEEBE}calledElement")), None) if tag == "callActivity" else None
    return node
