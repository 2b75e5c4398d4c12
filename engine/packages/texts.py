"""What people read of a package in other languages: Chinese stands in diagram, forms and settings, the rest in texts/."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from engine.errors import Text

ENGLISH = "texts/en.toml"


class Texts:
    """Looks up the English of a Chinese text by where it stands; what isn't translated stays as it is."""

    def __init__(self, english: Mapping[tuple[str, ...], str] | None = None):
        self._english = dict(english or {})

    @classmethod
    def read(cls, tables: Mapping[str, Any]) -> Texts:
        """Of the tables of texts/en.toml; values that aren't text are for `checks` to name."""
        return cls(dict(flatten(tables)))

    def text(self, path: tuple[str, ...], zh: str) -> Text:
        return Text(zh, self._english.get(path) or zh)

    def element(self, element_id: str, what: str, zh: str) -> Text:
        """`what`: name, public_text, submit_label, documentation."""
        return self.text(("element", element_id, what), zh)

    def flow(self, flow_id: str, zh: str) -> Text:
        return self.text(("flow", flow_id, "name"), zh)

    def field(self, form_id: str, key: str, what: str, zh: str) -> Text:
        """`key`: of a field, with its list's before it (`helpers.person`), or the id of a text or group; `what`: label,
        description, example, help, text, column.<key>."""
        return self.text(("form", form_id, key, *what.split(".", 1)), zh)

    def option(self, form_id: str, key: str, value: str, zh: str | None = None) -> Text:
        zh = value if zh is None else zh
        english = self._english.get(("form", form_id, key, "option", value)) or self._english.get(("value", value))
        return Text(zh, english or zh)

    def value(self, zh: str) -> Text:
        """A word of the procedure wherever it stands: a type, a priority, a status, a rating."""
        return self.text(("value", zh), zh)

    def column(self, zh: str) -> Text:
        """What a column of a decision table is called; a word of the procedure has its English already."""
        return Text(zh, self._english.get(("column", zh)) or self.value(zh).en)

    def decision(self, decision_id: str, zh: str) -> Text:
        return self.text(("decision", decision_id, "name"), zh)

    def clock(self, name: str, zh: str) -> Text:
        return self.text(("clock", name), zh)

    def stage(self, number: int, zh: str) -> Text:
        return self.text(("stage", str(number)), zh)

    def has(self, path: tuple[str, ...]) -> bool:
        return bool(self._english.get(path))

    @property
    def paths(self) -> frozenset[tuple[str, ...]]:
        return frozenset(self._english)


def flatten(tables: Mapping[str, Any], path: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], str]]:
    for key, value in tables.items():
        if isinstance(value, dict):
            yield from flatten(value, (*path, key))
        elif isinstance(value, str):
            yield (*path, key), value
