"""A diagram to look at: a version's as drawn, or a case's with what ran, how often, in which round, and where the tokens are."""

from __future__ import annotations

import html
import re
from typing import Any

from engine import bpmn
from engine.errors import NotFound, Text
from engine.model import permissions
from engine.queries.visible import visible_case
from engine.store import trail
from engine.store.tables import PackageVersion
from engine.store.transaction import Tx

_DRAWN = re.compile(r'<(?:\w+:)?(?:participant|lane|categoryValue) id="(?P<id>[^"]+)" (?:name|value)="(?P<name>[^"]+)"')
_NOTES = re.compile(r'<(?:\w+:)?textAnnotation id="(?P<id>[^"]+)"[^>]*>\s*<(?:\w+:)?text>(?P<text>[^<]+)<')


def case_diagram(tx: Tx, business_key: str, round_: int | None = None, until: int | None = None) -> dict[str, Any]:
    """`xml` of the version the case runs on, and the overlay (engine.bpmn.overlay) of its trail. NotFound when not theirs.

    `round_`: only what ran in that round; `until`: as it stood after that entry of the trail.
    """
    case = visible_case(tx, business_key)
    definition = tx.library.get(case.version_id).definition
    entries = [entry for entry in trail.read(tx, case.id) if round_ in (None, entry.round) and (until is None or entry.seq <= until)]
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
    stages = {stage.name: texts.stage(stage.number, stage.name) for stage in definition.stages}
    drawn = {id_: _heading(name, stages) or texts.element(id_, "name", name) for id_, name in _drawn_only(definition.xml)}
    notes = {id_: texts.text(("element", id_, "text"), words) for id_, words in _notes(definition.xml)}
    return {id_: {"zh": text.zh, "en": text.en} for id_, text in {**drawn, **notes, **elements, **flows}.items()}


def _heading(words: str, stages: dict[str, Text]) -> Text | None:
    """The words over a stage's frame, which end with the stage's name."""
    found = next((text for name, text in stages.items() if words.endswith(name)), None)
    return Text(words, found.en) if found else None


def _notes(xml: bytes) -> list[tuple[str, str]]:
    """Ids and words of the notes that stand in the drawing."""
    return [(html.unescape(match["id"]), html.unescape(match["text"])) for match in _NOTES.finditer(xml.decode())]


def _drawn_only(xml: bytes) -> list[tuple[str, str]]:
    """Ids and words of what is drawn and not executed: pools, lanes, and the headings of frames (a group's category value)."""
    found = (match.groupdict() for match in _DRAWN.finditer(xml.decode()))
    return [(html.unescape(each["id"]), html.unescape(each["name"])) for each in found]
