"""SpiffWorkflow's parser, subclassed: our specifications, XML order, and no recursion along sequence flows."""

from __future__ import annotations

from lxml import etree
from SpiffWorkflow.bpmn.parser.BpmnParser import BpmnParser
from SpiffWorkflow.bpmn.parser.ProcessParser import ProcessParser
from SpiffWorkflow.bpmn.parser.TaskParser import TaskParser
from SpiffWorkflow.bpmn.parser.util import full_tag
from SpiffWorkflow.bpmn.specs.event_definitions.item_aware_event import ErrorEventDefinition, EscalationEventDefinition
from SpiffWorkflow.bpmn.specs.event_definitions.simple import CancelEventDefinition, NoneEventDefinition, TerminateEventDefinition

from engine.bpmn.calling import prefixed
from engine.bpmn.definition import Definition, Element, Flow
from engine.bpmn.namespaces import bpmn
from engine.bpmn.specs import events, gateways, multi_instance, sub_processes, tasks
from engine.bpmn.specs.event_definitions import FeelCondition, FeelTimer, MessageSubscription, Signal
from engine.bpmn.specs.flow_node import FlowNode
from engine.bpmn.specs.scope import ScopeSpec

_PLAIN = {"terminate": TerminateEventDefinition, "cancel": CancelEventDefinition}
_BODIES = {"parallel": multi_instance.ParallelMultiInstance, "sequential": multi_instance.SequentialMultiInstance}


class NodeParser(TaskParser):
    """One flow node to one specification; flows are connected by the process parser when all nodes exist."""

    def parse_node(self) -> FlowNode:
        element = self.process_parser.parser.element(self.bpmn_id)
        if element.loop is None:
            return self.make(element, self.bpmn_id)
        child = self.make(element, f"{self.bpmn_id} [child]")
        child.body = self.bpmn_id
        return self.make_body(element, child)

    def make(self, element: Element, name: str) -> FlowNode:
        spec_class = tasks.JobTask if element.job_type else self.spec_class
        return spec_class(self.spec, name, element, **self.parameters(element, spec_class))

    def make_body(self, element: Element, child: FlowNode) -> FlowNode:
        loop = element.loop
        if loop.kind == "standard":
            limits = {"maximum": loop.maximum, "condition": loop.loop_condition, "test_before": loop.tests_before}
            return multi_instance.StandardLoop(self.spec, self.bpmn_id, element, task_spec=child.name, **limits)
        return _BODIES[loop.kind](self.spec, self.bpmn_id, element, task_spec=child.name)

    def parameters(self, element: Element, spec_class: type) -> dict[str, object]:
        return {}


class ScriptParser(NodeParser):
    def parameters(self, element: Element, spec_class: type) -> dict[str, object]:
        return {} if spec_class is tasks.JobTask else {"script": element.compiled.get("script")}


class EventParser(NodeParser):
    def parameters(self, element: Element, spec_class: type) -> dict[str, object]:
        return {} if spec_class is tasks.JobTask else {"event_definition": event_definition(element)}


class BoundaryParser(EventParser):
    def parameters(self, element: Element, spec_class: type) -> dict[str, object]:
        return super().parameters(element, spec_class) | {"cancel_activity": element.is_interrupting}


class SubProcessParser(NodeParser):
    """Reads what is inside as a specification of its own."""

    def make(self, element: Element, name: str) -> FlowNode:
        self.process_parser.parser.create_parser(self.node, filename=self.filename)
        spec_class = sub_processes.EventSubProcess if element.kind == "event_sub_process" else self.spec_class
        return spec_class(self.spec, name, element, subworkflow_spec=element.id)


class CallParser(NodeParser):
    """The called process is read with its own file; SpiffWorkflow finds it among the scopes."""

    def parameters(self, element: Element, spec_class: type) -> dict[str, object]:
        return {"subworkflow_spec": called_scope(element.called_process)}


