"""User, script, business rule, manual and none tasks, and the tasks that someone outside does (jobs)."""

from __future__ import annotations

from SpiffWorkflow.bpmn.specs import defaults

from engine.bpmn.specs.assignment import assigned
from engine.bpmn.specs.flow_node import Activity
from engine.errors import Text

MOST_RETRIES = 100


class UserTask(Activity, defaults.UserTask):
    """Waits, READY, for a person (clause 13.3.3)."""

    def begin(self, my_task) -> bool:
        my_task.internal_data["task"] = assigned(my_task)
        return True


class NoneTask(Activity, defaults.NoneTask):
    """Completes when it is activated (clause 13.3.3, abstract task)."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.manual = False


class ManualTask(Activity, defaults.ManualTask):
    """Done outside any system; the engine passes on (clause 13.3.3)."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.manual = False


class ScriptTask(Activity, defaults.ScriptTask):
    """One FEEL expression; its value becomes the result variable (clause 13.3.3)."""

    def act(self, my_task) -> bool:
        return my_task.workflow.script_engine.execute(my_task, self.script)


class BusinessRuleTask(Activity, defaults.ScriptTask):
    """Asks the host for a decision's value (clause 13.3.3)."""

    def act(self, my_task) -> bool:
        context, element = my_task.context, self.element
        decision_id = context.value(my_task, element.compiled["decision_id"], Text("决策", "decision"))
        value, payload = context.host.decide(str(decision_id), context.names(my_task))
        context.report("decision_evaluated", my_task, decision_id=decision_id, result=value, **payload)
        self.receive(my_task, {element.result_variable: value})
        return True


class JobTask(Activity, defaults.ServiceTask):
    """Service task, send task, or any task with a task definition: STARTED until a connector or worker is done (clause 13.3.3)."""

    def begin(self, my_task) -> bool:
        my_task.internal_data["job"] = prepared_job(my_task)
        return True

    def act(self, my_task) -> None:
        """Only `Execution.complete_job` makes it done."""


def prepared_job(my_task) -> dict[str, object]:
    """Type and retries, evaluated once when the element is activated."""
    context, compiled = my_task.context, my_task.task_spec.element.compiled
    type_ = context.value(my_task, compiled["job_type"], Text("任务类型", "job type"))
    retries = context.whole_number(my_task, compiled["job_retries"], Text("重试次数", "retries"), MOST_RETRIES) if "job_retries" in compiled else 3
    return {"type": str(type_), "retries": retries}
