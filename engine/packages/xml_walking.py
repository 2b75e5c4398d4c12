"""One walk through a diagram's XML: no DOCTYPE, nothing fetched; a reader is told what begins, what ends and what is said."""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol
from xml.parsers import expat


class Reader(Protocol):
    def start(self, tag: str, attributes: dict[str, str]) -> None: ...

    def end(self, tag: str) -> None: ...

    def characters(self, text: str) -> None: ...


def walk(xml: bytes, reader: Reader) -> bool:
    """False for a file that isn't readable XML; the room of diagrams says what is wrong with it."""
    parser = expat.ParserCreate()
    parser.StartElementHandler = reader.start
    parser.EndElementHandler = reader.end
    parser.CharacterDataHandler = reader.characters
    return _parse(parser, xml)


def starts(xml: bytes, start: Callable[[str, dict[str, str]], None]) -> bool:
    """The walk for who needs to know only what begins."""
    parser = expat.ParserCreate()
    parser.StartElementHandler = start
    return _parse(parser, xml)


def _parse(parser: expat.XMLParserType, xml: bytes) -> bool:
    # Entities are never expanded here: a file with a DOCTYPE ends the walk.
    parser.StartDoctypeDeclHandler = _stop
    try:
        parser.Parse(xml, True)
    except (expat.ExpatError, ValueError):
        return False
    return True


def _stop(*_: object) -> None:
    raise ValueError("DOCTYPE")
