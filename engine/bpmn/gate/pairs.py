"""Checks events that only work in pairs: link throw with link catch, cancel end with the transaction around it."""

from __future__ import annotations

from collections import Counter

from engine.bpmn.definition import Definition, Element
from engine.bpmn.gate.findings import Findings, called, called_en


def check_links(definition: Definition, scope: str | None, findings: Findings) -> None:
    """One catch for each throw, of the same name, in the same scope (clause 10.5.5)."""
    links = [element for element in definition.children_of(scope) if element.event == "link"]
    throws = [element for element in links if element.kind == "intermediate_throw_event"]
    catches = Counter(element.link_name for element in links if element.kind == "intermediate_catch_event")
    for element in links:
        is_lonely = catches[element.link_name] != 1 if element in throws else element.link_name not in {each.link_name for each in throws}
        has_wrong_flow = element.outgoing if element in throws else element.incoming
        if not element.link_name or is_lonely or has_wrong_flow:
            findings.refuse(element.id, "linkEventDefinition", f"链接事件 {called(element)} 没有恰好一个同名的对应事件，或者连了多余的顺序流。",
                            f"The link event {called_en(element)} has not exactly one partner of its name, or has a flow too many.")


def check_cancel(definition: Definition, element: Element, findings: Findings) -> None:
    """Cancel end events stand directly in a transaction, cancel boundary events on one (clause 10.5.6)."""
    around = definition.elements.get((element.attached_to if element.kind == "boundary_event" else element.parent_id) or "")
    if around is None or around.kind != "transaction" or not element.is_interrupting:
        findings.refuse(element.id, "cancelEventDefinition", f"取消事件 {called(element)} 不属于事务。", f"The cancel event {called_en(element)} doesn't belong to a transaction.")
    elif element.kind == "end_event" and not any(e.event == "cancel" and e.attached_to == around.id for e in definition.elements.values()):
        findings.refuse(element.id, "cancelEventDefinition", f"事务 {called(around)} 没有取消边界事件。", f"The transaction {called_en(around)} has no cancel boundary event.")
