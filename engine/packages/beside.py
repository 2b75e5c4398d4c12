"""What a lone diagram uses of the files that lie beside it, as a modeler saves them: any file name, the ids inside count."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from pathlib import Path

from engine.packages.xml_walking import starts

_IDS_OF = {".bpmn": "process", ".dmn": "decision"}
_OTHER = re.compile(r"[^\w./-]+")


def used_beside(diagram: Path, read: Callable[[Path], bytes], references: Callable[[bytes], set[str]]) -> dict[str, bytes]:
    """Forms, tables and called processes of the same folder that the diagram names, and what those name in turn.

    `references`: the ids that a file names.
    """
    offered = {id_: file for file in _files(diagram) for id_ in ids_in(file.suffix, read(file))}
    used: dict[str, bytes] = {}
    waiting = [read(diagram)]
    while waiting:
        for id_ in sorted(references(waiting.pop()) & offered.keys()):
            name = plain_name(offered[id_].name)
            if name not in used:
                used[name] = read(offered[id_])
                waiting.append(used[name])
    return used


def plain_name(name: str) -> str:
    """A file name as a package may have it."""
    return _OTHER.sub("_", name).lstrip(".-")


def ids_in(suffix: str, content: bytes) -> set[str]:
    """Ids of the processes, decisions or the form in a file; none in a file that can't be read."""
    if suffix == ".form":
        return _form_id(content)
    found: set[str] = set()

    def start(tag: str, attributes: dict[str, str]) -> None:
        if tag.split(":")[-1] == _IDS_OF.get(suffix):
            found.add(attributes.get("id", ""))

    return found if starts(content, start) else set()


def _files(diagram: Path) -> Iterator[Path]:
    for file in sorted(diagram.parent.iterdir()):
        if file.suffix in (*_IDS_OF, ".form") and file.is_file() and not file.is_symlink() and file.name != diagram.name:
            yield file


def _form_id(content: bytes) -> set[str]:
    try:
        form = json.loads(content)
    except (ValueError, RecursionError):
        return set()
    return {str(form["id"])} if isinstance(form, dict) and form.get("id") else set()
