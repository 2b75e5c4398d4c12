"""Which happenings a trail keeps, and what of them: the same for the command that records and for a replay that compares."""

from __future__ import annotations

from typing import Any

from engine.bpmn.definition import Definition
from engine.bpmn.happenings import Happening

# Elements that are left in the moment they are entered: one entry says both.
_PASSING = ("gateway", "start_event", "end_event", "throw_event", "script_task", "business_rule_task", "manual_task")


def is_kept(definition: Definition, happening: Happening) -> bool:
    if happening.kind == "instance_completed":
        return False
    if happening.kind != "element_activated":
        return True
    return not definition.elements[happening.element_id].kind.endswith(_PASSING)


def kept_payload(happening: Happening) -> dict[str, Any]:
    """Where a flow leads from and to stands in the diagram, and that it is no element instance goes without saying."""
    if happening.kind == "flow_taken":
        return {"from": happening.payload["from"]}
    return {"eid": happening.element_instance_id, **happening.payload}
