"""Checks how a diagram is put together: starts, flows, attachments, reachability; what the standard forbids or leaves open."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from engine.bpmn.definition import Definition, Element, Flow
from engine.bpmn.dialect import TASKS
from engine.bpmn.gate.findings import Findings, called, called_en
from engine.bpmn.gate.pairs import check_cancel, check_links

CONDITIONAL = TASKS | {"exclusive_gateway", "inclusive_gateway"}
BOUNDARY_EVENTS = {"timer", "message", "error", "escalation", "cancel", "conditional", "signal"}
EVENT_STARTS = {"timer", "message", "error", "escalation", "conditional", "signal"}


def check_structure(definition: Definition, findings: Findings) -> None:
    _ids(definition, findings)
    if findings.has_errors:
        return
    _flows(definition, findings)
    for scope in (None, *(e.id for e in definition.elements.values() if e.kind in ("sub_process", "event_sub_process", "transaction"))):
        _starts(definition, scope, findings)
        check_links(definition, scope, findings)
        _reachable(definition, scope, findings)
    for element in definition.elements.values():
        _ends(element, findings)
        if element.event == "cancel":
            check_cancel(definition, element, findings)
        if element.kind == "boundary_event":
            _boundary(definition, element, findings)
        elif element.kind.endswith("_gateway"):
            _gateway(definition, element, findings)


def _ids(definition: Definition, findings: Findings) -> None:
    if "" in definition.elements or "" in definition.flows:
        findings.refuse("", "id", "有元素没有 id。", "An element has no id.")
    if not definition.process_id:
        findings.refuse("", "process", "文件中没有流程。", "The file holds no process.")


def _flows(definition: Definition, findings: Findings) -> None:
    for flow in definition.flows.values():
        ends = [definition.elements.get(flow.source), definition.elements.get(flow.target)]
        if None in ends:
            findings.refuse(flow.id, "sequenceFlow", f"顺序流“{flow.id}”没有连接到存在的元素。", f"The flow '{flow.id}' isn't connected to existing elements.")
        else:
            _flow_ends(flow, *ends, findings)


def _flow_ends(flow: Flow, source: Element, target: Element, findings: Findings) -> None:
    if source.parent_id != target.parent_id:
        findings.refuse(flow.id, "sequenceFlow", f"顺序流“{flow.id}”跨越了子流程的边界。", f"The flow '{flow.id}' crosses the border of a sub-process.")
    if source.kind == "end_event" or target.kind in ("start_event", "boundary_event") or "event_sub_process" in (source.kind, target.kind):
        findings.refuse(flow.id, "sequenceFlow", f"顺序流“{flow.id}”不能从 {called(source)} 连到 {called(target)}。",
                        f"The flow '{flow.id}' can't lead from {called_en(source)} to {called_en(target)}.")
    if flow.condition and source.kind not in CONDITIONAL:
        findings.refuse(flow.id, "conditionExpression", f"{called(source)} 之后的顺序流不能带条件。", f"Flows out of {called_en(source)} can't have conditions.")


def _starts(definition: Definition, scope: str | None, findings: Findings) -> None:
    starts = [element for element in definition.children_of(scope) if element.kind == "start_event"]
    holder = definition.elements.get(scope) if scope else None
    if scope is None:
        _process_starts(definition, starts, findings)
    elif holder.kind == "event_sub_process":
        _event_start(holder, starts, findings)
    elif len(starts) != 1 or starts[0].event is not None:
        findings.refuse(scope, "startEvent", f"子流程 {called(holder)} 需要恰好一个无事件的开始事件。",
                        f"The sub-process {called_en(holder)} needs exactly one start event without a trigger.")


def _process_starts(definition: Definition, starts: list[Element], findings: Findings) -> None:
    if not starts:
        findings.refuse(definition.process_id, "startEvent", "流程没有开始事件。", "The process has no start event.")
    if sum(start.event is None for start in starts) > 1:
        findings.refuse(definition.process_id, "startEvent", "流程有多个无事件的开始事件。", "The process has several start events without a trigger.")
    for name, count in Counter(start.message_name for start in starts if start.event == "message").items():
        if count > 1:
            findings.refuse(definition.process_id, "startEvent", f"多个开始事件等待同一消息“{name}”。", f"Several start events wait for the message '{name}'.")
    for start in starts:
        if start.event not in (None, "message", "timer"):
            findings.refuse(start.id, "startEvent", f"流程不能由 {called(start)} 这种事件开始。", f"A process can't be started by the kind of event of {called_en(start)}.")


def _event_start(holder: Element, starts: list[Element], findings: Findings) -> None:
    if len(starts) != 1 or starts[0].event not in EVENT_STARTS:
        findings.refuse(holder.id, "startEvent", f"事件子流程 {called(holder)} 需要恰好一个定时、消息、条件、信号、错误或升级开始事件。",
                        f"The event sub-process {called_en(holder)} needs exactly one timer, message, conditional, signal, error or escalation start event.")
    elif starts[0].event == "error" and not starts[0].is_interrupting:
        findings.refuse(starts[0].id, "isInterrupting", f"错误事件 {called(starts[0])} 必须是中断的。", f"The error event {called_en(starts[0])} must be interrupting.")


def _reachable(definition: Definition, scope: str | None, findings: Findings) -> None:
    """Every element must be on a way from a start, so that nothing is drawn that can never run."""
    inside = {element.id: element for element in definition.children_of(scope)}
    attached = [element for element in inside.values() if element.attached_to]
    reached = [element.id for element in inside.values() if element.kind in ("start_event", "event_sub_process")]
    seen = set(reached)
    while reached:
        found = _next_to(definition, inside, attached, reached.pop())
        reached.extend(found - seen)
        seen |= found
    for element in inside.values():
        if element.id not in seen:
            findings.refuse(element.id, element.kind, f"{called(element)} 从任何开始事件都走不到。", f"{called_en(element)} can't be reached from any start event.")


def _next_to(definition: Definition, inside: dict[str, Element], attached: Iterable[Element], id_: str) -> set[str]:
    element = inside[id_]
    targets = {definition.flows[flow].target for flow in element.outgoing if flow in definition.flows}
    linked = {other.id for other in inside.values() if element.kind == "intermediate_throw_event" and element.event == "link"
              and other.event == "link" and other.link_name == element.link_name}
    return (targets | linked | {event.id for event in attached if event.attached_to == id_}) & inside.keys()


def _ends(element: Element, findings: Findings) -> None:
    if element.kind in ("intermediate_catch_event", "receive_task") and element.event is None and not element.message_name:
        findings.refuse(element.id, "event", f"{called(element)} 没有说明等待什么。", f"{called_en(element)} doesn't say what it waits for.")


def _boundary(definition: Definition, element: Element, findings: Findings) -> None:
    host = definition.elements.get(element.attached_to or "")
    if host is None or host.kind not in TASKS or host.parent_id != element.parent_id:
        findings.refuse(element.id, "attachedToRef", f"边界事件 {called(element)} 没有附在同一层的任务或子流程上。",
                        f"The boundary event {called_en(element)} isn't attached to a task or sub-process beside it.")
    if element.event not in BOUNDARY_EVENTS:
        findings.refuse(element.id, "boundaryEvent", f"边界事件 {called(element)} 没有支持的事件类型。", f"The boundary event {called_en(element)} has no supported kind of event.")
    if element.event == "error" and not element.is_interrupting:
        findings.refuse(element.id, "cancelActivity", f"错误边界事件 {called(element)} 必须是中断的。", f"The error boundary event {called_en(element)} must be interrupting.")


def _gateway(definition: Definition, element: Element, findings: Findings) -> None:
    flows = [definition.flows[id_] for id_ in element.outgoing]
    if not flows:
        findings.refuse(element.id, "outgoing", f"网关 {called(element)} 没有出口。", f"The gateway {called_en(element)} has no way out.")
    if element.kind in ("exclusive_gateway", "inclusive_gateway") and len(flows) > 1:
        _conditions(element, flows, findings)
    if element.kind == "event_based_gateway":
        _events_behind(definition, element, flows, findings)


def _conditions(element: Element, flows: list[Flow], findings: Findings) -> None:
    for flow in flows:
        if flow.condition is None and not flow.is_default:
            findings.refuse(flow.id, "conditionExpression", f"{called(element)} 之后的顺序流“{flow.name or flow.id}”既没有条件，也不是默认流。",
                            f"The flow '{flow.name or flow.id}' out of {called_en(element)} has no condition and isn't the default.")
    compared = set().union(*(flow.compiled.paths for flow in flows if flow.compiled is not None))
    # Conditions that all compare one and the same value are a choice that somebody thought through to its end.
    if not any(flow.is_default for flow in flows) and len(compared) > 1:
        findings.warn(element.id, "default", f"{called(element)} 没有默认流：没有条件成立时会停下来等人处理。",
                      f"{called_en(element)} has no default flow: when no condition is true, the case stops until a person helps.")


def _events_behind(definition: Definition, element: Element, flows: list[Flow], findings: Findings) -> None:
    for target in (definition.elements[flow.target] for flow in flows if flow.target in definition.elements):
        is_event = target.kind == "receive_task" or (target.kind == "intermediate_catch_event" and target.event in ("timer", "message", "conditional", "signal"))
        has_boundary = any(other.attached_to == target.id for other in definition.elements.values())
        if not is_event or len(target.incoming) != 1 or has_boundary or target.loop:
            findings.refuse(target.id, "eventBasedGateway", f"事件网关 {called(element)} 之后只能是单独的定时、消息、条件或信号事件，{called(target)} 不是。",
                            f"Only timer, message, conditional and signal events of its own may follow the event-based gateway {called_en(element)}; {called_en(target)} isn't one.")
