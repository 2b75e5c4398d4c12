"""A diagram to look at: a version's as drawn, or a case's with what ran, how often, in which round, and where the tokens are."""

from __future__ import annotations

from typing import Any

from engine import bpmn
from engine.errors import NotFound
from engine.model import permissions
from engine.queries.visible import visible_case
from engine.store import trail
from engine.store.tables import PackageVersion
from engine.store.transaction import Tx


def case_diagram(tx: Tx, business_key: str) -> dict[str, Any]:
    """`xml` of the version the case runs on, and the overlay (engine.bpmn.overlay) of its trail. NotFound when not theirs."""
    case = visible_case(tx, business_key)
    definition = tx.library.get(case.version_id).definition
    entries = trail.read(tx, case.id)
    return {
        "xml": definition.xml.decode(),
        "state": case.state,
        "round": case.round,
        "overlay": bpmn.overlay(definition, entries),
        "names": names(tx, case.version_id),
    }


def version_diagram(tx: Tx, version_id: str) -> dict[str, Any]:
    """`xml` and names of a deployed version."""
    if not permissions.may_see_catalogue(tx.actor) or tx.session.get(PackageVersion, version_id) is None:
        raise NotFound("version")
    return {"xml": tx.library.get(version_id).definition.xml.decode(), "overlay": None, "names": names(tx, version_id)}


def names(tx: Tx, version_id: str) -> dict[str, dict[str, str]]:
    """What elements and flows are called in both languages, for a diagram that is drawn in one."""
    loaded = tx.library.get(version_id)
    texts, definition = loaded.package.texts, loaded.definition
    elements = {each.id: texts.element(each.id, "name", each.name) for each in definition.elements.values() if each.name}
    flows = {each.id: texts.flow(each.id, each.name) for each in definition.flows.values() if each.name}
    return {id_: {"zh": text.zh, "en": text.en} for id_, text in {**elements, **flows}.items()}
