"""What a complete case has, by its package, and which of it this one has already."""

from __future__ import annotations

from dataclasses import dataclass

from engine.errors import Text
from engine.store import trail
from engine.store.tables import ProcessInstance
from engine.store.transaction import Tx


@dataclass(frozen=True, slots=True)
class Have:
    """One thing that a complete case has. `is_there`: one of its elements was completed, in whichever round."""

    label: Text
    is_there: bool


def haves(tx: Tx, case: ProcessInstance) -> list[Have]:
    """In the package's order; empty where it asks for nothing."""
    asked = tx.library.get(case.version_id).package.settings.completeness
    if not asked:
        return []
    completed = {each.element_id for each in trail.headings(tx, case.id) if each.kind == "element_completed"}
    return [Have(each.label, not completed.isdisjoint(each.elements)) for each in asked]
