"""What a diagram in motion may ask (now, clocks, departments, decisions) and whom it tells what happened."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from engine.commands.case_clocks import CaseClocks
from engine.errors import IncidentCause, Text
from engine.feel import FeelDateTime
from engine.store import expression_context
from engine.store.ids import new_id
from engine.store.tables import ProcessInstance
from engine.store.transaction import Tx

# Elements that are left in the moment they are entered: one entry says both.
_PASSING = ("gateway", "start_event", "end_event", "throw_event", "script_task", "business_rule_task", "manual_task")


class CaseHost:
    """The host of one execution (see engine.bpmn.Host)."""

    def __init__(self, tx: Tx, row: ProcessInstance, loaded: Any, clocks: CaseClocks, record: Callable[..., None]):
        self.tx = tx
        self.row = row
        self.loaded = loaded
        self.clocks = clocks
        self.record = record

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
        return expression_context.read_only(self.tx, self.row, self.clocks.context)

    def decide(self, decision_id: str, scope: Mapping[str, Any]) -> tuple[Any, dict[str, Any]]:
        """Evaluate a decision of the package. Raises IncidentCause when it has no usable answer."""
        decision = self.loaded.decisions[decision_id]
        result = decision.evaluate(scope, now=self.now, zone=self.zone)
        if result.value is None and result.warnings:
            first = result.warnings[0]
            raise IncidentCause(decision_id, Text(first.zh, first.en))
        return result.value, {
            "inputs": [list(each) for each in result.inputs],
            "rules": [rule.number for rule in result.fired],
            "rule_ids": [rule.id for rule in result.fired],
            "masked": [rule.number for rule in result.masked],
        }

    def happened(self, happening: Any) -> None:
        """Clocks first, so that an expression evaluated next sees them moved; then the trail."""
        element, kind = happening.element_id, happening.kind
        if kind == "round_started":
            self.row.round = happening.round
            self.clocks.round_started(happening.round)
        elif kind == "variables_changed":
            self._variables_changed(happening.payload["values"])
        elif kind.startswith("element_"):
            self.clocks.element_moved(kind.removeprefix("element_"), element)
        if self._is_recorded(happening):
            self.record(kind, element, happening.round, **_payload(happening))

    def _variables_changed(self, values: Mapping[str, Any]) -> None:
        self.clocks.variables_changed()
        received_at = values.get(self.loaded.package.settings.received_at or "")
        if isinstance(received_at, FeelDateTime) and received_at.to_python() != self.row.received_at:
            self.row.received_at = received_at.to_python()
            self.clocks.received(self.row.received_at)

    def _is_recorded(self, happening: Any) -> bool:
        # The end of the case and of an incident are recorded where their rows are written.
        if happening.kind in ("instance_completed", "incident_resolved"):
            return False
        if happening.kind != "element_activated":
            return True
        return not self.loaded.definition.elements[happening.element_id].kind.endswith(_PASSING)


def _payload(happening: Any) -> dict[str, Any]:
    """Where a flow leads from and to stands in the diagram, and that it is no element instance goes without saying."""
    if happening.kind == "flow_taken":
        return {"from": happening.payload["from"]}
    return {"eid": happening.element_instance_id, **happening.payload}
