"""The library: a version is read once, and only so many stay in memory."""

from __future__ import annotations

from types import SimpleNamespace

from engine.packages import Library
from tests.unit.packages.parcels import parcels


class Shelf:
    """Bytes by version id; counts how often each was taken."""

    def __init__(self) -> None:
        self.taken: list[str] = []

    def bytes_of(self, version_id: str) -> bytes:
        self.taken.append(version_id)
        return parcels().to_bytes()


def library(shelf: Shelf, most: int = 64) -> Library:
    decisions = SimpleNamespace(decisions={"weigh_limit": "the table"})
    return Library(shelf.bytes_of, lambda xml, file, called: f"drawn in {file}", lambda xml, file, others: decisions, most)


def test_version_is_read_once_and_knows_all_its_parts():
    shelf = Shelf()
    versions = library(shelf)

    first, again = versions.get("v1"), versions.get("v1")

    assert first is again
    assert shelf.taken == ["v1"]
    assert (first.definition, first.decisions, first.package.id) == ("drawn in parcels.bpmn", {"weigh_limit": "the table"}, "parcels")


def test_version_that_was_not_asked_for_longest_leaves_first():
    shelf = Shelf()
    versions = library(shelf, most=2)

    for wanted in ("v1", "v2", "v1", "v3", "v1", "v2"):
        versions.get(wanted)

    assert shelf.taken == ["v1", "v2", "v3", "v2"]
