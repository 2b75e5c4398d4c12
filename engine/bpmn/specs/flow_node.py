"""What every element has in common: a token enters, acts and leaves along sequence flows (BPMN 2.0.2, clause 13)."""

from __future__ import annotations

from SpiffWorkflow.bpmn.specs.bpmn_task_spec import BpmnTaskSpec
from SpiffWorkflow.bpmn.specs.event_definitions.item_aware_event import ErrorEventDefinition
from SpiffWorkflow.util.task import TaskState

from engine.bpmn.definition import Element, Flow
from engine.errors import IncidentCause, Text

CONDITION = Text("条件", "condition")


class FlowNode(BpmnTaskSpec):
    """Base of all our specifications. Shared by all instances of a definition, so nothing here changes after parsing."""

    keeps_scope_open = True
    is_call = False

    def __init__(self, wf_spec, name: str, element: Element, **kwargs):
        super().__init__(wf_spec, name, **kwargs)
        self.element = element
        self.bpmn_id = element.id
        self.flows: list[Flow] = []         # outgoing, in XML order
        self.targets: list[str] = []        # the specification each of them leads to
        self.listeners: list[str] = []      # boundary events to arm while a token is here
        self.code_boundaries: list[str] = []    # error and escalation boundary events: found when thrown, never armed
        self.body: str | None = None        # the multi-instance this is one instance of

    def leads_to(self, flow: Flow, target: FlowNode) -> None:
        self.flows.append(flow)
        self.targets.append(target.name)
        if target not in self.outputs:
            self.connect(target)

    # What a kind of element overrides

    def enter(self, my_task) -> bool | None:
        """Prepare; True when the token may act at once, else it waits. May raise IncidentCause."""
        return True

    def act(self, my_task) -> bool | None:
        """Do what the element does; None when it isn't done yet. May raise IncidentCause."""
        return True

    def leave(self, my_task) -> list[Flow]:
        """Map what leaves the element, and choose the flows. May raise IncidentCause, after which it is asked again."""
        my_task.context.map_out(my_task)
        return self.choose_flows(my_task)

    def receive(self, my_task, values: dict[str, object]) -> None:
        """What an event or work brought: local when mappings or a blind task's output decide what leaves, else it propagates."""
        if self.element.outputs or self.element.is_blind:
            my_task.context.set_local(my_task, values)
        elif values:
            my_task.context.propagate(my_task, values)

    def finished(self, my_task) -> None:
        """The element is completed: throw, merge, or go on."""

    def activation_facts(self, my_task) -> dict[str, object]:
        """What else the trail should know when the element is activated."""
        return {}

    def choose_flows(self, my_task) -> list[Flow]:
        """Clause 13.3.1: every unconditional flow and every conditional one that is true; else the default flow."""
        chosen = [flow for flow in self.flows if not flow.is_default and (flow.compiled is None or self.is_true(my_task, flow))]
        if not chosen:
            chosen = [flow for flow in self.flows if flow.is_default]
        if not chosen and self.flows:
            raise self.stuck()
        return chosen

    def is_true(self, my_task, flow: Flow) -> bool:
        place = Text(f"{CONDITION.zh}（{flow.name or flow.id}）", f"{CONDITION.en} on '{flow.name or flow.id}'")
        return my_task.context.truth(my_task, flow.compiled, place)

    def stuck(self) -> IncidentCause:
        name = self.element.name or self.element.id
        return IncidentCause(self.element.id, Text(f"“{name}”之后没有一条顺序流的条件成立，也没有默认流。",
                                                   f"No flow out of '{name}' has a true condition, and there is no default flow."))

    # SpiffWorkflow's hooks

    def test(self) -> None:
        """The gate has checked the diagram; specifications aren't checked again at each step."""

    def _predict_hook(self, my_task) -> None:
        """Nothing is foretold: predicted tasks would make the tree grow with the diagram."""

    def _update_hook(self, my_task) -> bool | None:
        try:
            if "round" not in my_task.internal_data:
                my_task.context.activated(my_task)
            return self.enter(my_task)
        except IncidentCause as cause:
            for child in my_task.children:
                child.cancel()
            my_task._set_state(TaskState.WAITING)
            my_task.context.raise_incident(my_task, cause)
            return None

    def _on_ready_hook(self, my_task) -> None:
        if not self.manual:
            my_task.workflow.top_workflow.ready.append(my_task)

    def _run(self, my_task) -> bool | None:
        try:
            return self._run_hook(my_task)
        except IncidentCause as cause:
            my_task.context.raise_incident(my_task, cause)
            return None         # SpiffWorkflow marks the task STARTED: the token stays

    def _run_hook(self, my_task) -> bool | None:
        data = my_task.internal_data
        if not data.get("done"):
            if not self.act(my_task):
                return None
            data["done"] = True
        my_task.taken = self.leave(my_task)
        return True

    def _on_complete_hook(self, my_task) -> None:
        context = my_task.context
        context.report("element_completed", my_task)
        if self.element.kind == "end_event" and my_task.workflow.ends_instance:
            context.end_events.append(self.element.id)
        for listener in my_task.children:
            listener.cancel()
        self.finished(my_task)
        context.variables.drop(my_task.id)
        if not my_task.is_gone:
            for flow in my_task.taken:
                self.take(my_task, flow)

    def take(self, my_task, flow: Flow) -> None:
        my_task.context.flow_taken(my_task, flow)
        target = self._wf_spec.task_specs[self.targets[self.flows.index(flow)]]
        child = my_task._add_child(target, TaskState.FUTURE)
        child.internal_data["flow"] = flow.id

    def _on_cancel(self, my_task) -> None:
        if "round" in my_task.internal_data:
            my_task.context.report("element_cancelled", my_task)
        my_task.context.variables.drop(my_task.id)


class Activity(FlowNode):
    """Tasks and sub-processes: variable mappings around, boundary events attached (clauses 10.3 and 10.5.4)."""

    def enter(self, my_task) -> bool | None:
        my_task.context.map_in(my_task)
        is_ready = self.begin(my_task)
        self.arm_listeners(my_task)
        return is_ready

    def begin(self, my_task) -> bool | None:
        return True

    def error_definition(self, code: str) -> ErrorEventDefinition:
        """The error that the work at this activity ended in."""
        return ErrorEventDefinition(self.element.id, code)

    def arm_listeners(self, my_task) -> None:
        for name in self.listeners:
            child = my_task._add_child(self._wf_spec.task_specs[name], TaskState.FUTURE)
            child.internal_data["listener"] = True
            child.task_spec._update(child)

    def leave(self, my_task) -> list[Flow]:
        my_task.context.map_out(my_task)
        if self.body is None:
            return self.choose_flows(my_task)
        self._wf_spec.task_specs[self.body].prepare_merge(my_task)
        return []

    def finished(self, my_task) -> None:
        if self.body is not None:
            self._wf_spec.task_specs[self.body].merge_child(my_task.workflow, my_task)
