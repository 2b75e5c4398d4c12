"""Incidents of the packages somebody answers for: what got stuck, why, and the variables as the stuck element sees them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select

from engine.errors import NotFound, Text
from engine.model import permissions
from engine.queries.case_scope import execution_of
from engine.queries.visible import facts_of
from engine.store.tables import Delivery, Incident, ProcessInstance
from engine.store.transaction import Tx

MOST = 200
_DELIVERY = "message:"
_MESSAGE = Text("给客户的消息", "Message to the customer")


@dataclass(frozen=True, slots=True)
class IncidentLine:
    """`element`: the stuck element's name. `number`, `title`: its case. `is_delivery`: a message that did not go out."""

    id: str
    cause: Text
    element: Text
    element_id: str
    package: Text
    number: str
    title: str
    raised_at: datetime
    is_delivery: bool = False


@dataclass(frozen=True, slots=True)
class IncidentPage:
    """`variables`: as the stuck element sees them. `is_open`: nobody has helped yet."""

    line: IncidentLine
    variables: dict[str, Any]
    is_open: bool


def may_look(tx: Tx) -> bool:
    return tx.actor.kind == "system" or permissions.is_process_owner(tx.actor)


def incidents(tx: Tx) -> list[IncidentLine]:
    """Open ones of the actor's packages, the oldest first. Raises NotFound for who answers for none."""
    if not may_look(tx):
        raise NotFound("incidents")
    found = select(Incident, ProcessInstance).join(ProcessInstance, ProcessInstance.id == Incident.instance_id)
    found = found.where(Incident.resolved_at.is_(None)).order_by(Incident.raised_at, Incident.id).limit(MOST)
    owned = tx.actor.owned_packages if tx.actor.is_staff else None
    if owned is not None:
        found = found.where(ProcessInstance.package_id.in_(owned))
    return [_line(tx, incident, case) for incident, case in tx.session.execute(found).all()]


def incident(tx: Tx, incident_id: str) -> IncidentPage:
    """Raises NotFound for one that isn't the actor's to resolve."""
    row = tx.session.get(Incident, incident_id)
    case = tx.session.get(ProcessInstance, row.instance_id) if row else None
    if row is None or case is None or not permissions.may_resolve_incident(tx.actor, facts_of(tx, case)):
        raise NotFound("incident")
    is_open = row.resolved_at is None
    # At a blind task the stuck element sees an answer that nobody else may: there the case's own variables have to do.
    is_blind = getattr(tx.library.get(case.version_id).definition.elements.get(row.element_id), "is_blind", False)
    seen_from = None if is_blind else row.element_instance_id
    variables = dict(execution_of(tx, case).variables(seen_from)) if is_open else {}
    return IncidentPage(_line(tx, row, case), variables, is_open)


def _line(tx: Tx, row: Incident, case: ProcessInstance) -> IncidentLine:
    loaded = tx.library.get(case.version_id)
    is_delivery = row.element_id.startswith(_DELIVERY)
    delivery = tx.session.get(Delivery, row.element_id.removeprefix(_DELIVERY)) if is_delivery else None
    element_id = row.element_id if not is_delivery else (delivery.element_id or "") if delivery else ""
    return IncidentLine(
        row.id, Text(row.text_zh, row.text_en), _element_name(loaded, element_id) if element_id else _MESSAGE, element_id,
        loaded.package.name, case.business_key, case.title or "", row.raised_at, is_delivery,
    )  # fmt: skip


def _element_name(loaded: Any, element_id: str) -> Text:
    """An element's name; a clock's where no element is stuck."""
    element, clock = loaded.definition.elements.get(element_id), loaded.package.settings.clock(element_id.removeprefix("clock:"))
    if element is None and clock is not None:
        return clock.label
    return loaded.package.texts.element(element_id, "name", element.name if element and element.name else element_id)
