"""User, script, business rule, manual and none tasks, and the tasks that someone outside does (jobs)."""

from __future__ import annotations

from SpiffWorkflow.bpmn.specs import defaults

from engine.bpmn.happenings import OpenJob
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
    """Service task, send task, or any task with a task definition: STARTED until the host, a connector or a worker is done (clause 13.3.3)."""

    def begin(self, my_task) -> bool:
        my_task.internal_data["job"] = prepared_job(my_task)
        return True

    def act(self, my_task) -> bool | None:
        """What the host serves itself is done at once; all else only by `Execution.complete_job`."""
        context, type_ = my_task.context, my_task.internal_data["job"]["type"]
        if not context.serves(type_):
            return None
        result = dict(context.host.serve(open_job(my_task)))
        context.report("job_served", my_task, type=type_, result=result)
        self.receive(my_task, result)
        return True


def open_job(my_task) -> OpenJob:
    """The work as whoever does it sees it: variables from the element's own scope outwards, headers."""
    context, job = my_task.context, my_task.internal_data["job"]
    values = context.variables.visible(context.chain(my_task))
    return OpenJob(my_task.id, my_task.task_spec.bpmn_id, job["type"], job["retries"], values, dict(my_task.task_spec.element.headers))


def prepared_job(my_task) -> dict[str, object]:
    """Type and retries, evaluated once when the element is activated."""
    context, compiled = my_task.context, my_task.task_spec.element.compiled
    type_ = context.value(my_task, compiled["job_type"], Text("任务类型", "job type"))
    retries = context.whole_number(my_task, compiled["job_retries"], Text("重试次数", "retries"), MOST_RETRIES) if "job_retries" in compiled else 3
    return {"type": str(type_), "retries": retries}
