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
# What the tables of settings and texts are about, and what is said of them most; other keys name themselves.
_TABLES = {
    "package": Text("流程包", "package"), "number": Text("工单编号", "case number"), "case": Text("工单", "case"), "groups": Text("小组", "groups"),
    "type": Text("类型", "type"), "status": Text("状态", "status"), "clock": Text("时限", "clock"), "case_message": Text("给工单的消息", "message to the case"),
    "message": Text("消息模板", "message template"), "channels": Text("渠道", "channels"), "register": Text("登记表", "register"),
    "retention": Text("保存期限", "retention"), "customer_page": Text("客户页面", "customer page"), "stage": Text("阶段", "stage"),
    "element": Text("元素", "element"), "form": Text("表单", "form"), "decision": Text("决策表", "table"), "document": Text("文书", "document"),
    "value": Text("选项的译文", "translated value"), "column": Text("列的译文", "translated column"), "step": Text("步骤", "step"),
}  # fmt: skip
_KEYS_SAID = {
    "name": Text("名称", "name"), "label": Text("标签", "label"), "title": Text("标题", "title"), "text": Text("文字", "text"), "summary": Text("简介", "summary"),
    "documentation": Text("说明", "documentation"), "description": Text("说明", "description"), "public_text": Text("客户看到的说明", "what the customer reads"),
    "submit_label": Text("提交按钮", "submit button"), "owner": Text("负责人", "owner"), "is_public": Text("对客户公开", "open to customers"),
    "limits": Text("时限表", "table of limits"), "by": Text("由谁", "by"), "at": Text("时间", "at"), "pattern": Text("格式", "pattern"),
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
    yield from compared(_place(place), _KEYS_SAID, {name: old}, {name: new}, place)


def _place(path: str) -> Text:
    """`clock[respond]` is the clock 'respond'."""
    if not path:
        return Text("文件", "file")
    table, _, rest = path.replace("[", ".", 1).partition(".")
    said, name = _TABLES.get(table, Text(table, table)), rest.replace("]", "", 1)
    return Text(f"{said.zh}“{name}”", f"{said.en} '{name}'") if name else said


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
