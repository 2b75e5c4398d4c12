"""What the forms and texts of a case see: its variables as they stand, without locking or moving anything."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from engine import bpmn
from engine.errors import IncidentCause, Text
from engine.store import clock_rows, expression_context
from engine.store.tables import ProcessInstance
from engine.store.transaction import Tx


@dataclass(frozen=True)
class ReadingHost:
    """A host (engine.bpmn.Host) for an execution that is only read."""

    tx: Tx
    row: ProcessInstance

    @property
    def now(self) -> datetime:
        return self.tx.now

    @property
    def zone(self) -> str:
        return self.tx.settings.zone

    def read_only(self) -> Mapping[str, Any]:
        return expression_context.read_only(self.tx, self.row, self._clocks)

    def decide(self, decision_id: str, scope: Mapping[str, Any]) -> tuple[Any, dict[str, Any]]:
        raise IncidentCause(decision_id, Text("只读。", "Read only."))

    def happened(self, happening: Any) -> None:
        raise AssertionError("reading moves nothing")

    def _clocks(self) -> dict[str, Any]:
        states = {key: state for key, (_, state) in clock_rows.load(self.tx.session, self.row.id).items()}
        definitions = self.tx.library.get(self.row.version_id).package.settings.clocks
        return expression_context.clock_faces(self.tx, self.row, definitions, states)


def execution_of(tx: Tx, row: ProcessInstance):
    """The case's execution as saved (engine.bpmn.Execution); read it, never advance it."""
    return bpmn.restore(tx.library.get(row.version_id).definition, row.snapshot, ReadingHost(tx, row))


def scope_of(tx: Tx, row: ProcessInstance, element_instance_id: str | None = None) -> Mapping[str, Any]:
    """What an expression of that element instance (None: of the case as a whole) sees."""
    execution = execution_of(tx, row)
    if element_instance_id is not None:
        return execution.scope_names(element_instance_id)
    return {**ReadingHost(tx, row).read_only(), "round": execution.round, **execution.variables()}
