"""Facts of a case that reports count by round and lists filter by: kept when they are said, because variables are overwritten
and may be erased."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from engine.model.masking import mask_name
from engine.packages.settings import PackageSettings
from engine.store import contacts, report_facts
from engine.store.tables import ProcessInstance
from engine.store.transaction import Tx

# Fact of the case (package.toml's [case]) -> whether each round has its own.
_KEPT = {"satisfaction": True, "problem": False, "segment": False}


class ReportFacts:
    """Notes values while the diagram runs; `save` writes them."""

    def __init__(self, tx: Tx, row: ProcessInstance, settings: PackageSettings):
        self.tx, self.row = tx, row
        self._names = {variable: name for name, variable in settings.case.items() if name in _KEPT}
        self._noted: dict[tuple[str, int], str] = {}

    def variables_changed(self, values: Mapping[str, Any], round_: int) -> None:
        for variable in self._names.keys() & values.keys():
            if (value := values[variable]) not in (None, ""):
                name = self._names[variable]
                self._noted[name, round_ if _KEPT[name] else 0] = str(value)

    def ended_as(self, how: str) -> None:
        """Withdrawn, rejected or merged: such a case is counted apart."""
        self._noted["ended_as", 0] = how

    def save(self) -> None:
        if ("problem", 0) in self._noted:
            self._noted["problem", 0] = self._nameless(self._noted["problem", 0])
        report_facts.put(self.tx, self.row.id, self._noted)
        self._noted = {}

    def _nameless(self, problem: str) -> str:
        """Facts outlive the erasure of the customer: where the problem is free text, a name typed into it stays behind as its mask."""
        for name in contacts.names(self.tx, self.row.customer_id):
            problem = problem.replace(name, mask_name(name))
        return problem
