"""Which processes the diagrams of a package hold and call: read off the XML, so that a caller finds the file of each."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from engine.packages.xml_walking import starts


@dataclass
class Calls:
    """`process_id`: of the executable process, else the first one; empty when the file holds none. `calls`: process ids."""

    process_id: str = ""
    calls: set[str] = field(default_factory=set)


def read_calls(xml: bytes) -> Calls:
    """Broken XML holds and calls nothing: the room of diagrams says what is wrong with it."""
    found = Calls()
    executable: list[str] = []

    def start(tag: str, attributes: dict[str, str]) -> None:
        kind = tag.split(":")[-1]
        if kind == "process":
            found.process_id = found.process_id or attributes.get("id", "")
            executable.extend([attributes.get("id", "")] if attributes.get("isExecutable") == "true" else [])
        elif kind == "calledElement" and (called := attributes.get("processId", "")):
            found.calls.add(called)

    if not starts(xml, start):
        return Calls()
    found.process_id = (executable or [found.process_id])[0]
    return found


def calls_by_process(diagrams: Mapping[str, bytes]) -> dict[str, set[str]]:
    """Process id of each of these files -> the ids it calls."""
    return {found.process_id: found.calls for found in map(read_calls, diagrams.values()) if found.process_id}


def by_process_id(diagrams: Mapping[str, bytes]) -> dict[str, bytes]:
    return {found.process_id: xml for xml in diagrams.values() if (found := read_calls(xml)).process_id}


def uncalled(diagrams: Mapping[str, bytes]) -> list[str]:
    """Files whose process none of the others calls: where there is one, it is the package's own process."""
    read = {name: read_calls(xml) for name, xml in diagrams.items()}
    called = {id_ for each in read.values() for id_ in each.calls}
    return [name for name, each in read.items() if each.process_id not in called]
