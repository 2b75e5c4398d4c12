"""The trail as somebody may read it now: answers of a blind task stay with their author until all are there."""

from __future__ import annotations

from dataclasses import replace

from engine.queries.case_scope import execution_of
from engine.store import trail
from engine.store.tables import ProcessInstance
from engine.store.trail import Entry
from engine.store.transaction import Tx

HIDDEN = "hidden"
"""In the place of a payload, like trail.ERASED."""

_TELLING = ("values_entered", "variables_changed")


def read(tx: Tx, case: ProcessInstance) -> list[Entry]:
    """The whole trail, first entry first; what the actor may not know yet is HIDDEN."""
    entries, running = trail.read(tx, case.id), _running(tx, case)
    if not running:
        return entries
    begun = _begun(entries, running)
    return [replace(entry, payload=HIDDEN) if _is_hidden(tx, entry, begun) else entry for entry in entries]


def _running(tx: Tx, case: ProcessInstance) -> set[str]:
    """The blind tasks of the case that not everybody has completed yet."""
    elements = tx.library.get(case.version_id).definition.elements
    blind = {each.id for each in elements.values() if each.is_blind}
    if not blind or case.state != "active":
        return set()
    return blind & {element_id for _, element_id in execution_of(tx, case).open_elements()}


def _begun(entries: list[Entry], running: set[str]) -> dict[str, int]:
    """Where in the trail each of them began; who scored in an earlier run has been revealed."""
    bodies = (each for each in entries if each.kind == "element_activated" and each.element_id in running and _is_body(each))
    return dict.fromkeys(running, 0) | {each.element_id: each.seq for each in bodies}


def _is_body(entry: Entry) -> bool:
    return isinstance(entry.payload, dict) and bool(entry.payload.get("is_body"))


def _is_hidden(tx: Tx, entry: Entry, begun: dict[str, int]) -> bool:
    is_answer = entry.kind in _TELLING and entry.element_id in begun and entry.seq > begun[entry.element_id]
    return is_answer and not (tx.actor.is_staff and entry.actor_id == tx.actor.id)
