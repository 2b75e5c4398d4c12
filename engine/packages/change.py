"""One difference between two versions of a file, as people read it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from engine.errors import Text

LONGEST = 2000


@dataclass(frozen=True, slots=True)
class Change:
    """`kind`: added, changed, removed, moved. `where`: what it is about; `what`: which of its properties, empty for the whole of it.

    `before`, `after`: as written in the file, or words of ours. `element`: its id, where a drawing or a list may point at it.
    """

    kind: str
    where: Text
    what: Text = Text("", "")
    before: str | Text = ""
    after: str | Text = ""
    element: str = ""

    @property
    def is_whole(self) -> bool:
        return not self.what.zh


def compared(where: Text, words: Mapping[str, Text], before: Mapping[str, str], after: Mapping[str, str], element: str = "") -> Iterator[Change]:
    """One change per fact that differs; `words` names the facts, one that isn't named there names itself."""
    for key in dict.fromkeys([*before, *after]):
        old, new = before.get(key, ""), after.get(key, "")
        if old != new:
            kind = "added" if not old else "removed" if not new else "changed"
            yield Change(kind, where, words.get(key, Text(key, key)), old[:LONGEST], new[:LONGEST], element)
