"""The allow-list: every BPMN and `zeebe:` element and attribute that may stand in a diagram. Each has a test in tests/elements/."""

from __future__ import annotations

from dataclasses import dataclass, field

# Say nothing about execution, on whatever element they stand.
SILENT_ATTRIBUTES = frozenset({"id", "name", "gatewayDirection", "isClosed", "processType", "isMarkerVisible", "textFormat", "exporter",
                               "exporterVersion", "targetNamespace", "typeLanguage", "schemaLocation", "isExecutable", "isCollection",
                               "itemSubjectRef", "isUnlimited", "capacity", "structureRef"})
SILENT_FOREIGN_ATTRIBUTES = frozenset({"diagramRelationId"})      # Camunda's web modeler notes there where a file came from
SILENT_ZEEBE_ATTRIBUTES = frozenset({"modelerTemplate", "modelerTemplateVersion", "modelerTemplateIcon"})


@dataclass(frozen=True, slots=True)
class Allowed:
    """Children and attributes of one element. An attribute with a set of values takes only these; None: any."""

    children: frozenset[str] = frozenset()
    attributes: dict[str, frozenset[str] | None] = field(default_factory=dict)


def _allowed(children: str = "", **attributes: str | None) -> Allowed:
    return Allowed(frozenset(children.split()),
                   {name: frozenset(values.split("|")) if values is not None else None for name, values in attributes.items()})


_NODE = "documentation extensionElements categoryValueRef incoming outgoing"
_ACTIVITY = f"{_NODE} multiInstanceLoopCharacteristics standardLoopCharacteristics property dataInputAssociation dataOutputAssociation"
_FLOW_ELEMENTS = ("userTask serviceTask sendTask receiveTask scriptTask businessRuleTask manualTask task subProcess transaction callActivity "
                  "exclusiveGateway parallelGateway inclusiveGateway eventBasedGateway startEvent endEvent intermediateCatchEvent "
                  "intermediateThrowEvent boundaryEvent sequenceFlow dataObject dataObjectReference dataStoreReference "
                  "textAnnotation association group")
_ONE = {"startQuantity": "1", "completionQuantity": "1", "isForCompensation": "false", "default": None}
_WORK = {**_ONE, "implementation": "##unspecified|##WebService"}
_EXPRESSION = {"type": "tFormalExpression|tExpression", "language": "http://www.omg.org/spec/FEEL/20140401|feel|FEEL", "evaluatesToTypeRef": ""}

BPMN_ELEMENTS: dict[str, Allowed] = {
    "definitions": _allowed("documentation extensionElements process collaboration message error escalation signal category itemDefinition dataStore BPMNDiagram",
                            expressionLanguage="http://www.omg.org/spec/FEEL/20140401|http://www.w3.org/1999/XPath|feel|FEEL"),
    "process": _allowed(f"documentation extensionElements laneSet {_FLOW_ELEMENTS}"),
    "collaboration": _allowed("documentation extensionElements participant messageFlow textAnnotation association group"),
    "participant": _allowed("documentation extensionElements", processRef=None),
    "messageFlow": _allowed("documentation extensionElements", sourceRef=None, targetRef=None, messageRef=None),
    "laneSet": _allowed("documentation extensionElements lane"),
    "lane": _allowed("documentation extensionElements flowNodeRef childLaneSet"),
    "childLaneSet": _allowed("lane"),
    "flowNodeRef": _allowed(),
    "subProcess": _allowed(f"{_ACTIVITY} laneSet {_FLOW_ELEMENTS}", triggeredByEvent="true|false", **_ONE),
    "transaction": _allowed(f"{_ACTIVITY} laneSet {_FLOW_ELEMENTS}", method="##Compensate", triggeredByEvent="false", **_ONE),
    "callActivity": _allowed(_ACTIVITY, calledElement=None, **_ONE),
    "userTask": _allowed(_ACTIVITY, **_WORK),
    "serviceTask": _allowed(_ACTIVITY, **_WORK),
    "sendTask": _allowed(_ACTIVITY, messageRef=None, **_WORK),
    "receiveTask": _allowed(_ACTIVITY, messageRef=None, instantiate="false", **_WORK),
    "scriptTask": _allowed(_ACTIVITY, **_ONE),
    "businessRuleTask": _allowed(_ACTIVITY, **_WORK),
    "manualTask": _allowed(_ACTIVITY, **_ONE),
    "task": _allowed(_ACTIVITY, **_ONE),
    "exclusiveGateway": _allowed(_NODE, default=None),
    "parallelGateway": _allowed(_NODE),
    "inclusiveGateway": _allowed(_NODE, default=None),
    "eventBasedGateway": _allowed(_NODE, instantiate="false", eventGatewayType="Exclusive"),
    "startEvent": _allowed(f"{_NODE} timerEventDefinition messageEventDefinition errorEventDefinition escalationEventDefinition "
                           "conditionalEventDefinition signalEventDefinition",
                           isInterrupting="true|false", parallelMultiple="false"),
    "endEvent": _allowed(f"{_NODE} errorEventDefinition escalationEventDefinition terminateEventDefinition messageEventDefinition cancelEventDefinition "
                         "signalEventDefinition"),
    "intermediateCatchEvent": _allowed(f"{_NODE} timerEventDefinition messageEventDefinition linkEventDefinition conditionalEventDefinition "
                                       "signalEventDefinition",
                                       parallelMultiple="false"),
    "intermediateThrowEvent": _allowed(f"{_NODE} escalationEventDefinition messageEventDefinition linkEventDefinition signalEventDefinition"),
    "boundaryEvent": _allowed(f"{_NODE} timerEventDefinition messageEventDefinition errorEventDefinition escalationEventDefinition "
                              "cancelEventDefinition conditionalEventDefinition signalEventDefinition",
                              attachedToRef=None, cancelActivity="true|false", parallelMultiple="false"),
    "sequenceFlow": _allowed("documentation extensionElements categoryValueRef conditionExpression", sourceRef=None, targetRef=None, isImmediate="true"),
    "conditionExpression": _allowed(**_EXPRESSION),
    "timerEventDefinition": _allowed("extensionElements timeDate timeDuration timeCycle"),
    "timeDate": _allowed(**_EXPRESSION), "timeDuration": _allowed(**_EXPRESSION), "timeCycle": _allowed(**_EXPRESSION),
    "messageEventDefinition": _allowed("extensionElements", messageRef=None),
    "errorEventDefinition": _allowed("extensionElements", errorRef=None),
    "escalationEventDefinition": _allowed("extensionElements", escalationRef=None),
    "signalEventDefinition": _allowed("extensionElements", signalRef=None), "signal": _allowed("documentation extensionElements"),
    "terminateEventDefinition": _allowed("extensionElements"),
    "linkEventDefinition": _allowed("extensionElements"), "cancelEventDefinition": _allowed("extensionElements"),
    "conditionalEventDefinition": _allowed("extensionElements condition"), "condition": _allowed(**_EXPRESSION),
    "multiInstanceLoopCharacteristics": _allowed("extensionElements completionCondition loopCardinality", isSequential="true|false", behavior="All"),
    "standardLoopCharacteristics": _allowed("extensionElements loopCondition", testBefore="true|false", loopMaximum=None),
    "completionCondition": _allowed(**_EXPRESSION), "loopCardinality": _allowed(**_EXPRESSION), "loopCondition": _allowed(**_EXPRESSION),
    "message": _allowed("documentation extensionElements"),
    "error": _allowed("documentation extensionElements", errorCode=None),
    "escalation": _allowed("documentation extensionElements", escalationCode=None),
    "incoming": _allowed(), "outgoing": _allowed(),
    # Drawn, not executed. A modeler notes at each element in which frames it stands.
    "categoryValueRef": _allowed(),
    "dataObject": _allowed("documentation extensionElements categoryValueRef"), "dataStore": _allowed("documentation extensionElements"),
    "dataObjectReference": _allowed("documentation extensionElements categoryValueRef dataState", dataObjectRef=None),
    "dataStoreReference": _allowed("documentation extensionElements categoryValueRef", dataStoreRef=None), "dataState": _allowed(),
    "property": _allowed(), "dataInputAssociation": _allowed("sourceRef targetRef"), "dataOutputAssociation": _allowed("sourceRef targetRef"),
    "sourceRef": _allowed(), "targetRef": _allowed(), "itemDefinition": _allowed(itemKind=None),
    "textAnnotation": _allowed("documentation extensionElements text"), "text": _allowed(),
    "association": _allowed("documentation extensionElements", sourceRef=None, targetRef=None, associationDirection=None),
    "group": _allowed("documentation extensionElements", categoryValueRef=None),
    "category": _allowed("documentation extensionElements categoryValue"), "categoryValue": _allowed("documentation extensionElements", value=None),
}

