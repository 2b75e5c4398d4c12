"""Start, end, intermediate and boundary events (BPMN 2.0.2, clauses 10.5 and 13.5)."""

from __future__ import annotations

from SpiffWorkflow.bpmn.specs import defaults
from SpiffWorkflow.bpmn.util.event import BpmnEvent
from SpiffWorkflow.util.task import TaskState

from engine.bpmn.specs.flow_node import Activity, FlowNode
from engine.bpmn.specs.gateways import EventBasedGateway
from engine.errors import IncidentCause, Text


class CatchingNode(FlowNode):
    """Waits for its event. As a `listener` it is armed beside an activity, gateway or scope and no element instance yet."""

    def enter(self, my_task) -> bool | None:
        if self.element.event in (None, "link") or my_task.internal_data.get("event_fired"):
            return True
        self.wait(my_task)
        return None

    def wait(self, my_task) -> None:
        self.event_definition.arm(my_task)
        my_task._set_state(TaskState.WAITING)

    def _update_hook(self, my_task) -> bool | None:
        if not my_task.internal_data.get("listener"):
            return super()._update_hook(my_task)
        my_task._set_state(TaskState.WAITING)
        try:
            self.event_definition.arm(my_task)
        except IncidentCause as cause:
            my_task.context.raise_incident(my_task, cause)
        return None

    def catch(self, my_task, event) -> None:
        """The event happened for this very token."""
        my_task.internal_data["event_fired"] = True
        if isinstance(my_task.parent.task_spec, EventBasedGateway):
            gateway = my_task.parent
            gateway.task_spec.chosen(gateway, my_task)
            self.become_instance(my_task)
        else:
            my_task._ready()
        self.receive(my_task, event.payload)

    def become_instance(self, my_task) -> None:
        my_task.internal_data.pop("listener", None)
        my_task.task_spec._update(my_task)


class StartEvent(CatchingNode, defaults.StartEvent):
    """Its event has happened when a token is put on it (clause 13.5.1)."""

    def enter(self, my_task) -> bool:
        return True


class IntermediateCatchEvent(CatchingNode, defaults.IntermediateCatchEvent):
    """The token waits here for a date, a duration or a message (clause 13.5.2)."""


class ReceiveTask(CatchingNode, Activity, defaults.ReceiveTask):
    """Waits for its message like an event, with mappings and boundary events like a task (clause 13.3.3)."""

    def enter(self, my_task) -> bool | None:
        if my_task.internal_data.get("event_fired"):
            return True
        return Activity.enter(self, my_task)

    def begin(self, my_task) -> None:
        self.wait(my_task)


class BoundaryEvent(CatchingNode, defaults.BoundaryEvent):
    """Armed while its activity is active; cancels it or starts a branch beside it (clause 13.5.3)."""

    def catch(self, my_task, event) -> None:
        if self.cancel_activity:
            self.interrupt(my_task, my_task.parent, event.payload)
        else:
            self.branch(my_task.workflow, event.payload)
            if not self.event_definition.triggered(my_task):
                my_task.cancel()

    def interrupt(self, my_task, activity, values: dict[str, object]) -> None:
        my_task.move_to_root()
        activity.cancel()
        my_task.internal_data["event_fired"] = True
        self.become_instance(my_task)
        self.receive(my_task, values)

    def branch(self, workflow, values: dict[str, object]) -> None:
        token = workflow.task_tree._add_child(self, TaskState.FUTURE)
        token.internal_data["event_fired"] = True
        self._update(token)
        self.receive(token, values)

    def catch_code(self, activity, values: dict[str, object]) -> None:
        """An error or escalation reached this event: it never needed to be armed."""
        if self.cancel_activity:
            activity.cancel()
        self.branch(activity.workflow, values)


class EventStarter(CatchingNode, defaults.StartEvent):
    """Listens, while its scope is open, for the start event of an event sub-process (clause 13.5.4)."""

    keeps_scope_open = False

    def __init__(self, wf_spec, name, element, event_scope: str, **kwargs):
        super().__init__(wf_spec, name, element, **kwargs)
        self.event_scope = event_scope      # the event sub-process it starts

    def catch(self, my_task, event) -> None:
        workflow = my_task.workflow
        if not self.element.is_interrupting and not self.event_definition.triggered(my_task):
            my_task.cancel()
        workflow.spec.task_specs[self.event_scope].start_in(workflow, event.payload)


class ThrowingNode(FlowNode):
    """Throws when it completes, so that the trail shows the event before what it caused."""

    def act(self, my_task) -> bool:
        if self.element.event == "error" and not my_task.workflow.top_workflow.event_manager.would_catch(my_task, self.element):
            raise IncidentCause(self.element.id, Text(f"错误“{self.element.code or ''}”没有任何事件捕获。",
                                                      f"Nothing catches the error '{self.element.code or ''}'."))
        return True

    def finished(self, my_task) -> None:
        if self.element.event in ("error", "escalation"):
            my_task.context.report(f"{self.element.event}_thrown", my_task, code=self.element.code)
        if self.element.event in ("error", "escalation", "cancel"):
            my_task.workflow.top_workflow.catch(BpmnEvent(self.event_definition, payload={}, target=my_task.workflow))
        if self.element.event == "signal":
            my_task.context.report("signal_thrown", my_task, signal=self.element.code)
            my_task.workflow.top_workflow.event_manager.broadcast(self.element.code, {})


class IntermediateThrowEvent(ThrowingNode, defaults.IntermediateThrowEvent):
    """Passes on; an escalation goes up to whoever catches it (clause 13.5.2)."""


class EndEvent(ThrowingNode, defaults.EndEvent):
    """Consumes the token; terminate ends the scope's others with it (clause 13.5.6)."""

    def _on_complete_hook(self, my_task) -> None:
        FlowNode._on_complete_hook(self, my_task)

    def finished(self, my_task) -> None:
        if self.element.event == "terminate":
            my_task.workflow.cancel_tokens(but=my_task)
        else:
            super().finished(my_task)
