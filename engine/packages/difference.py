"""What differs between two sets of files of one package, in words: diagram by element, tables by cell, forms by field, texts by line."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from engine.packages.bundle import PackageFiles
from engine.packages.change import Change
from engine.packages.difference_diagram import diagram_changes
from engine.packages.difference_table import table_changes
from engine.packages.difference_text import form_changes, line_changes, toml_changes

_READERS: dict[str, Callable[[bytes, bytes], list[Change]]] = {
    "bpmn": diagram_changes, "dmn": table_changes, "form": form_changes, "toml": toml_changes, "md": line_changes,
}


@dataclass(frozen=True, slots=True)
class FileDifference:
    """`state`: added, removed, changed. `changes`: empty when only the spelling differs (blanks, order of attributes)."""

    name: str
    state: str
    changes: list[Change] = field(default_factory=list)

    @property
    def suffix(self) -> str:
        return self.name.rsplit(".", 1)[-1]

    @property
    def marks(self) -> dict[str, str]:
        """Element id -> added, changed or moved, for a drawing of the newer diagram; the strongest word counts."""
        found: dict[str, str] = {}
        for change in self.changes:
            if change.element and change.kind != "removed" and found.get(change.element, "moved") == "moved":
                found[change.element] = change.kind
        return found

    @property
    def removed_marks(self) -> dict[str, str]:
        """Element id -> removed, for a drawing of the older diagram."""
        return {change.element: "removed" for change in self.changes if change.kind == "removed" and change.is_whole}


def difference(before: PackageFiles, after: PackageFiles) -> list[FileDifference]:
    """Files that differ: diagrams first, then tables, forms and the rest by name."""
    names = sorted(before.files.keys() | after.files.keys(), key=lambda name: (list(_READERS).index(_suffix(name)), name))
    return [file_difference(name, before.files.get(name), after.files.get(name)) for name in names if before.files.get(name) != after.files.get(name)]


def file_difference(name: str, before: bytes | None, after: bytes | None) -> FileDifference:
    """Of one file; None: it isn't there."""
    if before is None or after is None:
        return FileDifference(name, "added" if before is None else "removed")
    return FileDifference(name, "changed", _READERS[_suffix(name)](before, after))


def _suffix(name: str) -> str:
    suffix = name.rsplit(".", 1)[-1]
    return suffix if suffix in _READERS else "md"
