"""A form being filled: every field with what was typed or is known, which are hidden or read-only, and what FEEL sees.

FEEL in a form sees the form's own values first (of the row, then of the rows around it, then of the form; a hidden field
is empty), then the case's variables and read-only names.
"""

from __future__ import annotations

import re
from collections import ChainMap
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from engine.errors import Text
from engine.feel import Expression, FeelLimitExceeded
from engine.feel.value_text import value_text
from engine.model.form_inputs import Wrong, empty_value, typed_value
from engine.model.form_schema import INPUTS, MANY_OF, ONE_OF, Field, Option, Texts
from engine.model.masking import mask_contact, mask_name

MAX_ROWS = 200
SETTLING = 10
"""How often conditions that depend on each other are asked again."""

Typed = Mapping[str, Sequence[str]]


@dataclass(slots=True)
class Entry:
    """One field of one level. `name`: of its input, such as phases[0].work; `raw`: what was typed, None if nothing was sent."""

    field: Field
    name: str
    level: Level
    raw: list[str] | None = None
    value: object = None
    fault: Text | None = None
    is_hidden: bool = False
    is_readonly: bool = False
    known: object = None
    children: list[Entry] = field(default_factory=list)
    rows: list[Level] = field(default_factory=list)


@dataclass(slots=True)
class Level:
    """The form itself, or one row of a dynamic list."""

    prefix: str
    known: Mapping[str, object]
    outer: Level | None = None
    index: int = 0
    entries: list[Entry] = field(default_factory=list)

    def all_entries(self) -> Iterator[Entry]:
        """Of this level, groups opened."""
        open_entries = list(reversed(self.entries))
        while open_entries:
            entry = open_entries.pop()
            yield entry
            open_entries.extend(reversed(entry.children))

    def values(self) -> dict[str, object]:
        """By key; a hidden field is empty, a list holds its rows."""
        return {entry.field.key: _current(entry) for entry in self.all_entries() if entry.field.key}


