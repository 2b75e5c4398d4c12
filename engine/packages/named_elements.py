"""Everything in a diagram or table that has an id, with the name people gave it: one walk, however long the file is."""

from __future__ import annotations

from dataclasses import dataclass

from engine.packages.xml_walking import starts


@dataclass(frozen=True, slots=True)
class NamedElement:
    """`name` on one line, empty where there is none."""

    kind: str
    id: str
    name: str


def named_elements(xml: bytes) -> list[NamedElement]:
    """In the order of the file; of a broken one what stands before the fault."""
    found: list[NamedElement] = []

    def start(tag: str, attributes: dict[str, str]) -> None:
        if id_ := attributes.get("id"):
            found.append(NamedElement(tag.split(":")[-1], id_, attributes.get("name", "").replace("\n", " ")))

    starts(xml, start)
    return found
