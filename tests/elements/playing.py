"""A process played step by step, saved and restored between all steps, under a clock that is moved by hand."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from engine.bpmn import Definition, Happening, read_definition, reasons, restore
from engine.bpmn import start as start_execution
from engine.feel import native

BEGIN = datetime(2023, 10, 9, 1, 0, tzinfo=UTC)      # 09:00 in Shanghai


class PlayedHost:
    """What an execution asks of its surroundings."""

    zone = "Asia/Shanghai"

    def __init__(self, told: list[Happening], now: datetime, facts: dict, decisions: dict, served: dict | None = None):
        self.told, self.now, self.facts, self.decisions, self.served = told, now, facts, decisions, served or {}

    def read_only(self) -> dict[str, object]:
        return {"case": {}, "clocks": {}, "departments": {}} | self.facts

    def decide(self, decision_id: str, scope) -> tuple[object, dict]:
        answer = self.decisions[decision_id]
        return answer(scope) if callable(answer) else answer, {"rules": [1]}

    def serves(self, job_type: str) -> bool:
        return job_type in self.served

    def serve(self, job) -> dict:
        return self.served[job.type](job)

    def happened(self, happening: Happening) -> None:
        self.told.append(happening)


class Played:
    """One instance. Every verb is one step: restore, do, save."""

    def __init__(self, xml: bytes | Definition, *, facts: dict | None = None, decisions: dict | None = None,
                 start_event: str | None = None, served: dict | None = None, **variables: object):
        self.definition = xml if isinstance(xml, Definition) else read_definition(xml, "test.bpmn")
        self.told: list[Happening] = []
        self.now, self.facts, self.decisions = BEGIN, facts or {}, decisions or {}
        self.served = served or {}
        execution = start_execution(self.definition, native(variables), self._host(), start_event)
        self.saved = execution.snapshot()

    @property
    def execution(self):
        """Always what was saved, never what was in memory."""
        return restore(self.definition, self.saved, self._host())

    def complete(self, element_id: str, nth: int = 0, **values: object) -> Played:
        return self._step("complete_user_task", self.eids(self.execution.user_tasks(), element_id)[nth], native(values))

    def job_done(self, element_id: str, nth: int = 0, **values: object) -> Played:
        return self._step("complete_job", self.eids(self.execution.jobs(), element_id)[nth], native(values))

    def throw(self, element_id: str, code: str) -> Played:
        work = [*self.execution.jobs(), *self.execution.user_tasks()]
        return self._step("throw_error", self.eids(work, element_id)[0], code, "")

    def send(self, element_id: str, nth: int = 0, **values: object) -> Played:
        return self._step("correlate", self.eids(self.execution.subscriptions(), element_id)[nth], native(values))

    def trigger(self, element_id: str, nth: int = 0) -> Played:
        return self._step("trigger_timer", self.eids(self.execution.timers(), element_id)[nth])

    def retry(self, element_id: str) -> Played:
        return self._step("retry", self.eids(self.execution.incidents(), element_id)[0])

    def set(self, **values: object) -> Played:
        return self._step("set_variables", native(values))

    def wait(self, **span: float) -> Played:
        self.now += timedelta(**span)
        return self

    def wait_until_due(self, element_id: str) -> Played:
        """Move the clock to the timer's due time and trigger it."""
        self.now = self.due(element_id)
        return self.trigger(element_id)

    # Looking

    def at(self) -> list[str]:
        """The elements that are active, sorted."""
        return sorted(element_id for _, element_id in self.execution.open_elements())

    def tasks(self) -> list[str]:
        return [task.element_id for task in self.execution.user_tasks()]

    def path(self) -> list[str]:
        """Completed elements in order (instances of a multi-instance, not its body)."""
        bodies = {h.element_instance_id for h in self.told if h.payload.get("is_body")}
        return [h.element_id for h in self.told if h.kind == "element_completed" and h.element_instance_id not in bodies]

    def flows(self) -> list[str]:
        return [h.element_id for h in self.told if h.kind == "flow_taken"]

    def cancelled(self) -> list[str]:
        return [h.element_id for h in self.told if h.kind == "element_cancelled"]

    def due(self, element_id: str) -> datetime | None:
        return next(timer.due_at for timer in self.execution.timers() if timer.element_id == element_id)

    @property
    def state(self) -> str:
        return self.execution.state

    @property
    def variables(self) -> dict[str, object]:
        return self.execution.variables()

    def eids(self, open_things, element_id: str) -> list[str]:
        return [thing.eid for thing in open_things if thing.element_id == element_id]

    def _step(self, verb: str, *arguments: object) -> Played:
        execution = self.execution
        getattr(execution, verb)(*arguments)
        self.saved = execution.snapshot()
        assert restore(self.definition, self.saved, self._host()).snapshot() == self.saved
        return self

    def _host(self) -> PlayedHost:
        return PlayedHost(self.told, self.now, native(self.facts), self.decisions, self.served)


def refusals(
    xml: bytes, *, form_ids: tuple[str, ...] = (), decision_ids: tuple[str, ...] = (), called: tuple[str, ...] = ()
) -> list[tuple[str, str]]:
    """(element, field) of each error the gate names. `called`: processes that may be called."""
    found = reasons(xml, "test.bpmn", form_ids=form_ids, decision_ids=decision_ids, called_processes=dict.fromkeys(called, ()))
    return [(reason.element, reason.field) for reason in found if reason.severity == "error"]