class ScopeParser(ProcessParser):
    """A process or sub-process: all nodes in XML order, then all flows in XML order."""

    def create_spec(self) -> ScopeSpec:
        return ScopeSpec(self.bpmn_id, self.get_name(), self.filename)

    def add_tasks(self) -> None:
        nodes = [node for node in self.node if self.parser._get_parser_class(node.tag)[0] is not None]
        for node in nodes:
            self._place(node, self.parse_node(node))
        for node in nodes:
            if node.tag == bpmn("boundaryEvent"):
                self._attach(self.spec.task_specs[node.get("id")], node.get("attachedToRef"))
        for flow in self.node.iterchildren(bpmn("sequenceFlow")):
            self._connect(flow)

    def _place(self, node: etree._Element, spec: FlowNode) -> None:
        if node.tag == bpmn("startEvent"):
            self.spec.start.connect(spec)
            self.spec.starts.append(spec.name)
        elif isinstance(spec, sub_processes.EventSubProcess):
            self.spec.event_scopes.append(spec.name)
            self._listen_for(spec)

    def _listen_for(self, spec: sub_processes.EventSubProcess) -> None:
        """Timer and message starts are armed while the scope is open; errors and escalations are looked up when thrown."""
        inner = self.parser.get_spec(spec.name)
        start = inner.task_specs[inner.starts[0]].element
        if start.event in ("timer", "message", "conditional", "signal"):
            name = f"{start.id} [starter]"
            events.EventStarter(self.spec, name, start, event_scope=spec.name, event_definition=event_definition(start))
            self.spec.starters.append(name)

    def _attach(self, boundary: events.BoundaryEvent, activity_name: str) -> None:
        activity = self.spec.task_specs[activity_name]
        is_thrown = boundary.element.event in ("error", "escalation", "cancel")
        (activity.code_boundaries if is_thrown else activity.listeners).append(boundary.name)

    def _connect(self, node: etree._Element) -> None:
        id_, source, target = node.get("id"), node.get("sourceRef"), node.get("targetRef")
        flow = self.parser.flow(id_) or Flow(id_, source, target)    # the translation made it of a pair of links
        self.spec.task_specs[source].leads_to(flow, self.spec.task_specs[target])


class DialectParser(BpmnParser):
    """SpiffWorkflow's parser for one definition of our dialect, after translation."""

    PROCESS_PARSER_CLASS = ScopeParser
    PARSER_CLASSES = {full_tag(name): pair for name, pair in {
        "startEvent": (EventParser, events.StartEvent), "endEvent": (EventParser, events.EndEvent),
        "intermediateCatchEvent": (EventParser, events.IntermediateCatchEvent),
        "intermediateThrowEvent": (EventParser, events.IntermediateThrowEvent),
        "boundaryEvent": (BoundaryParser, events.BoundaryEvent), "receiveTask": (EventParser, events.ReceiveTask),
        "userTask": (NodeParser, tasks.UserTask), "task": (NodeParser, tasks.NoneTask), "manualTask": (NodeParser, tasks.ManualTask),
        "serviceTask": (NodeParser, tasks.JobTask), "sendTask": (NodeParser, tasks.JobTask),
        "scriptTask": (ScriptParser, tasks.ScriptTask), "businessRuleTask": (ScriptParser, tasks.BusinessRuleTask),
        "exclusiveGateway": (NodeParser, gateways.ExclusiveGateway), "parallelGateway": (NodeParser, gateways.ParallelGateway),
        "inclusiveGateway": (NodeParser, gateways.InclusiveGateway), "eventBasedGateway": (EventParser, gateways.EventBasedGateway),
        "callActivity": (CallParser, sub_processes.CallActivity),
        "subProcess": (SubProcessParser, sub_processes.SubProcess), "transaction": (SubProcessParser, sub_processes.Transaction),
    }.items()}

    def __init__(self, definition: Definition, process_id: str | None = None):
        """`process_id`: a process that the definition calls; None reads its own."""
        super().__init__()
        self.definition, self.process_id = definition, process_id

    def element(self, id_: str) -> Element:
        return self.definition.elements[self._id(id_)]

    def flow(self, id_: str) -> Flow | None:
        return self.definition.flows.get(self._id(id_))

    def _id(self, id_: str) -> str:
        return prefixed(self.process_id, id_) if self.process_id else id_


def called_scope(process_id: str) -> str:
    """The name of a called process among the scopes; element ids hold no spaces."""
    return f"call {process_id}"


def event_definition(element: Element):
    """SpiffWorkflow's event definition of an element, ours where its own would read a clock or match by name."""
    if element.event == "timer":
        return FeelTimer(element)
    if element.event in ("conditional", "signal"):
        return FeelCondition(element) if element.event == "conditional" else Signal(element)
    if element.event == "message" or element.kind == "receive_task":
        return MessageSubscription(element)
    if element.event == "error":
        return ErrorEventDefinition(element.id, element.code)
    if element.event == "escalation":
        return EscalationEventDefinition(element.id, element.code)
    return _PLAIN.get(element.event, NoneEventDefinition)()
