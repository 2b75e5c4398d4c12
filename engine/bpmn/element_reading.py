"""One flow node of the XML to one Element: BPMN's own attributes, the `zeebe:` extension elements and our properties."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from lxml import etree

from engine.bpmn.definition import Element, Loop, Mapping_
from engine.bpmn.dialect import read_stage
from engine.bpmn.expressions import Expression, feel_only
from engine.bpmn.namespaces import EMBEDDED_FORM, bpmn, split, zeebe

KINDS = {
    "userTask": "user_task", "serviceTask": "service_task", "sendTask": "send_task", "receiveTask": "receive_task",
    "scriptTask": "script_task", "businessRuleTask": "business_rule_task", "manualTask": "manual_task", "task": "task",
    "callActivity": "call_activity", "subProcess": "sub_process", "transaction": "transaction", "adHocSubProcess": "ad_hoc_sub_process",
    "exclusiveGateway": "exclusive_gateway", "parallelGateway": "parallel_gateway", "inclusiveGateway": "inclusive_gateway",
    "eventBasedGateway": "event_based_gateway", "complexGateway": "complex_gateway", "startEvent": "start_event",
    "endEvent": "end_event", "intermediateCatchEvent": "intermediate_catch_event",
    "intermediateThrowEvent": "intermediate_throw_event", "boundaryEvent": "boundary_event",
}
EVENT_DEFINITIONS = {
    "timerEventDefinition": "timer", "messageEventDefinition": "message", "errorEventDefinition": "error",
    "escalationEventDefinition": "escalation", "terminateEventDefinition": "terminate", "signalEventDefinition": "signal",
    "conditionalEventDefinition": "conditional", "compensateEventDefinition": "compensation", "cancelEventDefinition": "cancel",
    "linkEventDefinition": "link",
}
_TIMERS = {"timeDate": "date", "timeDuration": "duration", "timeCycle": "cycle"}
# Attribute of Element <- zeebe element, its attribute. All may be FEEL but the ids and variable names.
_ZEEBE = {
    "form_id": ("formDefinition", "formId"), "assignee": ("assignmentDefinition", "assignee"),
    "candidate_groups": ("assignmentDefinition", "candidateGroups"), "candidate_users": ("assignmentDefinition", "candidateUsers"),
    "due_date": ("taskSchedule", "dueDate"), "follow_up_date": ("taskSchedule", "followUpDate"),
    "priority": ("priorityDefinition", "priority"), "job_type": ("taskDefinition", "type"), "job_retries": ("taskDefinition", "retries"),
    "script": ("script", "expression"), "decision_id": ("calledDecision", "decisionId"),
}
_COMPILED = ("assignee", "candidate_groups", "candidate_users", "due_date", "follow_up_date", "priority", "job_type", "job_retries",
             "official_status", "decision_id")


def extension(node: etree._Element, name: str) -> etree._Element | None:
    """The `zeebe:` extension element of this name, if the node has one."""
    return node.find(f"{bpmn('extensionElements')}/{zeebe(name)}")


def properties_of(node: etree._Element) -> Mapping[str, str]:
    found = node.iterfind(f"{bpmn('extensionElements')}/{zeebe('properties')}/{zeebe('property')}")
    return MappingProxyType({each.get("name", ""): each.get("value", "") for each in found})


class ElementReader:
    """Reads the nodes of one process; knows what they refer to elsewhere in the file."""

    def __init__(self, root: etree._Element, process: etree._Element, incoming: dict[str, list[str]], outgoing: dict[str, list[str]]):
        self.process, self.incoming, self.outgoing = process, incoming, outgoing
        self.named = {node.get("id"): node for node in root.iterchildren(*map(bpmn, ("message", "error", "escalation", "signal")))}
        self.lanes = {(ref.text or "").strip(): lane.get("name") or lane.get("id", "")
                      for lane in process.iter(bpmn("lane")) for ref in lane.iterchildren(bpmn("flowNodeRef"))}

    def read(self, node: etree._Element) -> Element:
        id_ = node.get("id", "")
        values: dict[str, object] = {name: _attribute(node, *where) for name, where in _ZEEBE.items()}
        values |= self._event(node) | _ours(properties_of(node)) | _result(node)
        values |= _called(node)
        values["form_id"] = values["form_id"] or _embedded_form(node)
        compiled = {name: Expression(values[name]) for name in _COMPILED if values.get(name)}
        compiled |= _special_expressions(values)
        return Element(
            id=id_, kind=_kind(node), name=node.get("name", ""), documentation=(node.findtext(bpmn("documentation")) or "").strip(),
            parent_id=self._parent(node), attached_to=node.get("attachedToRef"), lane=self._lane(node),
            incoming=tuple(self.incoming.get(id_, ())), outgoing=tuple(self.outgoing.get(id_, ())), loop=_loop(node),
            inputs=_mappings(node, "input"), outputs=_mappings(node, "output"), headers=_headers(node),
            compiled=MappingProxyType(compiled), **values,
        )

    def _parent(self, node: etree._Element) -> str | None:
        parent = node.getparent()
        return None if parent is self.process else parent.get("id")

    def _lane(self, node: etree._Element) -> str | None:
        while node is not self.process:
            if node.get("id") in self.lanes:
                return self.lanes[node.get("id")]
            node = node.getparent()
        return None

    def _event(self, node: etree._Element) -> dict[str, object]:
        definition = event_definition(node)
        kind = EVENT_DEFINITIONS.get(split(definition.tag)[1]) if definition is not None else None
        values: dict[str, object] = {"event": kind, "is_interrupting": _is_interrupting(node)}
        if kind == "timer":
            values["timer"] = _timer(definition)
        if kind == "link":
            values["link_name"] = definition.get("name")
        if kind == "conditional":
            values["condition"] = (definition.findtext(bpmn("condition")) or "").strip() or None
        for reference in ("messageRef", "errorRef", "escalationRef", "signalRef"):
            holder = node if reference in node.attrib else definition
            if holder is not None and holder.get(reference):
                values |= self._referred(reference, holder.get(reference))
        return values

    def _referred(self, reference: str, id_: str) -> dict[str, object]:
        target = self.named.get(id_)
        if target is None:
            return {}
        if reference == "messageRef":
            subscription = extension(target, "subscription")
            return {"message_name": target.get("name", ""),
                    "correlation_key": subscription.get("correlationKey") if subscription is not None else None}
        if reference == "signalRef":
            return {"code": target.get("name")}
        return {"code": target.get("errorCode") or target.get("escalationCode")}


def event_definition(node: etree._Element) -> etree._Element | None:
    return next(node.iterchildren(*(bpmn(name) for name in EVENT_DEFINITIONS)), None)


def _kind(node: etree._Element) -> str:
    kind = KINDS[split(node.tag)[1]]
    return "event_sub_process" if kind == "sub_process" and node.get("triggeredByEvent") == "true" else kind


def _is_interrupting(node: etree._Element) -> bool:
    return node.get("cancelActivity", "true") == "true" and node.get("isInterrupting", "true") == "true"


def _timer(definition: etree._Element) -> tuple[str, str] | None:
    for name, kind in _TIMERS.items():
        written = definition.findtext(bpmn(name))
        if written is not None:
            return kind, written.strip()
    return None


def _attribute(node: etree._Element, name: str, attribute: str) -> str | None:
    found = extension(node, name)
    return (found.get(attribute) or None) if found is not None else None


def _embedded_form(node: etree._Element) -> str | None:
    key = _attribute(node, "formDefinition", "formKey") or ""
    return key.removeprefix(EMBEDDED_FORM) or None if key.startswith(EMBEDDED_FORM) else None


def _result(node: etree._Element) -> dict[str, object]:
    return {"result_variable": _attribute(node, "script", "resultVariable") or _attribute(node, "calledDecision", "resultVariable")}


def _called(node: etree._Element) -> dict[str, object]:
    found = extension(node, "calledElement")
    if found is None:
        return {}
    return {"called_process": found.get("processId") or None, "gives_all": found.get("propagateAllParentVariables", "true") == "true",
            "takes_all": found.get("propagateAllChildVariables", "true") == "true"}


def _ours(properties: Mapping[str, str]) -> dict[str, object]:
    stage = read_stage(properties.get("huixiang:stage", ""))
    return {
        "properties": properties, "stage": stage.number if stage else None, "is_customer": properties.get("huixiang:actor") == "customer",
        "is_blind": properties.get("huixiang:blind") == "true",
        "public_text": properties.get("huixiang:publicText") or None, "contact_needed": properties.get("huixiang:contactNeeded") or None,
        "official_status": properties.get("huixiang:officialStatus") or None, "submit_label": properties.get("huixiang:submitLabel") or None,
    }


def _special_expressions(values: dict[str, object]) -> dict[str, Expression]:
    found = {}
    if values["script"]:
        found["script"] = feel_only(values["script"])
    if values.get("timer"):
        found["timer"] = Expression(values["timer"][1])
    if values.get("condition"):
        found["condition"] = feel_only(values["condition"])
    if values.get("correlation_key"):
        found["correlation_key"] = Expression(values["correlation_key"])
    return found


def _mappings(node: etree._Element, name: str) -> tuple[Mapping_, ...]:
    found = node.iterfind(f"{bpmn('extensionElements')}/{zeebe('ioMapping')}/{zeebe(name)}")
    return tuple(Mapping_(Expression(each.get("source", "")), each.get("target", "")) for each in found)


def _headers(node: etree._Element) -> Mapping[str, str]:
    found = node.iterfind(f"{bpmn('extensionElements')}/{zeebe('taskHeaders')}/{zeebe('header')}")
    return MappingProxyType({each.get("key", ""): each.get("value", "") for each in found})


def _loop(node: etree._Element) -> Loop | None:
    standard = node.find(bpmn("standardLoopCharacteristics"))
    if standard is not None:
        condition = standard.findtext(bpmn("loopCondition"))
        maximum = standard.get("loopMaximum")
        return Loop("standard", loop_condition=feel_only(condition) if condition else None, tests_before=standard.get("testBefore") == "true",
                    maximum=int(maximum) if maximum and maximum.isdigit() else None)
    several = node.find(bpmn("multiInstanceLoopCharacteristics"))
    return _several(several) if several is not None else None


def _several(node: etree._Element) -> Loop:
    ours = extension(node, "loopCharacteristics")
    get = (lambda name: ours.get(name) or None) if ours is not None else (lambda name: None)
    completion = node.findtext(bpmn("completionCondition"))
    cardinality = node.findtext(bpmn("loopCardinality"))
    return Loop(
        "sequential" if node.get("isSequential") == "true" else "parallel",
        collection=feel_only(get("inputCollection")) if get("inputCollection") else None, element=get("inputElement"),
        output_collection=get("outputCollection"), output_element=feel_only(get("outputElement")) if get("outputElement") else None,
        completion_condition=feel_only(completion) if completion and completion.strip() else None,
        cardinality=feel_only(cardinality) if cardinality and cardinality.strip() else None,
    )
