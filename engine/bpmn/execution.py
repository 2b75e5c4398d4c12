"""One process instance while it is in memory: apply one stimulus, advance until everything waits, say what is open."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextlib import suppress
from datetime import datetime

from SpiffWorkflow.util.task import TaskState

from engine.bpmn.context import Context
from engine.bpmn.definition import Definition
from engine.bpmn.happenings import Happening, Host, OpenIncident, OpenJob, OpenSignal, OpenSubscription, OpenTask, OpenTimer, OpenWaits
from engine.bpmn.snapshot import read_snapshot, write_snapshot
from engine.bpmn.specs.assignment import DEFAULT_PRIORITY, date_of
from engine.bpmn.specs.event_definitions import FeelTimer, MessageSubscription, Signal
from engine.bpmn.specs.tasks import open_job
from engine.bpmn.variables import INSTANCE, Variables
from engine.bpmn.workflow import ProcessWorkflow, Token
from engine.errors import IncidentCause, NotFound, Text


def start(definition: Definition, variables: Mapping[str, object], host: Host, start_event: str | None = None) -> Execution:
    """A new instance, advanced to its first wait. `start_event` names a message start; else the first none start begins."""
    context = Context(definition, host, Variables({INSTANCE: dict(variables)}))
    workflow = ProcessWorkflow(definition.specification, context)
    workflow.chosen_start = start_event or _first_start(definition)
    execution = Execution(workflow)
    if variables:
        host.happened(Happening("variables_changed", workflow.chosen_start, "", 1, {"scope": INSTANCE, "values": dict(variables)}))
    workflow.begin()
    workflow.do_engine_steps()
    return execution


def restore(definition: Definition, snapshot: bytes, host: Host) -> Execution:
    """The instance as it was when the snapshot was taken, on the cached specification."""
    context = Context(definition, host, Variables())
    return Execution(read_snapshot(ProcessWorkflow(definition.specification, context), snapshot))


def _first_start(definition: Definition) -> str:
    starts = [definition.elements[id_] for id_ in definition.start_events]
    return next((start.id for start in starts if start.event is None), starts[0].id)


class Execution:
    """Element instances are named by `eid`. A stimulus for one that is over raises NotFound."""

    def __init__(self, workflow: ProcessWorkflow):
        self._workflow = workflow
        self._context = workflow.context

    # What is known of the instance

    @property
    def state(self) -> str:
        return "completed" if self._workflow.completed else "active"

    @property
    def round(self) -> int:
        return self._context.round

    @property
    def stage(self) -> int | None:
        """The stage of the newest activated element that has one."""
        return self._context.stage

    @property
    def end_events(self) -> list[str]:
        """Process-level end events in the order they were reached."""
        return list(self._context.end_events)

    def status(self) -> str | None:
        """The official status evaluated last."""
        return self._context.status

    def variables(self, scope_of_eid: str | None = None) -> dict[str, object]:
        """What an element instance sees; without one, the instance's own variables."""
        if scope_of_eid is None:
            return self._context.variables.own()
        return self._context.variables.visible(self._context.chain(self._token(scope_of_eid)))

    @property
    def own_variables(self) -> Callable[[], dict[str, object]]:
        """Reads the instance's own variables as they are then; holds nothing else of the instance."""
        return self._context.variables.own

    def scope_names(self, eid: str) -> Mapping[str, object]:
        """Everything FEEL sees at an element instance: its variables and the read-only names."""
        return self._context.names(self._token(eid))

    def snapshot(self) -> bytes:
        return write_snapshot(self._workflow)

    def let_go(self) -> None:
        """The instance is not needed any more: its tokens refer to each other, and would wait for the garbage collector."""
        for scope in (self._workflow, *self._workflow.subprocesses.values()):
            scope.uproot()

    # Stimuli

    def complete_user_task(self, eid: str, values: Mapping[str, object]) -> None:
        token = self._open(eid, lambda task: "task" in task.internal_data and task.state == TaskState.READY)
        token.task_spec.receive(token, dict(values))
        self._workflow.ready.append(token)
        self._advance()

    def complete_job(self, eid: str, values: Mapping[str, object]) -> None:
        token = self._job(eid)
        token.task_spec.receive(token, dict(values))
        token.internal_data["done"] = True
        token._ready()
        self._advance()

    def throw_error(self, eid: str, code: str, message: str = "", values: Mapping[str, object] | None = None) -> None:
        """The work at an element ended in a BPMN error. Not caught: an incident there."""
        token = self._open(eid, lambda task: {"task", "job"} & task.internal_data.keys() and "incident" not in task.internal_data)
        from_ = token.task_spec.error_definition(code)
        self._context.report("error_thrown", token, code=code, message=message)
        if not self._workflow.event_manager.throw_at(token, from_, dict(values or {})):
            self._incident(token, Text(f"错误“{code}”没有任何事件捕获。{message}", f"Nothing catches the error '{code}'. {message}".strip()))
        self._advance()

    def fail_job(self, eid: str, text: Text) -> None:
        """No retries are left: an incident, until `retry` opens the job again."""
        self._incident(self._job(eid), text)

    def trigger_timer(self, eid: str) -> None:
        self._trigger(eid, FeelTimer, "timer_triggered", {})

    def fail_timer(self, eid: str, text: Text) -> None:
        """It could not be triggered: an incident, until `retry` arms it again."""
        self._incident(self._open(eid, lambda task: any(task is waiting for waiting in self._waiting(FeelTimer))), text)

    def correlate(self, eid: str, values: Mapping[str, object]) -> None:
        """A message for one subscription, and for no other."""
        self._trigger(eid, MessageSubscription, "message_correlated", dict(values))

    def signal(self, name: str, values: Mapping[str, object]) -> int:
        """A signal from outside, for all who wait for it here. How many caught it."""
        caught = self._workflow.event_manager.broadcast(name, dict(values))
        self._advance()
        return caught

    def retry(self, eid: str) -> None:
        """Try again what raised the incident at this element instance."""
        token = self._open(eid, lambda task: "incident" in task.internal_data)
        del token.internal_data["incident"]
        self._context.report("incident_resolved", token)
        if token.state == TaskState.WAITING:
            token.task_spec._update(token)
        else:
            token._set_state(TaskState.READY)
            self._workflow.ready.append(token)
        self._advance()

    def set_variables(self, values: Mapping[str, object], scope: str | None = None) -> None:
        """Change variables from outside: of the instance, or as seen from an element instance."""
        if scope:
            self._context.propagate(self._token(scope), values)
        else:
            self._context.variables.set_local(INSTANCE, values)
            host, payload = self._context.host, {"scope": INSTANCE, "values": dict(values)}
            host.happened(Happening("variables_changed", self._context.definition.process_id, "", self.round, payload))
        self._advance()

    # What is open

    def waits(self) -> OpenWaits:
        """Everything that waits, in one look through the tokens."""
        tasks, timers, subscriptions, jobs = [], [], [], []
        tokens = self._workflow.live()
        for task in tokens:
            if task.state == TaskState.WAITING:
                definition = getattr(task.task_spec, "event_definition", None)
                if definition is not None and "incident" not in task.internal_data:
                    if isinstance(definition, FeelTimer):
                        timers.append(task)
                    elif isinstance(definition, MessageSubscription):
                        subscriptions.append(_open_subscription(task))
            elif _is_open_task(task):
                tasks.append(self._open_task(task))
            elif _is_open_job(task):
                jobs.append(open_job(task))
        # A due time that can't be worked out is an incident from here on.
        open_timers = [timer for task in timers if (timer := self._open_timer(task)) is not None]
        return OpenWaits(tasks, open_timers, subscriptions, jobs, [_open_incident(task) for task in tokens if "incident" in task.internal_data])

    def user_tasks(self) -> list[OpenTask]:
        return [self._open_task(task) for task in self._workflow.live() if _is_open_task(task)]

    def timers(self) -> list[OpenTimer]:
        return [timer for task in self._waiting(FeelTimer) if (timer := self._open_timer(task)) is not None]

    def subscriptions(self) -> list[OpenSubscription]:
        return [_open_subscription(task) for task in self._waiting(MessageSubscription)]

    def signals(self) -> list[OpenSignal]:
        return [OpenSignal(task.id, task.task_spec.bpmn_id, task.task_spec.element.code) for task in self._waiting(Signal)]

    def jobs(self) -> list[OpenJob]:
        return [open_job(task) for task in self._workflow.live() if _is_open_job(task)]

    def incidents(self) -> list[OpenIncident]:
        return [_open_incident(task) for task in self._workflow.live() if "incident" in task.internal_data]

    def open_elements(self) -> list[tuple[str, str]]:
        """(eid, element id) of every element instance that is active now."""
        return [(task.id, task.task_spec.bpmn_id) for task in self._workflow.live() if "round" in task.internal_data]

    # Helpers

    def _advance(self) -> None:
        self._workflow.do_engine_steps()

    def _token(self, eid: str) -> Token:
        token = self._workflow.find(eid)
        if token is None:
            raise NotFound("element instance")
        return token

    def _open(self, eid: str, is_open) -> Token:
        token = self._token(eid)
        if not is_open(token):
            raise NotFound("element instance")
        return token

    def _job(self, eid: str) -> Token:
        return self._open(eid, _is_open_job)

    def _incident(self, token: Token, text: Text) -> None:
        self._context.raise_incident(token, IncidentCause(token.task_spec.bpmn_id, text))

    def _waiting(self, kind: type) -> list[Token]:
        return [task for task in self._workflow.live() if task.state == TaskState.WAITING and "incident" not in task.internal_data
                and isinstance(getattr(task.task_spec, "event_definition", None), kind)]

    def _trigger(self, eid: str, kind: type, told_as: str, values: dict[str, object]) -> None:
        token = self._open(eid, lambda task: any(task is waiting for waiting in self._waiting(kind)))
        definition = token.task_spec.event_definition
        self._context.report(told_as, token, **({"message": definition.name, "values": values} if values or kind is MessageSubscription else {}))
        self._workflow.event_manager.deliver(token, definition, values)
        self._advance()

    def _open_task(self, task: Token) -> OpenTask:
        data, element = task.internal_data["task"], task.task_spec.element
        return OpenTask(
            task.id, element.id, task.internal_data["round"], task.id, data.get("assignee"), data.get("candidate_groups", []),
            data.get("candidate_users", []), self._date(task, "due_date"), self._date(task, "follow_up_date"),
            data.get("priority", DEFAULT_PRIORITY), element.form_id)

    def _date(self, task: Token, name: str) -> datetime | None:
        """As evaluated at activation; a date that reads a clock moves with it."""
        expression = task.task_spec.element.compiled.get(name)
        if expression is not None and expression.reads("clocks"):
            with suppress(IncidentCause):       # a list of tasks must not fail; the date it was activated with stands
                return date_of(task, name)
        written = task.internal_data["task"].get(name)
        return datetime.fromisoformat(written) if written else None

    def _open_timer(self, task: Token) -> OpenTimer | None:
        definition = task.task_spec.event_definition
        try:
            due_at = definition.due_at(task)
        except IncidentCause as cause:
            self._context.raise_incident(task, cause)
            return None
        armed_at = datetime.fromisoformat(task.internal_data["armed_at"])
        return OpenTimer(task.id, task.task_spec.bpmn_id, definition.kind, due_at, definition.reads_clocks, armed_at)


def _is_open_task(task: Token) -> bool:
    return "task" in task.internal_data and task.state == TaskState.READY


def _is_open_job(task: Token) -> bool:
    data = task.internal_data
    return "job" in data and not data.get("done") and "incident" not in data and task.state == TaskState.STARTED


def _open_subscription(task: Token) -> OpenSubscription:
    element = task.task_spec.element
    return OpenSubscription(task.id, element.id, element.message_name, task.internal_data.get("key"), element.is_interrupting)


def _open_incident(task: Token) -> OpenIncident:
    return OpenIncident(task.id, task.task_spec.bpmn_id, Text(*task.internal_data["incident"]))
