"""Adding and removing rows of a dynamic list on the server, so that it works without a script.

The buttons send `_add=<list>` or `_remove=<list>[<index>]`; fields of a row are named `<list>[<index>].<key>`.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

Typed = dict[str, list[str]]


def changed(typed: Typed, form: Mapping[str, str]) -> Typed:
    """What was typed, with a row more or less where a button asked for it."""
    if name := form.get("_add"):
        return _with_row(typed, name)
    if name := form.get("_remove"):
        return _without_row(typed, name)
    return typed


def _with_row(typed: Typed, name: str) -> Typed:
    return {**typed, f"{name}[{_count(typed, name)}]": [""]}


def _count(typed: Mapping[str, Sequence[str]], name: str) -> int:
    indexes = [int(found[1]) for key in typed if (found := re.match(re.escape(name) + r"\[(\d{1,4})\]", key))]
    return max(indexes, default=-1) + 1


def _without_row(typed: Typed, row: str) -> Typed:
    found = re.fullmatch(r"(.+)\[(\d{1,4})\]", row)
    if found is None:
        return typed
    name, gone = found[1], int(found[2])
    pattern = re.compile(re.escape(name) + r"\[(\d{1,4})\](.*)", re.DOTALL)
    kept: Typed = {}
    for key, values in typed.items():
        place = pattern.fullmatch(key)
        if place is None:
            kept[key] = values
        elif (index := int(place[1])) != gone:
            kept[f"{name}[{index - (index > gone)}]{place[2]}"] = values
    return kept