_BINDING = {"bindingType": "latest|deployment"}
_TASKS = "userTask serviceTask sendTask receiveTask scriptTask businessRuleTask manualTask task"
_JOBS = "serviceTask sendTask scriptTask businessRuleTask endEvent intermediateThrowEvent"


@dataclass(frozen=True, slots=True)
class Extension:
    """A `zeebe:` element: under which BPMN (or zeebe) elements, with which attributes."""

    on: frozenset[str]
    attributes: dict[str, frozenset[str] | None]


def _extension(on: str, **attributes: str | None) -> Extension:
    return Extension(frozenset(on.split()), _allowed("", **attributes).attributes)


ZEEBE_ELEMENTS: dict[str, Extension] = {
    "userTask": _extension("userTask"),
    "assignmentDefinition": _extension("userTask", assignee=None, candidateGroups=None, candidateUsers=None),
    "formDefinition": _extension("userTask startEvent", formId=None, formKey=None, **_BINDING),
    "userTaskForm": _extension("process", id=None),
    "taskSchedule": _extension("userTask", dueDate=None, followUpDate=None),
    "priorityDefinition": _extension("userTask", priority=None),
    "calledDecision": _extension("businessRuleTask", decisionId=None, resultVariable=None, **_BINDING),
    "calledElement": _extension("callActivity", processId=None, propagateAllChildVariables="true|false",
                                propagateAllParentVariables="true|false", **_BINDING),
    "script": _extension("scriptTask", expression=None, resultVariable=None),
    "taskDefinition": _extension(_JOBS, type=None, retries=None),
    "taskHeaders": _extension(f"{_TASKS} endEvent intermediateThrowEvent"),
    "header": _extension("taskHeaders", key=None, value=None),
    "ioMapping": _extension(f"{_TASKS} subProcess transaction callActivity endEvent intermediateThrowEvent intermediateCatchEvent startEvent boundaryEvent"),
    "input": _extension("ioMapping", source=None, target=None),
    "output": _extension("ioMapping", source=None, target=None),
    "loopCharacteristics": _extension("multiInstanceLoopCharacteristics", inputCollection=None, inputElement=None, outputCollection=None,
                                      outputElement=None),
    "subscription": _extension("message", correlationKey=None),
    "versionTag": _extension("process", value=None),        # a version is a version of the package
    "properties": _extension(f"{_TASKS} subProcess transaction callActivity sequenceFlow startEvent endEvent intermediateCatchEvent intermediateThrowEvent "
                             "boundaryEvent exclusiveGateway parallelGateway inclusiveGateway eventBasedGateway process participant lane"),
    "property": _extension("properties", name=None, value=None),
}
