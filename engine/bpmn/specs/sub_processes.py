"""Embedded sub-processes and event sub-processes (BPMN 2.0.2, clauses 13.3.4 and 13.5.4)."""

from __future__ import annotations

from SpiffWorkflow.bpmn.specs import defaults
from SpiffWorkflow.util.task import TaskState

from engine.bpmn.specs.flow_node import Activity


class SubProcess(Activity, defaults.SubWorkflowTask):
    """STARTED while a workflow of its own runs inside; completes when no token is left there."""

    def begin(self, my_task) -> None:
        my_task._set_state(TaskState.STARTED)
        self.start_workflow(my_task)

    def start_workflow(self, my_task) -> None:
        my_task.workflow.top_workflow.create_subprocess(my_task, self.spec).begin()

    def update_data(self, my_task, subworkflow) -> None:
        """Variables live in scopes of their own, not in task data."""

    def _on_subworkflow_completed(self, subworkflow, my_task) -> None:
        super()._on_subworkflow_completed(subworkflow, my_task)
        my_task.workflow.top_workflow.delete_subprocess(my_task)
        my_task.workflow.top_workflow.ready.append(my_task)

    def _on_cancel(self, my_task) -> None:
        top = my_task.workflow.top_workflow
        if (inside := top.get_subprocess(my_task)) is not None:
            inside.cancel()
            top.delete_subprocess(my_task)
        super()._on_cancel(my_task)


class Transaction(SubProcess, defaults.TransactionSubprocess):
    """A sub-process that a cancel end event inside ends by its cancel boundary event (clause 13.3.4)."""


class CallActivity(SubProcess, defaults.CallActivity):
    """Runs another process inside, with variables of its own (clauses 10.3.6 and 13.3.4; Zeebe's propagation)."""

    is_call = True

    def start_workflow(self, my_task) -> None:
        my_task.context.open_called(my_task)
        super().start_workflow(my_task)

    def leave(self, my_task) -> list:
        self.receive(my_task, my_task.context.written_by_called(my_task))
        return super().leave(my_task)


class EventSubProcess(SubProcess, defaults.EventSubprocess):
    """Has no incoming flow: started by its event, inside the scope it belongs to."""

    def start_in(self, workflow, values: dict[str, object]) -> None:
        """Interrupt the scope if the start event says so, then run beside or instead of it."""
        inner = workflow.top_workflow.subprocess_specs[self.spec]
        start = inner.task_specs[inner.starts[0]]
        if start.element.is_interrupting:
            workflow.cancel_tokens()
        token = workflow.task_tree._add_child(self, TaskState.FUTURE)
        self._update(token)
        scope = workflow.top_workflow.get_subprocess(token)
        for begun in scope.task_tree.children:
            if begun.task_spec is start:
                start.receive(begun, values)
