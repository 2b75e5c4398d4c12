"""Checks what `huixiang:blind` needs to keep its promise: what one person types is in nobody else's reach until all are done."""

from __future__ import annotations

from engine.bpmn.definition import Definition, Element
from engine.bpmn.gate.findings import Findings, called, called_en

_FIELD = "huixiang:blind"


def check_blind(definition: Definition, element: Element, findings: Findings) -> None:
    """A parallel multi-instance; what is typed stays with its instance and leaves by the output element alone."""
    if not element.is_blind:
        return
    loop = element.loop
    if loop is None or loop.kind != "parallel" or _is_inside_another(definition, element):
        findings.refuse(element.id, _FIELD, f"{called(element)} 要互不可见，必须是并行多实例，且不在另一个多实例之内。",
                        f"{called_en(element)} can only be blind as a parallel multi-instance that lies in no other one.")
        return
    if element.is_customer or loop.completion_condition is not None:
        findings.refuse(element.id, _FIELD, f"{called(element)} 要互不可见，不能由客户完成，也不能提前结束。",
                        f"{called_en(element)} can't be blind: a customer answers it, or it may end early.")
    if loop.output_element is None or element.outputs:
        findings.refuse(element.id, _FIELD, f"{called(element)} 要互不可见，填写的内容只能经输出元素离开：要有输出集合，不能有输出映射。",
                        f"{called_en(element)} can only be blind when answers leave by its output element alone: an output collection, no output mappings.")


def _is_inside_another(definition: Definition, element: Element) -> bool:
    parent = definition.elements.get(element.parent_id or "")
    while parent is not None:
        if parent.loop is not None:
            return True
        parent = definition.elements.get(parent.parent_id or "")
    return False
