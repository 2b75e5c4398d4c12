"""Incidents: try again what got stuck, after changing the variables it stumbled over where that is what it needs."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from engine.commands import case_stand_ins, case_troubles, deliveries, outside_values
from engine.commands.running_case import RunningCase
from engine.errors import Conflict, InvalidValues, NotFound, Text
from engine.model import permissions
from engine.store.tables import Incident
from engine.store.transaction import Tx

LONGEST_REASON = 500


def retry(tx: Tx, incident_id: str) -> None:
    """Try the element again. What still fails raises a new incident; nothing else of the case is touched."""
    case, incident = _open(tx, incident_id)
    _try_again(case, incident)
    case.save()


def change_variables(tx: Tx, incident_id: str, values: Mapping[str, Any], reason: str) -> None:
    """Set variables as the stuck element sees them, with a reason, and try again. Raises InvalidValues."""
    case, incident = _open(tx, incident_id)
    reason = outside_values.masked_words(reason.strip())
    if not reason or len(reason) > LONGEST_REASON:
        raise InvalidValues({"reason": Text(f"请说明原因，最多 {LONGEST_REASON} 个字符。", f"Say why, in at most {LONGEST_REASON} characters.")})
    kept = outside_values.accepted(case, values)
    case.record("variables_corrected", incident.element_id, reason=reason, values=kept)
    case.execution.set_variables(kept, incident.element_instance_id)
    _try_again(case, incident)
    case.save()


def _try_again(case: RunningCase, incident: Incident) -> None:
    """The element; where none is stuck, the table of limits, or who could have the task."""
    execution = case.execution
    if incident.element_instance_id is not None:
        execution.retry(incident.element_instance_id)
    elif incident.element_id.startswith(case_troubles.PREFIX):
        case.clocks.variables_changed()
    elif incident.element_id.startswith(deliveries.PREFIX):
        deliveries.again(case, incident)
    else:
        case_stand_ins.look_again(case, incident)


def _open(tx: Tx, incident_id: str) -> tuple[RunningCase, Incident]:
    case, incident = RunningCase.load_with(tx, Incident, incident_id)
    if not permissions.may_resolve_incident(tx.actor, case.facts):
        raise NotFound("incident")
    if incident.resolved_at is not None:
        raise Conflict("incident_is_over", Text("这个异常已经解决。", "This incident has been resolved."))
    return case, incident
