"""What a page needs to show a form: each field with words in both languages, its value as an input holds it, its limits."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from engine.errors import Text
from engine.feel.value_text import value_text
from engine.model.form_filling import Entry, Filling, Level
from engine.model.form_inputs import input_text
from engine.model.form_schema import INPUTS, MANY_OF, ONE_OF, Field, Texts
from engine.model.form_sentences import sentence, shown_text

@dataclass(frozen=True, slots=True)
class FieldView:
    """One field as shown; words are None where the form has none.

    `name`: of the input (phases[0].work). `value`: a string; a checkbox a bool; checklist and taglist a list of strings.
    `options`: (value, label). `limits`: attributes of the input (min, max, step, minlength, maxlength, accept, is_multiple)
    that are set. `children`: of a group its fields, of a dynamic list its rows, each a tuple of fields. `columns`, `rows`: of
    a table. `text`: of text and expression. `canned`: ready texts. A field that is hidden now carries its value on, so that
    nothing typed is lost.
    """

    type: str
    key: str
    name: str
    label: Text | None
    description: Text | None
    help: Text | None
    example: Text | None
    is_required: bool = False
    is_readonly: bool = False
    is_hidden: bool = False
    contact: str = ""
    subtype: str = ""
    value: str | bool | list[str] = ""
    text: Text | None = None
    options: tuple[tuple[str, Text], ...] = ()
    limits: Mapping[str, object] = field(default_factory=dict)
    prefix: Text | None = None
    suffix: Text | None = None
    children: tuple[FieldView, ...] | tuple[tuple[FieldView, ...], ...] = ()
    may_add: bool = False
    may_remove: bool = False
    columns: tuple[Text, ...] = ()
    rows: tuple[tuple[Text, ...], ...] = ()
    canned: tuple[Text, ...] = ()
    properties: Mapping[str, str] = field(default_factory=dict)


class Viewer:
    """Shows one filled form."""

    def __init__(self, filling: Filling, form_id: str, texts: Texts):
        self.filling, self.form_id, self.texts = filling, form_id, texts

    def views(self, level: Level | None = None) -> list[FieldView]:
        return [self._view(entry) for entry in (level or self.filling.root).entries]

    def words(self, owner: Field, what: str, level: Level) -> Text | None:
        """Label, description, text, or a property's words, with values put in."""
        own = getattr(owner, what, "") or owner.properties.get(what, "")
        if not own:
            return Text(owner.key, owner.key) if what == "label" and owner.key else None
        found = self.texts.field(self.form_id, owner.text_key, what, own)
        return sentence(found, lambda expression: self.filling.evaluate(expression, level), self.texts, self.filling.zone)

    def _view(self, entry: Entry) -> FieldView:
        owner, level = entry.field, entry.level
        words = {what: self.words(owner, what, level) for what in ("label", "description", "help", "example", "prefix", "suffix")}
        return FieldView(
            type=owner.type,
            key=owner.key,
            name=entry.name,
            is_required=owner.is_required,
            is_readonly=entry.is_readonly,
            is_hidden=entry.is_hidden,
            contact=owner.contact,
            subtype=owner.subtype,
            properties=owner.properties,
            **words,
            **self._own(entry),
        )

    def _own(self, entry: Entry) -> dict[str, object]:
        """What only this type has."""
        kind = entry.field.type
        if kind == "group":
            return {"children": tuple(self._view(each) for each in entry.children)}
        if kind == "dynamiclist":
            return self._list(entry)
        if kind == "table":
            return self._table(entry)
        if kind == "text":
            return {"text": self.words(entry.field, "text", entry.level)}
        if kind == "expression":
            return {"text": shown_text(entry.value, self.texts, self.filling.zone)}
        return self._input(entry) if kind in INPUTS else {}

    def _input(self, entry: Entry) -> dict[str, object]:
        found = {"value": _raw_value(entry, self.filling.zone), "limits": self._limits(entry)}
        if entry.field.type in (*ONE_OF, *MANY_OF):
            found["options"] = tuple((value_text(each.value), each.label) for each in self.filling.options(entry, self.form_id, self.texts))
        if entry.field.canned and not entry.is_readonly:
            found["canned"] = self._canned(entry)
        return found

    def _canned(self, entry: Entry) -> tuple[Text, ...]:
        """Texts, or contexts with `zh` and `en`."""
        found = self.filling.evaluate(entry.field.canned, entry.level)
        return tuple(_ready_text(each, self.texts) for each in found if each) if isinstance(found, list) else ()

    def _limits(self, entry: Entry) -> dict[str, object]:
        limits, level = entry.field.limits, entry.level
        found = {
            "min": self._number(limits.minimum, level),
            "max": self._number(limits.maximum, level),
            "step": _step(entry.field),
            "minlength": self._number(limits.min_length, level),
            "maxlength": self._number(limits.max_length, level),
            "accept": ",".join(f".{each}" for each in limits.extensions),
            "is_multiple": entry.field.is_multiple,
        }
        return {name: value for name, value in found.items() if value}

    def _list(self, entry: Entry) -> dict[str, object]:
        owner, count = entry.field, len(entry.rows)
        is_free = not (owner.has_fixed_rows or entry.is_readonly)
        most, least = owner.limits.max_count, max(owner.limits.min_count, int(owner.is_required))
        return {
            "children": tuple(tuple(self.views(row)) for row in entry.rows),
            "may_add": is_free and (most is None or count < most),
            "may_remove": is_free and count > least,
        }

    def _table(self, entry: Entry) -> dict[str, object]:
        owner, zone = entry.field, self.filling.zone
        found = self.filling.evaluate(owner.source, entry.level) if owner.source else None
        rows = [each for each in found if isinstance(each, dict)] if isinstance(found, list) else []
        columns = self._columns(entry)
        cells = tuple(tuple(shown_text(row.get(key), self.texts, zone) for key, _ in columns) for row in rows)
        return {"columns": tuple(label for _, label in columns), "rows": cells}

    def _columns(self, entry: Entry) -> list[tuple[str, Text]]:
        owner = entry.field
        if owner.columns_from is None:
            return [(key, self.texts.field(self.form_id, owner.text_key, f"column.{key}", label)) for key, label in owner.columns]
        found = self.filling.evaluate(owner.columns_from, entry.level)
        rows = [each for each in found if isinstance(each, dict)] if isinstance(found, list) else []
        return [(str(each.get("key")), self.texts.value(str(each.get("label") or each.get("key")))) for each in rows]

    def _number(self, setting: object, level: Level) -> str:
        value = self.filling.setting(setting, level)
        return value_text(value) if isinstance(value, Decimal) else ""


def _ready_text(each: object, texts: Texts) -> Text:
    if not isinstance(each, dict):
        return texts.value(value_text(each))
    zh = value_text(each.get("zh"))
    return Text(zh, value_text(each.get("en")) or zh)


def _step(owner: Field) -> str:
    if owner.type != "number":
        return ""
    if owner.limits.step:
        return value_text(owner.limits.step)
    return "any" if owner.limits.digits is None else value_text(Decimal(1).scaleb(-owner.limits.digits))


def _raw_value(entry: Entry, zone: str) -> str | bool | list[str]:
    """What was typed, as typed; else the value as the input writes it."""
    kind = entry.field.type
    if kind == "checkbox":
        return entry.value is True
    if kind in MANY_OF:
        values = entry.raw if entry.raw is not None and not entry.is_readonly else entry.value
        return [value_text(each) for each in values] if isinstance(values, list) else []
    if kind == "filepicker":
        return ""
    if entry.raw is not None and not entry.is_readonly:
        return entry.raw[0] if entry.raw else ""
    return input_text(entry.value, entry.field.subtype, zone)
