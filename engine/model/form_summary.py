"""What was filled in, line by line, for reading: labels as people saw them, chosen options by their labels."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from engine.errors import Text
from engine.feel.value_text import value_text
from engine.model.form_schema import KEYED, Field, Texts, flat
from engine.model.form_sentences import parts, shown_text


def summary(form_id: str, fields: tuple[Field, ...], values: Mapping[str, object], texts: Texts, zone: str) -> list[tuple[Text, Text]]:
    """Label and value of every field that holds something, in the form's order; an empty zone shows moments in their own."""
    return list(_lines(form_id, fields, values, texts, zone))


def _lines(form_id: str, fields: tuple[Field, ...], values: Mapping[str, object], texts: Texts, zone: str) -> Iterator[tuple[Text, Text]]:
    for each in flat(fields):
        value = values.get(each.key) if each.type in KEYED else None
        label = _label(form_id, each, texts)
        if each.type == "dynamiclist":
            for number, row in enumerate(value if isinstance(value, list) else [], start=1):
                inner = _lines(form_id, each.fields, row if isinstance(row, dict) else {}, texts, zone)
                yield from ((Text(f"{label.zh} {number} · {name.zh}", f"{label.en} {number} · {name.en}"), shown) for name, shown in inner)
        elif value not in (None, "", []):
            yield label, _value(form_id, each, value, texts, zone)


def _label(form_id: str, owner: Field, texts: Texts) -> Text:
    """Words with values in them can't be filled in again later: the key stands for such a label."""
    is_plain = owner.label and all(isinstance(part, str) for part in parts(owner.label))
    return texts.field(form_id, owner.text_key, "label", owner.label) if is_plain else Text(owner.key, owner.key)


def _value(form_id: str, owner: Field, value: object, texts: Texts, zone: str) -> Text:
    labels = {value_text(each.value): each.label.zh for each in owner.options}
    chosen = value if isinstance(value, list) else [value]
    if owner.options_from is not None and all(isinstance(each, str) for each in chosen):
        labels = dict.fromkeys(chosen)
    if not labels or not all(value_text(each) in labels for each in chosen):
        return shown_text(value, texts, zone)
    words = [texts.option(form_id, owner.key, value_text(each), labels[value_text(each)]) for each in chosen]
    return Text("、".join(each.zh for each in words), ", ".join(each.en for each in words))
