"""Who will see what after a change: for each user task who may take it, for each field whether customers read it."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from lxml import etree

from engine.errors import Text
from engine.packages.bundle import PackageFiles
from engine.packages.difference_diagram import Drawn, read_drawn, where_drawn

CUSTOMER = "customer"
STAFF = "staff"
NOBODY = "nobody"
_ASSIGNED = ("assignee", "candidateGroups", "candidateUsers")
_Sights = dict[tuple[str, str], tuple[Text, tuple[str, ...]]]


@dataclass(frozen=True, slots=True)
class Sight:
    """`before`, `after`: ids of groups, departments and people, expressions as they are written, or CUSTOMER, STAFF, NOBODY;
    empty where the task or the field isn't there."""

    where: Text
    before: tuple[str, ...]
    after: tuple[str, ...]


def sight_changes(before: PackageFiles, after: PackageFiles) -> list[Sight]:
    """In the order of files; a field that comes or goes counts where customers read it, and what can't be read says nothing."""
    old, new = _sights(before), _sights(after)
    nothing = (Text("", ""), ())
    pairs = ((key, old.get(key, nothing), new.get(key, nothing)) for key in dict.fromkeys([*new, *old]))
    return [Sight((now if key in new else was)[0], was[1], now[1]) for key, was, now in pairs if was[1] != now[1] and {was[1], now[1]} != {(), (STAFF,)}]


def _sights(files: PackageFiles) -> _Sights:
    found: _Sights = {}
    for name, content in sorted(files.files.items()):
        if name.endswith(".bpmn"):
            found |= {(name, id_): (where, seen) for id_, where, seen in _of_tasks(content)}
        elif name.endswith(".form"):
            found |= {(name, id_): (where, seen) for id_, where, seen in _of_fields(content)}
    return found


def _of_tasks(content: bytes) -> Iterator[tuple[str, Text, tuple[str, ...]]]:
    try:
        drawn = read_drawn(content)
    except etree.XMLSyntaxError:
        return
    for id_, element in drawn.items():
        if element.kind == "userTask":
            yield id_, where_drawn(id_, element), _takers(element)


def _takers(task: Drawn) -> tuple[str, ...]:
    if task.facts.get("huixiang:actor") == CUSTOMER:
        return (CUSTOMER,)
    written = [task.facts.get(f"assignmentDefinition.{name}", "").strip() for name in _ASSIGNED]
    named = [each.strip() for text in written for each in ([text] if text.startswith("=") else text.split(",")) if each.strip()]
    return tuple(dict.fromkeys(named)) or (NOBODY,)


def _of_fields(content: bytes) -> Iterator[tuple[str, Text, tuple[str, ...]]]:
    try:
        waiting = list(json.loads(content)["components"])
    except (ValueError, RecursionError, KeyError, TypeError):
        return
    for field in waiting:
        if not isinstance(field, dict):
            continue
        id_ = str(field.get("key") or field.get("id") or "")
        label = field.get("label") or id_
        yield id_, Text(f"字段“{label}”", f"field '{label}'"), (CUSTOMER, STAFF) if _is_public(field) else (STAFF,)
        inner = field.get("components")
        waiting += inner if isinstance(inner, list) else []


def _is_public(field: dict[str, Any]) -> bool:
    properties = field.get("properties")
    return isinstance(properties, dict) and properties.get("public") in ("true", "all")
