"""What differs between two forms, two settings files or two texts: field by field, key by key, line by line."""

from __future__ import annotations

import json
import tomllib
from collections.abc import Iterator
from difflib import SequenceMatcher
from typing import Any

from engine.errors import Text
from engine.packages.change import LONGEST, Change, compared

_FORM = {
    "label": Text("标签", "label"), "description": Text("说明", "description"), "type": Text("类型", "type"), "key": Text("变量", "key"), "text": Text("文字", "text"),
    "values": Text("选项", "options"), "validate.required": Text("必填", "required"), "conditional.hide": Text("隐藏条件", "hidden when"),
    "expression": Text("表达式", "expression"), "properties.example": Text("示例", "example"), "readonly": Text("只读", "read only"),
}  # fmt: skip
# A list of tables is told apart by one of these, so that a row that moved isn't every row changed.
_KEYS = ("id", "name", "value", "key", "label")
_UNREADABLE = Text("无法读取", "can't be read")
_DEEPEST = 8


def form_changes(before: bytes, after: bytes) -> list[Change]:
    try:
        old, new = _fields(json.loads(before)), _fields(json.loads(after))
    except (ValueError, RecursionError, AttributeError):
        return [Change("changed", Text("整个表单", "the whole form"), _UNREADABLE)]
    found = [Change("removed", _field(id_, facts), before=_label(id_, facts), element=id_) for id_, facts in old.items() if id_ not in new]
    found += [Change("added", _field(id_, facts), after=_label(id_, facts), element=id_) for id_, facts in new.items() if id_ not in old]
    for id_, facts in new.items():
        found += compared(_field(id_, facts), _FORM, old.get(id_, facts), facts, id_)
    return found + list(_order([id_ for id_ in old if id_ in new], [id_ for id_ in new if id_ in old], new))


def toml_changes(before: bytes, after: bytes) -> list[Change]:
    try:
        old, new = dict(_flat(tomllib.loads(before.decode()))), dict(_flat(tomllib.loads(after.decode())))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, RecursionError):
        return line_changes(before, after)
    return [change for key in dict.fromkeys([*old, *new]) if old.get(key) != new.get(key) for change in _key(key, old.get(key, ""), new.get(key, ""))]


def line_changes(before: bytes, after: bytes) -> list[Change]:
    old, new = before.decode("utf-8", "replace").splitlines(), after.decode("utf-8", "replace").splitlines()
    found = []
    for tag, a, a_end, b, b_end in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if tag != "equal":
            kind = {"insert": "added", "delete": "removed"}.get(tag, "changed")
            where = Text(f"第 {b + 1} 行", f"line {b + 1}")
            found.append(Change(kind, where, Text("文字", "text"), "\n".join(old[a:a_end])[:LONGEST], "\n".join(new[b:b_end])[:LONGEST]))
    return found


def _key(key: str, old: str, new: str) -> Iterator[Change]:
    place, _, name = key.rpartition(".")
    yield from compared(Text(place or "文件", place or "file"), {}, {name: old}, {name: new}, place)


def _fields(form: dict[str, Any]) -> dict[str, dict[str, str]]:
    """Fields by id, those in groups and lists too; the form itself under an empty id."""
    found = {"": dict(_flat({key: value for key, value in form.items() if key not in ("components", "exporter", "schemaVersion")}))}
    waiting = [("", form)]
    while waiting:
        place, holder = waiting.pop(0)
        for component in holder.get("components", []):
            id_ = str(component.get("id") or component.get("key") or component.get("path") or len(found))
            facts = dict(_flat({key: value for key, value in component.items() if key not in ("components", "id", "layout")}))
            found[id_] = facts | ({"group": place} if place else {})
            waiting.append((id_, component))
    return found


def _flat(value: Any, path: str = "", depth: int = 0) -> Iterator[tuple[str, str]]:
    if isinstance(value, dict) and depth < _DEEPEST:
        for key, each in value.items():
            yield from _flat(each, f"{path}.{key}".strip("."), depth + 1)
    elif isinstance(value, list) and value and all(isinstance(each, dict) for each in value) and depth < _DEEPEST:
        if all(each.keys() <= {"label", "value"} for each in value):
            yield path, " · ".join(str(each.get("label") or each.get("value")) for each in value)
            return
        for place, each in enumerate(value, 1):
            name = next((str(each[key]) for key in _KEYS if isinstance(each.get(key), str)), str(place))
            yield from _flat(each, f"{path}[{name}]", depth + 1)
    else:
        yield path, value if isinstance(value, str) else json.dumps(value, ensure_ascii=False, default=str)


def _order(old: list[str], new: list[str], fields: dict[str, dict[str, str]]) -> Iterator[Change]:
    blocks = SequenceMatcher(None, old, new, autojunk=False).get_matching_blocks()
    stayed = {id_ for block in blocks for id_ in new[block.b : block.b + block.size]}
    yield from (Change("moved", _field(id_, fields[id_]), Text("次序", "order"), element=id_) for id_ in new if id_ not in stayed)


def _field(id_: str, facts: dict[str, str]) -> Text:
    label = _label(id_, facts)
    return Text(f"字段“{label}”", f"field '{label}'") if id_ else Text("表单", "form")


def _label(id_: str, facts: dict[str, str]) -> str:
    return facts.get("label") or facts.get("text", "")[:40] or id_
