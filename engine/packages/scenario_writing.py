"""Writes a story that was played as the text of a scenario file, in the words that scenarios are read by."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any

_BARE = re.compile(r"[A-Za-z0-9_-]+")
_LONGEST_NAME = 300
_ROW = re.compile(r"([^\[\]]+)\[(\d{1,3})\]\.(.+)")


def scenario_text(title: str, at: datetime, steps: Sequence[Mapping[str, Any]]) -> str:
    """`at` with its zone. Each step is a table of its own, so that people can read and change it."""
    lines = [f"title = {_value(title)}", f"at = {at.isoformat(timespec='seconds')}"]
    for step in steps:
        lines += ["", "[[step]]", *_table(step, "step")]
    return "\n".join([*lines, ""])


def step_values(sent: Mapping[str, Sequence[str]]) -> dict[str, Any]:
    """Values as a form sends them, written as a scenario has them: `rows[0].name` becomes a list of tables; what is empty is left out."""
    written: dict[str, Any] = {}
    for name, given in sent.items():
        kept = [each for each in given if each != ""]
        found = _ROW.fullmatch(name) if len(name) <= _LONGEST_NAME else None
        rows = written.setdefault(found[1], []) if found and kept else None
        if found and isinstance(rows, list):
            rows.extend({} for _ in range(int(found[2]) + 1 - len(rows)))
            rows[int(found[2])] |= step_values({found[3]: kept})
        elif kept and not name.endswith("]"):
            written[name] = kept[0] if len(kept) == 1 else kept
    return written


def _table(table: Mapping[str, Any], path: str) -> Iterator[str]:
    """Plain keys first: what follows a table's heading belongs to it."""
    inner = {key: value for key, value in table.items() if isinstance(value, Mapping) and value}
    for key, value in table.items():
        if key not in inner:
            yield f"{_key(key)} = {_value(value)}"
    for key, value in inner.items():
        yield f"[{path}.{_key(key)}]"
        yield from _table(value, f"{path}.{_key(key)}")


def _key(key: str) -> str:
    return key if _BARE.fullmatch(key) else _value(key)


def _value(value: Any) -> str:
    if isinstance(value, Mapping):
        return "{ " + ", ".join(f"{_key(key)} = {_value(each)}" for key, each in value.items()) + " }" if value else "{}"
    if isinstance(value, (list, tuple)):
        return "[" + ", ".join(_value(each) for each in value) + "]"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, (int, float)):
        return repr(value)
    # JSON's escapes are TOML's, but for DEL and the like, which TOML wants escaped, too.
    return json.dumps(str(value), ensure_ascii=False).replace("\x7f", "\\u007f")
