"""The specification of a process or sub-process: how it begins, and SpiffWorkflow's end task that completes it."""

from __future__ import annotations

from SpiffWorkflow.bpmn.specs.bpmn_process_spec import BpmnProcessSpec
from SpiffWorkflow.bpmn.specs.bpmn_task_spec import BpmnTaskSpec
from SpiffWorkflow.util.task import TaskState


class ScopeStart(BpmnTaskSpec):
    """The root of a scope's tree: arms its event sub-processes, then puts a token on a start event (clause 13.5.1)."""

    element = None
    is_call = False
    keeps_scope_open = False

    def _predict_hook(self, my_task) -> None:
        """Nothing is foretold."""

    def _on_complete_hook(self, my_task) -> None:
        spec = self._wf_spec
        for name in spec.starters:
            starter = my_task._add_child(spec.task_specs[name], TaskState.FUTURE)
            starter.internal_data["listener"] = True
        chosen = getattr(my_task.workflow, "chosen_start", None) or spec.starts[0]
        my_task._add_child(spec.task_specs[chosen], TaskState.FUTURE)

    def test(self) -> None:
        """Always the root."""


class ScopeEnd(BpmnTaskSpec):
    """SpiffWorkflow's `End`: its completion marks the workflow completed."""

    element = None
    is_call = False
    keeps_scope_open = True

    def _update_hook(self, my_task) -> bool:
        return True

    def _on_cancel(self, my_task) -> None:
        """Nothing to tell."""

    def test(self) -> None:
        """Always connected."""


class ScopeSpec(BpmnProcessSpec):
    """A process or sub-process as SpiffWorkflow knows it, with what our start task needs."""

    # XML ids hold no spaces: an element may be called Start or End.
    START, END = "scope start", "scope end"

    def __init__(self, name: str, description: str | None = None, filename: str | None = None):
        super().__init__(name=name, description=description, filename=filename)
        self.task_specs.clear()
        self.start = ScopeStart(self, self.START)
        self.end = ScopeEnd(self, self.END)
        self.starts: list[str] = []         # start events, in XML order
        self.starters: list[str] = []       # what arms event sub-processes with a timer or message start
        self.event_scopes: list[str] = []   # all event sub-processes

    def _add_notify(self, task_spec) -> None:
        # The base class collects start events by SpiffWorkflow's own rules, which we don't use.
        if task_spec.name in self.task_specs:
            raise KeyError(f"duplicate element id {task_spec.name}")
        self.task_specs[task_spec.name] = task_spec


