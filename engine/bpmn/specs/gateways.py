"""Exclusive, parallel, inclusive and event-based gateways (BPMN 2.0.2, clause 13.4)."""

from __future__ import annotations

from SpiffWorkflow.bpmn.specs import defaults
from SpiffWorkflow.util.task import TaskState

from engine.bpmn.definition import Flow
from engine.bpmn.specs.flow_node import FlowNode


class ExclusiveGateway(FlowNode, defaults.ExclusiveGateway):
    """Every token passes; the first true condition in XML order takes it, else the default flow (clause 13.4.2)."""

    def choose_flows(self, my_task) -> list[Flow]:
        for flow in self.flows:
            if not flow.is_default and (flow.compiled is None or self.is_true(my_task, flow)):
                return [flow]
        default = [flow for flow in self.flows if flow.is_default]
        if not default and self.flows:
            raise self.stuck()
        return default


class JoiningGateway(FlowNode):
    """Waits with the tokens that arrived, counted by flow, until it may go on. One waiting token a scope."""

    def enter(self, my_task) -> bool | None:
        if len(self.element.incoming) < 2 or my_task.internal_data.get("is_joined"):
            return True
        waiting = self._waiting(my_task)
        if waiting is None:
            waiting = my_task
            my_task.internal_data["arrived"] = {}
            my_task._set_state(TaskState.WAITING)
        flow = my_task.internal_data["flow"]
        arrived = waiting.internal_data["arrived"]
        arrived[flow] = arrived.get(flow, 0) + 1
        if waiting is not my_task:
            self._merge(my_task)
        if self.may_go(waiting):
            self.go(waiting)
        return None

    def may_go(self, waiting) -> bool:
        raise NotImplementedError

    def go(self, waiting) -> None:
        """Consume one token from each flow that has one; what is left over waits for the next time (clause 13.4.1)."""
        arrived = waiting.internal_data.pop("arrived")
        waiting.internal_data["is_joined"] = True
        left = {flow: count - 1 for flow, count in arrived.items() if count > 1}
        waiting.task_spec._update(waiting)
        if left:
            following = waiting.workflow.task_tree._add_child(self, TaskState.FUTURE)
            following.internal_data |= {"arrived": left, "round": waiting.internal_data["round"]}
            following._set_state(TaskState.WAITING)
            following.context.report("element_activated", following)
            if self.may_go(following):
                self.go(following)

    def _waiting(self, my_task):
        return next((task for task in my_task.workflow.tasks.values()
                     if task.task_spec is self and task is not my_task and "arrived" in task.internal_data), None)

    def _merge(self, my_task) -> None:
        """The token becomes part of the one that waits; nobody needs to hear of it again."""
        my_task.internal_data.pop("round", None)
        my_task.cancel()

    def _update_hook(self, my_task) -> bool | None:
        # A token that only joins a waiting one isn't a new instance of the gateway.
        if "round" not in my_task.internal_data and len(self.element.incoming) > 1 and self._waiting(my_task) is not None:
            return self.enter(my_task)
        return super()._update_hook(my_task)


class ParallelGateway(JoiningGateway, defaults.ParallelGateway):
    """Joins one token of each incoming flow; forks to every outgoing flow (clause 13.4.1)."""

    def may_go(self, waiting) -> bool:
        return all(flow in waiting.internal_data["arrived"] for flow in self.element.incoming)

    def choose_flows(self, my_task) -> list[Flow]:
        return list(self.flows)


class InclusiveGateway(JoiningGateway, defaults.InclusiveGateway):
    """Waits for the tokens that can still arrive; forks to every true condition, else the default (clause 13.4.3)."""

    def may_go(self, waiting) -> bool:
        """Decided when everything else rests: see `settle` of the catching module."""
        return False

    def choose_flows(self, my_task) -> list[Flow]:
        return FlowNode.choose_flows(self, my_task)


class EventBasedGateway(FlowNode, defaults.EventBasedGateway):
    """Arms the events behind it; the first that triggers takes the token (clause 13.4.4)."""

    def enter(self, my_task) -> None:
        my_task._set_state(TaskState.WAITING)
        for flow, target in zip(self.flows, self.targets, strict=True):
            child = my_task._add_child(self._wf_spec.task_specs[target], TaskState.FUTURE)
            child.internal_data |= {"flow": flow.id, "listener": True}
            child.task_spec._update(child)

    def chosen(self, my_task, event_token) -> None:
        """One event triggered: its token goes on, the others are cancelled with the gateway's completion."""
        event_token.move_to_root()
        my_task.internal_data["chosen"] = event_token.internal_data["flow"]
        my_task._ready()
        my_task.run()

    def _on_ready_hook(self, my_task) -> None:
        """Run by `chosen`."""

    def choose_flows(self, my_task) -> list[Flow]:
        return [flow for flow in self.flows if flow.id == my_task.internal_data["chosen"]]

    def take(self, my_task, flow: Flow) -> None:
        my_task.context.flow_taken(my_task, flow)

    def connect(self, child) -> None:
        FlowNode.connect(self, child)
