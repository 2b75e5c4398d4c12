"""What a diagram page draws over the diagram: how often each element and flow ran, in which rounds, how long, what is active."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any, Protocol

from engine.bpmn.definition import Definition


class Entry(Protocol):
    """A trail entry: `kind` is a happening's kind, `payload` has its `eid` (and `is_body` for a multi-instance body)."""

    kind: str
    element_id: str | None
    round: int | None
    at: datetime
    payload: Any


def overlay(definition: Definition, entries: Iterable[Entry]) -> dict[str, dict]:
    """`elements`: id -> count, rounds, is_active, seconds; `flows`: id -> count, rounds. Only what ran is listed.

    Elements that are left in the moment they are entered may have one entry, their completion. A multi-instance
    activity counts its instances, not its body.
    """
    drawn = _Drawn(definition)
    for entry in entries:
        drawn.add(entry)
    return drawn.finished()


class _Drawn:
    def __init__(self, definition: Definition):
        self.definition = definition
        self.elements: dict[str, dict] = {}
        self.flows: dict[str, dict] = {}
        self.began: dict[str, tuple[str, datetime]] = {}
        self.bodies: set[str] = set()
        self.latest: datetime | None = None

    def add(self, entry: Entry) -> None:
        self.latest = entry.at
        payload = entry.payload if isinstance(entry.payload, dict) else {}
        eid = payload.get("eid", "")
        if entry.kind == "flow_taken" and entry.element_id in self.definition.flows:
            _count(self.flows, entry, {})
        elif entry.element_id in self.definition.elements:
            if payload.get("is_body"):
                self.bodies.add(eid)
            elif entry.kind == "element_activated":
                self._count_element(entry)
                self.began[eid] = (entry.element_id, entry.at)
            elif entry.kind in ("element_completed", "element_cancelled") and eid not in self.bodies:
                self._end(entry, eid)

    def finished(self) -> dict[str, dict]:
        for element_id, at in self.began.values():
            self.elements[element_id]["is_active"] = True
            self.elements[element_id]["seconds"] += (self.latest - at).total_seconds()
        return {"elements": self.elements, "flows": self.flows}

    def _end(self, entry: Entry, eid: str) -> None:
        element_id, at = self.began.pop(eid, (None, None))
        if element_id is not None:
            self.elements[element_id]["seconds"] += (entry.at - at).total_seconds()
        elif entry.kind == "element_completed":
            self._count_element(entry)

    def _count_element(self, entry: Entry) -> None:
        _count(self.elements, entry, {"is_active": False, "seconds": 0.0})


def _count(found: dict[str, dict], entry: Entry, begun: dict[str, object]) -> None:
    line = found.setdefault(entry.element_id, {"count": 0, "rounds": [], **begun})
    line["count"] += 1
    if entry.round is not None and entry.round not in line["rounds"]:
        line["rounds"].append(entry.round)
