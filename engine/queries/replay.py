"""Replay: a case rebuilt from its trail and its version's bytes alone, and compared with what is stored of it.

What people and the world did (values entered, timers, messages, jobs, corrections) is taken from the trail and given to
the diagram again; what the diagram then does must be what the trail says it did, entry by entry, and the case must end
where it stands. Decisions are evaluated again. What the diagram read of the clocks and of the directory is answered as
the trail has it: both may have been changed since. A difference is a defect.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import undefer

from engine import bpmn
from engine.errors import NotFound, Text
from engine.feel import dumps, loads
from engine.queries.replay_host import Differs, ReplayHost, is_of_diagram
from engine.store import trail
from engine.store.tables import ProcessInstance
from engine.store.trail import Entry
from engine.store.transaction import Tx

EQUAL, ERASED, DIFFERENT = "equal", "erased", "different"
_TYPED = ("values_entered", "spoken_answer_entered")


@dataclass(frozen=True, slots=True)
class Replayed:
    """`seq`: the entry at which trail and replay part; 0 at the end of the case. `what`: how, in English."""

    business_key: str
    result: str
    entries: int
    seq: int = 0
    what: str = ""

    @property
    def is_equal(self) -> bool:
        return self.result != DIFFERENT

    def line(self) -> str:
        where = f" at entry {self.seq}" if self.seq else ""
        return f"{self.business_key}: {self.result}" + (f"{where}: {self.what}" if self.what else f" ({self.entries} entries)")


def replay(tx: Tx, business_key: str) -> Replayed:
    """Raises NotFound."""
    row = tx.session.scalar(select(ProcessInstance).where(ProcessInstance.business_key == business_key).options(undefer(ProcessInstance.snapshot)))
    if row is None:
        raise NotFound("case")
    entries = trail.read(tx, row.id)
    if any(entry.payload == trail.ERASED for entry in entries):
        return Replayed(business_key, ERASED, len(entries))
    try:
        _Case(tx, row, entries).play()
    except Differs as difference:
        return Replayed(business_key, DIFFERENT, len(entries), difference.seq, difference.what)
    return Replayed(business_key, EQUAL, len(entries))


def business_keys(tx: Tx) -> list[str]:
    """Every case, the oldest first."""
    return list(tx.session.scalars(select(ProcessInstance.business_key).order_by(ProcessInstance.id)))


class _Case:
    """One case played again: stimulus after stimulus, restored from its snapshot in between as the commands do."""

    def __init__(self, tx: Tx, row: ProcessInstance, entries: list[Entry]):
        self.row = row
        self.loaded = tx.library.get(row.version_id)
        self.host = ReplayHost(tx, row, self.loaded, entries)
        self.snapshot = b""
        self.typed: dict[str, dict[str, Any]] = {}

    def play(self) -> None:
        while (entry := self.host.entry) is not None:
            if not isinstance(entry.payload, dict):
                raise self.host.differs(f"{entry.kind} can't be read")
            self.host.now = entry.at
            if entry.kind == "case_started":
                self._start(entry)
            elif entry.kind in _STIMULI and (is_of_diagram(entry) or entry.kind not in bpmn.KINDS):
                self._advance(_STIMULI[entry.kind], entry)
            elif is_of_diagram(entry):
                raise self.host.differs(f"nothing in the replay leads to {entry.kind} {entry.element_id}")
            else:
                self._remember(entry)
                self.host.pass_by()
        self._compare_the_end()

    def _start(self, entry: Entry) -> None:
        self.host.pass_by()
        values = self.host.entry
        if values is None or values.kind not in _TYPED or not isinstance(values.payload, dict):
            raise self.host.differs("what the case was started with is missing")
        self.host.pass_by()
        self.host.remember_receipt(values.payload["values"])
        self._saved(bpmn.start(self.loaded.definition, values.payload["values"], self.host, entry.element_id))

    def _advance(self, stimulus: Any, entry: Entry) -> None:
        if not self.snapshot:
            raise self.host.differs("the trail has no beginning")
        execution = bpmn.restore(self.loaded.definition, self.snapshot, self.host)
        _look_at_waits(execution)
        try:
            stimulus(self, execution, entry)
        except NotFound as missing:
            raise self.host.differs(f"{entry.kind} at {entry.element_id}: nothing waits for it") from missing
        self._saved(execution)

    def _saved(self, execution: bpmn.Execution) -> None:
        _look_at_waits(execution)
        self.host.advanced(execution)
        self.snapshot = execution.snapshot()

    def _remember(self, entry: Entry) -> None:
        if entry.kind in _TYPED and (of := entry.payload.get("task") or entry.payload.get("job")):
            self.typed[of] = entry.payload["values"]

    def _compare_the_end(self) -> None:
        execution = bpmn.restore(self.loaded.definition, self.snapshot, self.host)
        stored = bpmn.restore(self.loaded.definition, self.row.snapshot or b"", self.host)
        ends = {
            "state": (execution.state, "completed" if self.row.state == "completed" else "active"),
            "end": ((execution.end_events or [None])[-1], self.row.end_event_id or (stored.end_events or [None])[-1]),
            "round": (execution.round, self.row.round),
            "status": (execution.status(), stored.status()),
            "stage": (execution.stage, self.row.stage),
            "variables": (_plain(execution.variables()), _plain(stored.variables())),
            "active elements": (_active(execution), _active(stored)),
        }
        if wrong := [name for name, (replayed, kept) in ends.items() if replayed != kept]:
            raise Differs(0, f"{', '.join(wrong)} of the case differ")

    # Stimuli: what a command did to the diagram, as its entries tell it

    def _complete_user_task(self, execution: bpmn.Execution, entry: Entry) -> None:
        self.host.pass_by()
        task = entry.payload["task"]
        execution.complete_user_task(self._known(task), self.typed.pop(task, {}))

    def _complete_job(self, execution: bpmn.Execution, entry: Entry) -> None:
        self.host.pass_by()
        job = entry.payload["job"]
        execution.complete_job(self._known(job), self.typed.pop(job, {}))

    def _fail_job(self, execution: bpmn.Execution, entry: Entry) -> None:
        self.host.pass_by()
        if not entry.payload.get("retries"):
            raised = self._following("incident_raised")
            execution.fail_job(self._known(entry.payload["job"]), Text(raised.payload["text_zh"], raised.payload["text_en"]))

    def _throw_error(self, execution: bpmn.Execution, entry: Entry) -> None:
        thrown = entry.payload
        execution.throw_error(self._known(thrown["eid"]), thrown["code"], thrown.get("message", ""), self.typed.pop(thrown["eid"], {}))

    def _trigger_timer(self, execution: bpmn.Execution, entry: Entry) -> None:
        waiting = [each.eid for each in execution.timers() if each.element_id == entry.element_id]
        execution.trigger_timer(self.host.waiting(entry.payload["eid"], waiting))

    def _fail_timer(self, execution: bpmn.Execution, entry: Entry) -> None:
        waiting = [each.eid for each in execution.timers() if each.element_id == entry.element_id]
        text = Text(entry.payload["text_zh"], entry.payload["text_en"])
        execution.fail_timer(self.host.waiting(entry.payload["eid"], waiting), text)

    def _correlate(self, execution: bpmn.Execution, entry: Entry) -> None:
        waiting = [each.eid for each in execution.subscriptions() if each.element_id == entry.element_id]
        execution.correlate(self.host.waiting(entry.payload["eid"], waiting), entry.payload.get("values", {}))

    def _retry(self, execution: bpmn.Execution, entry: Entry) -> None:
        stuck = [each.eid for each in execution.incidents() if each.element_id == entry.element_id]
        execution.retry(self.host.waiting(entry.payload["eid"], stuck))

    def _set_variables(self, execution: bpmn.Execution, entry: Entry) -> None:
        self.host.pass_by()
        after = self._following("variables_changed")
        stuck = [each.eid for each in execution.incidents() if each.element_id == entry.element_id]
        if not after.payload["eid"]:
            execution.set_variables(entry.payload["values"])
            return
        eid = self.host.waiting(after.payload["eid"], stuck)
        execution.set_variables(entry.payload["values"], eid)
        self._following("incident_resolved")
        execution.retry(eid)

    def _join(self, execution: bpmn.Execution, entry: Entry) -> None:
        self.host.pass_by()
        if entry.payload["values"]:
            self._following("variables_changed")
            execution.set_variables(entry.payload["values"])

    def _following(self, kind: str) -> Entry:
        host = self.host
        while host.entry is not None and not is_of_diagram(host.entry):
            host.pass_by()
        if host.entry is None or host.entry.kind != kind:
            raise host.differs(f"{kind} is missing")
        return host.entry

    def _known(self, recorded: str) -> str:
        if recorded not in self.host.ids:
            raise self.host.differs(f"the element instance {recorded} never began")
        return self.host.ids[recorded]


_STIMULI = {
    "user_task_completed": _Case._complete_user_task,
    "job_completed": _Case._complete_job,
    "job_failed": _Case._fail_job,
    "error_thrown": _Case._throw_error,
    "timer_triggered": _Case._trigger_timer,
    "incident_raised": _Case._fail_timer,
    "message_correlated": _Case._correlate,
    "incident_resolved": _Case._retry,
    "variables_corrected": _Case._set_variables,
    "case_joined": _Case._join,
}


def _look_at_waits(execution: bpmn.Execution) -> None:
    """As the commands do before and after: a due time that can't be reckoned is found by looking."""
    for look in (execution.user_tasks, execution.timers, execution.subscriptions, execution.jobs, execution.incidents):
        look()


def _plain(values: Any) -> Any:
    return loads(dumps(values))


def _active(execution: bpmn.Execution) -> list[str]:
    return sorted(element_id for _, element_id in execution.open_elements())


def replay_all(tx: Tx) -> Iterator[Replayed]:
    for key in business_keys(tx):
        yield replay(tx, key)
