"""Whom a task's candidate rows name: groups and departments by their id, people as `person:<id>`, so that none is taken for another."""

from __future__ import annotations

from collections.abc import Iterable

_PERSON = "person:"


def of_person(person_id: str) -> str:
    return f"{_PERSON}{person_id}"


def people_among(candidates: Iterable[str]) -> frozenset[str]:
    """Ids of the people."""
    return frozenset(each.removeprefix(_PERSON) for each in candidates if each.startswith(_PERSON))


def units_among(candidates: Iterable[str]) -> frozenset[str]:
    """Ids of the groups and departments."""
    return frozenset(each for each in candidates if not each.startswith(_PERSON))
