"""The dialect to plain BPMN 2.0: what SpiffWorkflow's parser receives, and `huixiang translate` prints."""

from __future__ import annotations

from collections.abc import Iterator

from lxml import etree

from engine.bpmn.element_reading import extension
from engine.bpmn.namespaces import BPMN, DRAWING, XSI, bpmn, split
from engine.bpmn.reading import executable_process
from engine.bpmn.xml_reading import read_xml

# Parts of a process that carry no token.
_NOT_EXECUTED = frozenset(map(bpmn, (
    "documentation", "laneSet", "textAnnotation", "association", "group", "dataObject", "dataObjectReference", "dataStoreReference",
    "dataInputAssociation", "dataOutputAssociation", "property", "extensionElements", "categoryValueRef", "incoming", "outgoing", "linkEventDefinition")))
_ROOTS_KEPT = frozenset(map(bpmn, ("message", "error", "escalation", "signal")))


def translate(xml: bytes) -> bytes:
    """Plain BPMN: one process, in XML order, FEEL where the standard has a place for it, nothing drawn. UnreadableXml for broken XML."""
    root = read_xml(xml)
    result = etree.Element(bpmn("definitions"), nsmap={"bpmn": BPMN, "xsi": XSI})
    result.set("targetNamespace", root.get("targetNamespace") or "http://bpmn.io/schema/bpmn")
    for node in root.iterchildren(*_ROOTS_KEPT):
        result.append(_plain(node))
    process = executable_process(root)
    if process is not None:
        process.set("isExecutable", "true")
        result.append(_plain(process))
    etree.indent(result)
    return etree.tostring(result, xml_declaration=True, encoding="UTF-8", pretty_print=True)


def _plain(node: etree._Element) -> etree._Element:
    """A copy without what isn't executed; the dialect's own elements become the standard's."""
    copy = etree.Element(node.tag)
    for name, value in node.attrib.items():
        if split(name)[0] in ("", XSI):
            copy.set(name, value)
    copy.text = node.text if node.text and node.text.strip() else None
    for child in _standard(node):
        copy.append(child)
    for child in node:
        if child.tag not in _NOT_EXECUTED and split(child.tag)[0] not in DRAWING:
            copy.append(_plain(child))
    copy.extend(_links(node))
    return copy


def _links(scope: etree._Element) -> list[etree._Element]:
    """A pair of link events is a sequence flow that isn't drawn (clause 10.5.5): so it becomes one."""
    caught = {name: event.get("id", "") for event, name in _link_events(scope, "intermediateCatchEvent")}
    made = []
    for event, name in _link_events(scope, "intermediateThrowEvent"):
        if name in caught:
            flow = etree.Element(bpmn("sequenceFlow"))
            for attribute, value in (("id", f"{event.get('id')}.link"), ("sourceRef", event.get("id", "")), ("targetRef", caught[name])):
                flow.set(attribute, value)
            made.append(flow)
    return made


def _link_events(scope: etree._Element, tag: str) -> Iterator[tuple[etree._Element, str]]:
    for event in scope.iterchildren(bpmn(tag)):
        link = event.find(bpmn("linkEventDefinition"))
        if link is not None:
            yield event, link.get("name", "")


def _standard(node: etree._Element) -> list[etree._Element]:
    """What `zeebe:` elements mean in the standard's own."""
    name = split(node.tag)[1]
    if name == "scriptTask" and (script := extension(node, "script")) is not None:
        return [_text("script", script.get("expression", ""))]
    if name == "multiInstanceLoopCharacteristics" and (loop := extension(node, "loopCharacteristics")) is not None:
        return _loop(loop)
    return []


def _loop(loop: etree._Element) -> list[etree._Element]:
    made = []
    if loop.get("inputCollection"):
        made.append(_text("loopDataInputRef", loop.get("inputCollection")))
    if loop.get("outputCollection"):
        made.append(_text("loopDataOutputRef", loop.get("outputCollection")))
    for name, attribute in (("inputDataItem", "inputElement"), ("outputDataItem", "outputElement")):
        if loop.get(attribute):
            item = etree.Element(bpmn(name))
            item.set("name", loop.get(attribute))
            made.append(item)
    return made


def _text(name: str, value: str) -> etree._Element:
    node = etree.Element(bpmn(name))
    node.text = value
    return node
