"""Who catches what: errors and escalations go up from where they were thrown; what else decides when everything rests."""

from __future__ import annotations

from collections.abc import Callable

from SpiffWorkflow.bpmn.util.event import BpmnEvent, EventManager
from SpiffWorkflow.util.task import TaskState

from engine.bpmn.definition import Element
from engine.bpmn.inclusive import may_go
from engine.bpmn.specs.event_definitions import FeelCondition, Signal
from engine.bpmn.specs.gateways import InclusiveGateway
from engine.bpmn.specs.sub_processes import EventSubProcess
from engine.errors import IncidentCause

Handler = Callable[[dict], None]


class Catching(EventManager):
    """SpiffWorkflow's event manager, resolving each event to exactly one catcher (clauses 10.5.1 and 13.5.3)."""

    def catch(self, event: BpmnEvent, internal: bool = True) -> int:
        """Give a thrown error or escalation to the nearest that catches it; 0 when nobody does."""
        handler = self._from_scope(event.target, event.event_definition)
        if handler is not None:
            handler(event.payload or {})
        return 0 if handler is None else 1

    def throw_at(self, task, thrown, values: dict[str, object]) -> bool:
        """An error of the work at one activity: its own boundary events first, then the scopes around it. False: nobody catches it."""
        activity = task.parent if task.task_spec.body else task
        handler = self._on_boundary(activity, thrown) or self._from_scope(task.workflow, thrown)
        if handler is not None:
            handler(values)
        return handler is not None

    def would_catch(self, task, _element: Element) -> bool:
        return self._from_scope(task.workflow, task.task_spec.event_definition) is not None

    def deliver(self, task, event_definition, values: dict[str, object]) -> None:
        """A message or timer for one waiting token or listener, and for no other."""
        task.task_spec.catch(task, BpmnEvent(event_definition, payload=values))

    def broadcast(self, signal: str, values: dict[str, object]) -> int:
        """A signal for all who wait for it in this instance. How many caught it."""
        waiting = [task for task in self.workflow.live() if task.state == TaskState.WAITING
                   and isinstance(getattr(task.task_spec, "event_definition", None), Signal) and task.task_spec.element.code == signal]
        for task in waiting:
            if not task.is_gone:
                task.context.report("signal_caught", task, signal=signal)
                self.deliver(task, task.task_spec.event_definition, values)
        return len(waiting)

    def settle(self) -> int:
        """Everything ready has run: let go one that waited for that, an inclusive join or a condition. How many went on."""
        for task in list(self.workflow.live()):
            spec = task.task_spec
            if isinstance(spec, InclusiveGateway) and "arrived" in task.internal_data and may_go(task):
                spec.go(task)
                return 1
            if isinstance(getattr(spec, "event_definition", None), FeelCondition) and self._becomes_true(task):
                self.deliver(task, spec.event_definition, {})
                return 1
        return 0

    def _becomes_true(self, task) -> bool:
        if task.state != TaskState.WAITING or "incident" in task.internal_data:
            return False
        try:
            return task.task_spec.event_definition.becomes_true(task)
        except IncidentCause as cause:
            task.context.raise_incident(task, cause)
            return False

    def _from_scope(self, scope, thrown) -> Handler | None:
        came_from = None
        while scope is not None:
            if (handler := self._event_sub_process(scope, thrown, came_from)) is not None:
                return handler
            owner = scope.owner
            if owner is None:
                return None
            activity = owner.parent if owner.task_spec.body else owner
            if (handler := self._on_boundary(activity, thrown)) is not None:
                return handler
            came_from, scope = owner.task_spec, owner.workflow
        return None

    def _event_sub_process(self, scope, thrown, came_from) -> Handler | None:
        """An event sub-process of the scope, but not the one the event comes out of, and none when the scope was interrupted."""
        if any(isinstance(task.task_spec, EventSubProcess) and self._start_of(task.task_spec).element.is_interrupting
               for task in scope.tasks.values()):
            return None
        specs = [scope.spec.task_specs[name] for name in scope.spec.event_scopes]
        starts = [(spec, self._start_of(spec)) for spec in specs if spec is not came_from]
        found = _closest([(start.event_definition, spec) for spec, start in starts if start.event_definition == thrown])
        return None if found is None else lambda values: found.start_in(scope, values)

    def _on_boundary(self, activity, thrown) -> Handler | None:
        specs = [activity.workflow.spec.task_specs[name] for name in activity.task_spec.code_boundaries]
        found = _closest([(spec.event_definition, spec) for spec in specs if spec.event_definition == thrown])
        return None if found is None else lambda values: found.catch_code(activity, values)

    def _start_of(self, spec):
        inner = self.workflow.subprocess_specs[spec.spec]
        return inner.task_specs[inner.starts[0]]


def _closest(candidates: list[tuple]):
    """The one that names the code before the one that catches all."""
    candidates.sort(key=lambda pair: getattr(pair[0], "code", None) is None)
    return candidates[0][1] if candidates else None
