"""What differs between two files of decision tables: hit policy, columns, and rule by rule each cell."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from lxml import etree

from engine.errors import Text
from engine.packages.change import LONGEST, Change, compared

_FACTS = {"name": Text("名称", "name"), "description": Text("说明", "description"), "hitPolicy": Text("命中策略", "hit policy"),
          "aggregation": Text("汇总", "aggregation"), "literalExpression": Text("表达式", "expression")}  # fmt: skip
_PARSER = {"resolve_entities": False, "no_network": True, "huge_tree": False, "remove_comments": True, "remove_pis": True}


@dataclass(frozen=True)
class _Table:
    name: str
    facts: dict[str, str]
    columns: tuple[str, ...]
    rules: tuple[tuple[str, ...], ...]
    ids: tuple[str, ...]


def table_changes(before: bytes, after: bytes) -> list[Change]:
    """Of two files that both can be read; else one change that says so."""
    try:
        old, new = _read(before), _read(after)
    except etree.XMLSyntaxError:
        return [Change("changed", Text("整个文件", "the whole file"), Text("XML 无法读取", "XML can't be read"))]
    gone = [Change("removed", _where(table), before=table.name, element=id_) for id_, table in old.items() if id_ not in new]
    came = [Change("added", _where(table), after=table.name, element=id_) for id_, table in new.items() if id_ not in old]
    return [*gone, *came, *(change for id_ in new if id_ in old for change in _changed(id_, old[id_], new[id_]))]


def _changed(id_: str, old: _Table, new: _Table) -> Iterator[Change]:
    yield from compared(_where(new), _FACTS, old.facts, new.facts, id_)
    yield from _columns(id_, old, new)
    pairs = dict(_paired(old, new))
    for place, rule in enumerate(new.rules):
        if place not in pairs.values():
            yield Change("added", _where(new), _rule(place), after=_line(rule), element=id_)
    for place, rule in enumerate(old.rules):
        if place not in pairs:
            yield Change("removed", _where(new), _rule(place), before=_line(rule), element=id_)
            continue
        yield from _cells(id_, new, pairs[place], dict(zip(old.columns, rule, strict=False)), dict(zip(new.columns, new.rules[pairs[place]], strict=False)))


def _columns(id_: str, old: _Table, new: _Table) -> Iterator[Change]:
    for name in old.columns:
        if name not in new.columns:
            yield Change("removed", _where(new), Text(f"列“{name}”", f"column '{name}'"), before=name, element=id_)
    for name in new.columns:
        if name not in old.columns:
            yield Change("added", _where(new), Text(f"列“{name}”", f"column '{name}'"), after=name, element=id_)


def _cells(id_: str, table: _Table, place: int, old: dict[str, str], new: dict[str, str]) -> Iterator[Change]:
    for column in table.columns:
        if column in old and old[column] != new[column]:
            what = Text(f"规则 {place + 1} · {column}", f"rule {place + 1} · {column}")
            yield Change("changed", _where(table), what, old[column][:LONGEST] or "-", new[column][:LONGEST] or "-", id_)


def _paired(old: _Table, new: _Table) -> Iterator[tuple[int, int]]:
    """Places of the rules that are the same rule: by id, else by what they say."""
    by_id = {id_: place for place, id_ in enumerate(new.ids) if id_}
    paired = {place: by_id[id_] for place, id_ in enumerate(old.ids) if id_ in by_id}
    yield from paired.items()
    left_old = [place for place in range(len(old.rules)) if place not in paired]
    left_new = [place for place in range(len(new.rules)) if place not in paired.values()]
    matcher = SequenceMatcher(None, [old.rules[place] for place in left_old], [new.rules[place] for place in left_new], autojunk=False)
    for tag, a, a_end, b, b_end in matcher.get_opcodes():
        if tag in ("equal", "replace"):
            yield from zip(left_old[a:a_end], left_new[b:b_end], strict=False)


def _read(xml: bytes) -> dict[str, _Table]:
    root = etree.fromstring(xml, etree.XMLParser(**_PARSER))
    return {node.get("id", ""): _table(node) for node in root.iterchildren("{*}decision")}


def _table(decision: etree._Element) -> _Table:
    facts = {"name": decision.get("name", ""), "description": _text(decision, "{*}description"), "literalExpression": _text(decision, "{*}literalExpression/{*}text")}
    table = decision.find("{*}decisionTable")
    if table is None:
        return _Table(facts["name"], facts, (), (), ())
    facts |= {"hitPolicy": table.get("hitPolicy", "UNIQUE"), "aggregation": table.get("aggregation", "")}
    columns = [node.get("label") or _text(node, "{*}inputExpression/{*}text") for node in table.iterchildren("{*}input")]
    columns += [node.get("label") or node.get("name") or facts["name"] for node in table.iterchildren("{*}output")]
    rules = list(table.iterchildren("{*}rule"))
    cells = [tuple(_text(cell, "{*}text") for cell in rule.iterchildren("{*}inputEntry", "{*}outputEntry")) for rule in rules]
    return _Table(facts["name"], facts, tuple(_distinct(columns)), tuple(cells), tuple(rule.get("id", "") for rule in rules))


def _distinct(names: Sequence[str]) -> Iterator[str]:
    """Two columns of one name would hide each other."""
    for place, name in enumerate(names):
        yield name if names.index(name) == place else f"{name} ({place + 1})"


def _text(node: etree._Element, path: str) -> str:
    return (node.findtext(path) or "").strip()


def _where(table: _Table) -> Text:
    return Text(f"决策表“{table.name}”", f"table '{table.name}'")


def _rule(place: int) -> Text:
    return Text(f"规则 {place + 1}", f"rule {place + 1}")


def _line(cells: Sequence[str]) -> str:
    return " | ".join(cell or "-" for cell in cells)[:LONGEST]