class Filling:
    """The fields with their values, settled: conditions and computed fields agree with each other."""

    def __init__(self, fields: tuple[Field, ...], scope: Mapping[str, object], now: datetime, zone: str):
        self.fields, self.scope, self.now, self.zone = fields, scope, now, zone
        self.root = Level("", scope)
        self._values: dict[int, dict[str, object]] = {}

    def with_typed(self, typed: Typed, *, keeps_known: bool = False) -> Filling:
        """What a browser sent. `keeps_known`: fields that weren't sent show what is known (a draft), else they are empty."""
        self._typed, self._keeps_known = typed, keeps_known
        self._fill(self.root, self.fields)
        return self._settled()

    def with_known(self, values: Mapping[str, object]) -> Filling:
        """Values and variables as they are, defaults where there is none."""
        self._typed, self._keeps_known = None, True
        self.root.known = ChainMap(dict(values), self.scope)
        self._fill(self.root, self.fields)
        return self._settled()

    def entries(self, level: Level | None = None) -> Iterator[Entry]:
        """All of them, rows opened."""
        for entry in (level or self.root).all_entries():
            yield entry
            for row in entry.rows:
                yield from self.entries(row)

    def let_go(self) -> None:
        """It is not needed any more: levels and entries refer to each other, and would wait for the garbage collector."""
        self.root.entries = []

    def evaluate(self, expression: Expression, level: Level) -> object:
        """None where the expression fails: a form never breaks on a variable that isn't there yet."""
        try:
            return expression.evaluate(self._seen(level), now=self.now, zone=self.zone).value
        except FeelLimitExceeded:
            return None

    def setting(self, setting: object, level: Level) -> object:
        return self.evaluate(setting, level) if isinstance(setting, Expression) else setting

    def options(self, entry: Entry, form_id: str, texts: Texts) -> list[Option]:
        """The choices now, with their labels."""
        owner = entry.field
        if owner.options_from is None:
            return [
                Option(each.value, texts.option(form_id, owner.key, value_text(each.value), each.label.zh)) for each in owner.options
            ]
        found = self.evaluate(owner.options_from, entry.level)
        return [_option(each, texts) for each in found if each is not None] if isinstance(found, list) else []

    def _fill(self, level: Level, fields: tuple[Field, ...]) -> None:
        level.entries = [self._entry(each, level) for each in fields]

    def _entry(self, owner: Field, level: Level) -> Entry:
        entry = Entry(owner, f"{level.prefix}{owner.key or owner.id}", level)
        if owner.type == "group":
            entry.children = [self._entry(each, level) for each in owner.fields]
        elif owner.type == "dynamiclist":
            self._add_rows(entry)
        elif owner.type in INPUTS:
            entry.known = level.known.get(owner.key, owner.default)
            entry.raw = self._raw(entry)
            self._read(entry)
        return entry

    def _raw(self, entry: Entry) -> list[str] | None:
        if self._typed is None:
            return None
        sent = self._typed.get(entry.name)
        is_unticked = sent is None and entry.field.type in ("checkbox", "radio", *MANY_OF)
        if sent is None and self._keeps_known and not is_unticked:
            return None
        return list(sent or ())

    def _read(self, entry: Entry) -> None:
        """The value, as far as it can be one; a fault is kept for the validator."""
        if entry.raw is None:
            entry.value = entry.known if entry.known is not None else empty_value(entry.field)
            return
        try:
            entry.value = typed_value(entry.field, entry.raw, self.zone)
        except Wrong as fault:
            entry.value, entry.fault = empty_value(entry.field), fault.text
        if entry.field.options:
            entry.value = _chosen(entry)
        if entry.field.contact and isinstance(entry.value, str) and entry.value != entry.known:
            entry.value = masked_contact(entry.field.contact, entry.value)

    def _add_rows(self, entry: Entry) -> None:
        known = entry.level.known.get(entry.field.key)
        known_rows = known if isinstance(known, list) else []
        for index in self._row_numbers(entry, len(known_rows)):
            values = known_rows[index] if index < len(known_rows) and isinstance(known_rows[index], dict) else {}
            row = Level(f"{entry.name}[{index}].", values, entry.level, index)
            self._fill(row, entry.field.fields)
            entry.rows.append(row)

    def _row_numbers(self, entry: Entry, known: int) -> list[int]:
        if self._typed is None:
            return list(range(min(known or entry.field.default_rows, MAX_ROWS)))
        begin = re.compile(re.escape(entry.name) + r"\[(\d{1,4})\]")
        found = {int(match[1]) for name in self._typed if (match := begin.match(name))}
        return sorted(found)[:MAX_ROWS]

    def _settled(self) -> Filling:
        for _ in range(SETTLING):
            self._values.clear()
            if not self._settle(self.root, is_hidden=False):
                break
        self._values.clear()
        return self

    def _settle(self, level: Level, is_hidden: bool) -> bool:
        """Ask every condition of a level once; whether anything changed."""
        changes = [self._settle_entry(entry, is_hidden) for entry in level.entries]
        return any(changes)

    def _settle_entry(self, entry: Entry, is_outer_hidden: bool) -> bool:
        owner, before = entry.field, (entry.is_hidden, entry.is_readonly, entry.value)
        entry.is_hidden = is_outer_hidden or (owner.hide is not None and self.evaluate(owner.hide, entry.level) is True)
        entry.is_readonly = self.setting(owner.is_readonly, entry.level) is True
        if owner.type == "expression" and owner.source:
            entry.value = self.evaluate(owner.source, entry.level)
        elif entry.is_readonly and owner.type in INPUTS:
            entry.value, entry.fault = entry.known if entry.known is not None else empty_value(owner), None
        inside = [self._settle_entry(each, entry.is_hidden) for each in entry.children]
        inside += [self._settle(row, entry.is_hidden) for row in entry.rows]
        return any(inside) or before != (entry.is_hidden, entry.is_readonly, entry.value)

    def _seen(self, level: Level) -> Mapping[str, object]:
        maps, each = [], level
        while each is not None:
            maps.append(self._values_of(each))
            each = each.outer
        return ChainMap(*maps, self.scope)


    def _values_of(self, level: Level) -> dict[str, object]:
        """Collected once per pass: with many rows, collecting them for each condition would take the square of their number."""
        if id(level) not in self._values:
            self._values[id(level)] = level.values()
        return self._values[id(level)]


def masked_contact(kind: str, raw: str) -> str:
    """The mask under which a contact field's value is kept."""
    return mask_name(raw) if kind == "name" else mask_contact(raw)


def _current(entry: Entry) -> object:
    if entry.is_hidden:
        return empty_value(entry.field)
    if entry.field.type == "dynamiclist":
        return [row.values() for row in entry.rows]
    return entry.value


def _chosen(entry: Entry) -> object:
    """The values that the typed words stand for; words that no option has stay, for the validator to refuse."""
    values = {value_text(each.value): each.value for each in entry.field.options}
    if entry.field.type in ONE_OF:
        return values.get(entry.value, entry.value)
    return [values.get(each, each) for each in entry.value]


def _option(each: object, texts: Texts) -> Option:
    if not isinstance(each, dict):
        return Option(each, texts.value(value_text(each)))
    value, label = each.get("value"), each.get("label")
    if isinstance(label, dict):
        zh = value_text(label.get("zh") or value)
        return Option(value, Text(zh, value_text(label.get("en") or zh)))
    return Option(value, texts.value(value_text(label if label is not None else value)))
