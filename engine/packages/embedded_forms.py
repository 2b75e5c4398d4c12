"""Forms that stand inside a diagram, as Camunda Modeler embeds them: `zeebe:userTaskForm` of the process, form JSON as its text."""

from __future__ import annotations

import json

from engine.packages.xml_walking import walk


def embedded_forms(xml: bytes) -> dict[str, bytes]:
    """Id -> form file. An element names the id in its form key; an id that stands inside the form itself says nothing."""
    reader = _Reader()
    walk(xml, reader)
    return {id_: _under_its_id("".join(text), id_) for id_, text in reader.found.items()}


class _Reader:
    def __init__(self) -> None:
        self.found: dict[str, list[str]] = {}
        self._inside: list[str] | None = None

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        if tag.split(":")[-1] == "userTaskForm" and attributes.get("id"):
            self._inside = self.found.setdefault(attributes["id"], [])

    def end(self, tag: str) -> None:
        self._inside = None

    def characters(self, text: str) -> None:
        if self._inside is not None:
            self._inside.append(text)


def _under_its_id(text: str, id_: str) -> bytes:
    """Text that is no form stays as it is: reading it says what is wrong."""
    try:
        form = json.loads(text)
    except (ValueError, RecursionError):
        return text.encode()
    return json.dumps(form | {"id": id_}, ensure_ascii=False).encode() if isinstance(form, dict) else text.encode()
