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
    """`elements`: id -> count, rounds, is_active, seconds; `flows`: id -> count, rounds. Only what ran is listed."""
    elements: dict[str, dict] = {}
    flows: dict[str, dict] = {}
    began: dict[str, tuple[str, datetime]] = {}
    latest = None
    for entry in entries:
        latest = entry.at
        if entry.kind == "flow_taken" and entry.element_id in definition.flows:
            _count(flows, entry)
        elif entry.kind == "element_activated" and entry.element_id in definition.elements:
            _begin(elements, began, entry)
        elif entry.kind in ("element_completed", "element_cancelled"):
            _end(elements, began, entry)
    for element_id, at in began.values():
        elements[element_id]["is_active"] = True
        elements[element_id]["seconds"] += (latest - at).total_seconds()
    return {"elements": elements, "flows": flows}


def _count(found: dict[str, dict], entry: Entry) -> dict:
    line = found.setdefault(entry.element_id, {"count": 0, "rounds": []})
    line["count"] += 1
    if entry.round is not None and entry.round not in line["rounds"]:
        line["rounds"].append(entry.round)
    return line


def _begin(elements: dict[str, dict], began: dict[str, tuple[str, datetime]], entry: Entry) -> None:
    payload = entry.payload if isinstance(entry.payload, dict) else {}
    if payload.get("is_body"):
        return
    line = _count(elements, entry)
    line.setdefault("is_active", False)
    line.setdefault("seconds", 0.0)
    if payload.get("eid"):
        began[payload["eid"]] = (entry.element_id, entry.at)


def _end(elements: dict[str, dict], began: dict[str, tuple[str, datetime]], entry: Entry) -> None:
    payload = entry.payload if isinstance(entry.payload, dict) else {}
    found = began.pop(payload.get("eid", ""), None)
    if found is not None:
        elements[found[0]]["seconds"] += (entry.at - found[1]).total_seconds()
