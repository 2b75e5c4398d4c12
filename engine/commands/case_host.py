"""What a diagram in motion may ask (now, clocks, departments, decisions) and whom it tells what happened."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any
from weakref import WeakMethod

from engine import bpmn, decisions
from engine.commands.case_clocks import CaseClocks
from engine.commands.report_facts import ReportFacts
from engine.errors import IncidentCause, InvalidValues, Refused, Text
from engine.feel import FeelDateTime
from engine.store import expression_context
from engine.store.ids import new_id
from engine.store.tables import ProcessInstance
from engine.store.transaction import Tx


class CaseHost:
    """The host of one execution (see engine.bpmn.Host)."""

    def __init__(self, tx: Tx, row: ProcessInstance, loaded: Any, clocks: CaseClocks, record: Callable[..., None], serve: WeakMethod[Callable[[Any], Mapping[str, Any]]]):
        self.tx = tx
        self.row = row
        self.loaded = loaded
        self.clocks = clocks
        self.record = record
        self._serve = serve
        self.retried: set[str] = set()
        self.reported = ReportFacts(tx, row, loaded.package.settings)
        self.completed: set[str] = set()
        self.written: set[str] = set()
        self._has_told_departments = False

    @property
    def now(self) -> datetime:
        return self.tx.now

    @property
    def zone(self) -> str:
        return self.tx.settings.zone

    def new_id(self) -> str:
        """Ids of element instances, which are the ids of their user tasks, timers and subscriptions."""
        return new_id()

    def read_only(self) -> Mapping[str, Any]:
        """Names every expression sees and none can write; the clocks as they stand at this moment of the run."""
        return expression_context.read_only(self.tx, self.row, self.clocks.context, self._departments)

    def read_quietly(self) -> Mapping[str, Any]:
        """The same names for a form, whose expressions change nothing."""
        return expression_context.read_only(self.tx, self.row, self.clocks.context)

    def _departments(self) -> Mapping[str, Any]:
        """As the directory has them now. What the diagram read of it goes into the trail: a replay can't ask the past."""
        found = expression_context.departments(self.tx)
        if not self._has_told_departments:
            self._has_told_departments = True
            self.record("departments_read", departments=found)
        return found

    def decide(self, decision_id: str, scope: Mapping[str, Any]) -> tuple[Any, dict[str, Any]]:
        """Evaluate a decision of the package. Raises IncidentCause when it has no usable answer."""
        return decisions.answer(self.loaded.decisions[decision_id], scope, self.now, self.zone)

    def serves(self, job_type: str) -> bool:
        return job_type in self.tx.served

    def serve(self, job: Any) -> Mapping[str, Any]:
        """Do a job within this transaction (see served_jobs.py). What refuses it becomes an incident at its element."""
        try:
            return self._serve()(job)
        except InvalidValues as invalid:
            zh, en = ("".join(text.zh for text in invalid.fields.values()), " ".join(text.en for text in invalid.fields.values()))
            raise IncidentCause(job.element_id, Text(zh, en)) from invalid
        except Refused as refused:
            raise IncidentCause(job.element_id, refused.text) from refused

    def happened(self, happening: Any) -> None:
        """Clocks first, so that an expression evaluated next sees them moved; then the trail."""
        element, kind = happening.element_id, happening.kind
        if kind == "round_started":
            self.row.round = happening.round
            self.clocks.round_started(happening.round)
        elif kind == "variables_changed":
            self._variables_changed(happening.payload["values"])
            if not happening.payload["scope"]:
                self.written.update(happening.payload["values"])
                self.reported.variables_changed(happening.payload["values"], happening.round)
        elif kind.startswith("element_"):
            if kind == "element_completed":
                self.completed.add(element)
            self.clocks.element_moved(kind.removeprefix("element_"), element)
        elif kind == "incident_resolved":
            self.retried.add(happening.element_instance_id)
        if bpmn.is_kept(self.loaded.definition, happening):
            self.record(kind, element, happening.round, **bpmn.kept_payload(happening))

    def _variables_changed(self, values: Mapping[str, Any]) -> None:
        self.clocks.variables_changed()
        received_at = values.get(self.loaded.package.settings.received_at or "")
        if isinstance(received_at, FeelDateTime) and received_at.to_python() != self.row.received_at:
            self.row.received_at = received_at.to_python()
            self.clocks.received(self.row.received_at)
