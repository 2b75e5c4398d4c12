"""Checks every element and attribute of the file against the allow-list; what isn't on it is refused by name."""

from __future__ import annotations

from lxml import etree

from engine.bpmn.element_reading import KINDS
from engine.bpmn.gate.allow_list import (
    BPMN_ELEMENTS,
    SILENT_ATTRIBUTES,
    SILENT_FOREIGN_ATTRIBUTES,
    SILENT_ZEEBE_ATTRIBUTES,
    ZEEBE_ELEMENTS,
)
from engine.bpmn.gate.findings import Findings
from engine.bpmn.namespaces import BPMN, DRAWING, EMBEDDED_FORM, EXECUTABLE_ELSEWHERE, XSI, ZEEBE, bpmn, split, written
from engine.bpmn.reading import executable_process

# What people call the things they meet most; anything else is called as the file calls it.
_WORDS = {
    "complexGateway": ("复杂网关", "a complex gateway"), "adHocSubProcess": ("自由子流程", "an ad-hoc sub-process"),
    "compensateEventDefinition": ("补偿事件", "compensation"), "ioSpecification": ("数据输入输出说明", "an input/output specification"),
    "dataInputAssociation": ("带数据的关联", "a data association"), "userTask/@isForCompensation": ("补偿任务", "a compensation task"),
    "zeebe:userTaskForm": ("嵌入式表单", "an embedded form"), "zeebe:taskListeners": ("任务监听器", "task listeners"),
    "zeebe:properties": ("扩展属性", "extension properties"), "zeebe:ioMapping": ("输入输出映射", "input and output mappings"),
    "zeebe:taskHeaders": ("任务头", "task headers"), "zeebe:taskDefinition": ("作业定义", "a job's definition"),
    "zeebe:executionListeners": ("执行监听器", "execution listeners"), "formDefinition/@formKey": ("表单键（请使用表单 id）", "a form key (use the form's id)"),
    "zeebe:formDefinition/@formKey": ("表单键（请使用表单 id）", "a form key (use the form's id)"),
    "potentialOwner": ("潜在负责人（请使用候选组）", "a potential owner (use candidate groups)"), "performer": ("执行人元素（请使用办理人）", "a performer (use the assignee)"),
    "humanPerformer": ("执行人元素（请使用办理人）", "a human performer (use the assignee)"), "callChoreography": ("编排调用", "a call choreography"),
}
_PLACEHOLDER = "__targetRef_placeholder"


def check_vocabulary(root: etree._Element, findings: Findings) -> None:
    """One reason for each kind of unknown word on each element. Processes that are only drawn are left alone."""
    if root.tag != bpmn("definitions"):
        findings.refuse("", "definitions", "文件不是 BPMN 2.0 图。", "The file is not a BPMN 2.0 diagram.")
        return
    executed = executable_process(root)
    ahead = [root]
    while ahead:
        node = ahead.pop()
        _attributes(node, findings)
        for child in reversed(node):
            if child.tag == bpmn("process") and child is not executed and child.get("isExecutable") != "true":
                continue
            if _is_known(node, child, findings):
                ahead.append(child)


def _is_known(parent: etree._Element, child: etree._Element, findings: Findings) -> bool:
    """Whether to look inside the child."""
    namespace, name = split(child.tag)
    if namespace in DRAWING:
        return False
    if namespace in EXECUTABLE_ELSEWHERE:
        _foreign(child, written(child.tag), findings)
    elif namespace == ZEEBE:
        return _is_known_extension(parent, child, name, findings)
    elif namespace == BPMN:
        return _is_known_bpmn(parent, child, name, findings)
    elif parent.tag != bpmn("extensionElements"):
        _unknown(child, written(child.tag), findings)
    return False


def _is_known_bpmn(parent: etree._Element, child: etree._Element, name: str, findings: Findings) -> bool:
    if name == "documentation":
        return False
    if name == "extensionElements":
        return True
    if name not in BPMN_ELEMENTS or name not in _children_of(parent):
        _unknown(child if name in KINDS or parent.tag in (bpmn("process"), bpmn("definitions")) else parent, name, findings)
        return False
    if name == "targetRef" and parent.tag == bpmn("dataInputAssociation"):
        _association(child, findings)
    if name.endswith("EventDefinition") and any(split(other.tag)[1].endswith("EventDefinition") for other in child.itersiblings()):
        findings.refuse(_owner(child), name, f"“{_owner(child)}”有多个事件定义，不支持。", f"'{_owner(child)}' has several event definitions, which isn't supported.")
    return True


