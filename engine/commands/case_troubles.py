"""Incidents of a case that no element stands behind: a clock whose table of limits gives no usable answer."""

from __future__ import annotations

from typing import TYPE_CHECKING

from engine.errors import Text
from engine.store import cases

if TYPE_CHECKING:
    from engine.commands.running_case import RunningCase

# No element's id has a colon (XML Schema, NCName).
PREFIX = "clock:"


def save(case: RunningCase) -> bool:
    """Raise what is new, resolve what a usable answer has settled. Whether any incident without an element is open."""
    raised = {name: text for name, text in case.clocks.troubles.items() if text is not None}
    if not (raised or case.row.has_incident):
        return False
    rows = {row.element_id: row for row in cases.incidents_beside(case.tx, case.row.id)}
    settled = [rows.pop(PREFIX + name) for name in case.clocks.troubles if name not in raised and PREFIX + name in rows]
    for row in settled:
        row.resolved_at, row.resolved_by = case.tx.now, case.tx.actor.id
        case.record("incident_resolved", clock=row.element_id.removeprefix(PREFIX))
    for name, text in raised.items():
        if PREFIX + name not in rows:
            _raise(case, name, text)
    return bool(rows or raised)


def _raise(case: RunningCase, name: str, fault: Text) -> None:
    clock = case.loaded.package.settings.clock(name)
    text = Text(f"时限“{clock.label.zh}”沿用原来的限值：{fault.zh}", f"The clock '{clock.label.en}' keeps the limit it had: {fault.en}")
    cases.add_incident(case.tx, case.row.id, PREFIX + name, None, text)
    case.record("incident_raised", clock=name, text_zh=text.zh, text_en=text.en)
