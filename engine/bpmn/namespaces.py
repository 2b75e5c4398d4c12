"""The XML namespaces of a diagram, and how their names are written in sentences."""

from __future__ import annotations

BPMN = "http://www.omg.org/spec/BPMN/20100524/MODEL"
ZEEBE = "http://camunda.org/schema/zeebe/1.0"
XSI = "http://www.w3.org/2001/XMLSchema-instance"
MODELER = "http://camunda.org/schema/modeler/1.0"
BIOC = "http://bpmn.io/schema/bpmn/biocolor/1.0"
COLOR = "http://www.omg.org/spec/BPMN/non-normative/color/1.0"
BPMNDI = "http://www.omg.org/spec/BPMN/20100524/DI"
DC = "http://www.omg.org/spec/DD/20100524/DC"
DI = "http://www.omg.org/spec/DD/20100524/DI"

DRAWING = frozenset({BPMNDI, DC, DI, BIOC, COLOR})

# Engines whose extension elements run something; ignoring them would run a different process.
EXECUTABLE_ELSEWHERE = {
    "http://camunda.org/schema/1.0/bpmn": "camunda",
    "http://activiti.org/bpmn": "activiti",
    "http://flowable.org/bpmn": "flowable",
    "http://www.jboss.org/drools": "drools",
    "http://www.omg.org/bpmn20": "jbpm",
    "http://spiffworkflow.org/bpmn/schema/1.0/core": "spiffworkflow",
}

# How a form key names a form that stands inside the diagram (Camunda 8, "embedded form").
EMBEDDED_FORM = "camunda-forms:bpmn:"

_PREFIXES = {BPMN: "bpmn", ZEEBE: "zeebe", XSI: "xsi", MODELER: "modeler", **EXECUTABLE_ELSEWHERE}


def bpmn(name: str) -> str:
    return f"{{{BPMN}}}{name}"


def zeebe(name: str) -> str:
    return f"{{{ZEEBE}}}{name}"


def split(tag: str) -> tuple[str, str]:
    """Namespace and local name of an lxml tag or attribute name."""
    if tag.startswith("{"):
        namespace, name = tag[1:].split("}", 1)
        return namespace, name
    return "", tag


def written(tag: str) -> str:
    """The name as people write it: `zeebe:script`, `conditionExpression`."""
    namespace, name = split(tag)
    if namespace in ("", BPMN):
        return name
    return f"{_PREFIXES.get(namespace, namespace)}:{name}"