def _children_of(parent: etree._Element) -> frozenset[str]:
    known = BPMN_ELEMENTS.get(split(parent.tag)[1])
    return known.children if known else frozenset()


def _is_known_extension(parent: etree._Element, child: etree._Element, name: str, findings: Findings) -> bool:
    holder = parent.getparent() if parent.tag == bpmn("extensionElements") else parent
    known = ZEEBE_ELEMENTS.get(name)
    if known is None or split(holder.tag)[1] not in known.on:
        _unknown(child, f"zeebe:{name}", findings)
        return False
    return True


def _attributes(node: etree._Element, findings: Findings) -> None:
    for full, value in node.attrib.items():
        namespace, name = split(full)
        if namespace in EXECUTABLE_ELSEWHERE:
            if name not in SILENT_FOREIGN_ATTRIBUTES:
                _foreign(node, written(full), findings)
        elif namespace == ZEEBE and name not in SILENT_ZEEBE_ATTRIBUTES:
            _unknown(node, written(full), findings)
        elif namespace in ("", BPMN, XSI):
            _attribute(node, name, value, findings)


def _attribute(node: etree._Element, name: str, value: str, findings: Findings) -> None:
    namespace, tag = split(node.tag)
    if tag == "extensionElements" or namespace not in (BPMN, ZEEBE) or (namespace == BPMN and name in SILENT_ATTRIBUTES):
        return
    known = (BPMN_ELEMENTS if namespace == BPMN else ZEEBE_ELEMENTS)[tag].attributes
    if name not in known or (name == "formKey" and not value.startswith(EMBEDDED_FORM)):
        _unknown(node, f"{written(node.tag)}/@{name}", findings)
    elif known[name] is not None and _plain(name, value) not in known[name]:
        _wrong_value(node, name, value, findings)


def _plain(name: str, value: str) -> str:
    """The value without its prefix where it is a type's name (`bpmn:tFormalExpression`)."""
    return value.split(":")[-1] if name == "type" else value


def _association(node: etree._Element, findings: Findings) -> None:
    """Data associations are drawings: one that would fill a declared input can't be ignored."""
    target = (node.text or "").strip()
    owner = node.getparent().getparent()
    names = {each.get("id"): each.get("name") for each in owner.iterchildren(bpmn("property"))}
    if names.get(target) != _PLACEHOLDER:
        _unknown(node.getparent(), "dataInputAssociation", findings)


def _unknown(node: etree._Element, what: str, findings: Findings) -> None:
    owner = _owner(node)
    zh, en = _WORDS.get(what, (what, what))
    findings.refuse(owner, what, f"“{owner}”使用了{zh}，系统不支持，因此不能部署。", f"'{owner}' uses {en}, which is not supported, so it can't be deployed.")


def _foreign(node: etree._Element, what: str, findings: Findings) -> None:
    owner = _owner(node)
    findings.refuse(owner, what, f"“{owner}”使用了 {what}，那是另一种流程引擎的写法。", f"'{owner}' uses {what}, which belongs to another process engine.")


def _wrong_value(node: etree._Element, name: str, value: str, findings: Findings) -> None:
    owner, shown = _owner(node), value[:60]
    findings.refuse(owner, name, f"“{owner}”的 {name} 为“{shown}”，系统不支持。", f"'{owner}' has {name}=\"{shown}\", which is not supported.")


def _owner(node: etree._Element) -> str:
    """The nearest element with an id that people know: not an event definition's or expression's own."""
    while node is not None:
        namespace, name = split(node.tag)
        if namespace == BPMN and node.get("id") and not name.endswith(("EventDefinition", "Expression", "LoopCharacteristics", "Condition", "Cardinality")) \
                and not name.startswith("time"):
            return node.get("id")
        node = node.getparent()
    return ""
