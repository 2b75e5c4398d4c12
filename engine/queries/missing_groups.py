"""Groups that deployed procedures hand work to and that nobody has set up yet: their tasks could be claimed by nobody."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from engine.errors import NotFound, Text
from engine.model import permissions
from engine.packages.named_directly import named_directly
from engine.queries.visible import newest_versions
from engine.store.transaction import Tx
from engine.store.who_is_there import who_is_there


@dataclass(frozen=True, slots=True)
class MissingGroup:
    """`id` as the procedures write it, and the names of those procedures."""

    id: str
    procedures: tuple[Text, ...]


def missing_groups(tx: Tx) -> list[MissingGroup]:
    """By id; names that an expression works out are not known here. Raises NotFound for who doesn't administer."""
    if not permissions.may_administer(tx.actor):
        raise NotFound("administration")
    known = who_is_there(tx).units
    wanted: dict[str, list[Text]] = {}
    for version_id in newest_versions(tx).values():
        loaded = tx.library.get(version_id)
        for id_ in sorted(set(_named(loaded)) - known):
            wanted.setdefault(id_, []).append(loaded.package.name)
    return [MissingGroup(id_, tuple(names)) for id_, names in sorted(wanted.items())]


def _named(loaded: Any) -> Iterator[str]:
    settings = loaded.package.settings
    yield from settings.start_groups
    yield from settings.intake_groups
    for element in loaded.definition.elements.values():
        yield from named_directly(element.candidate_groups or "")
