"""Which columns a table may have whose lines begin cases: the fields of the start's form, by their labels or keys."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from engine.errors import NotFound, Refused, Text
from engine.model.csv_rows import CsvLine
from engine.model.form_schema import INPUTS, MANY_OF, flat
from engine.queries import start_form
from engine.queries.visible import newest_versions
from engine.store.transaction import Tx

_SEPARATORS = "；;、|"
_YES = ("是", "有", "√", "yes", "true", "1", "y")


@dataclass(frozen=True, slots=True)
class ImportColumn:
    """One field a line may fill. `options`: the values it takes, where they are fixed."""

    key: str
    type: str
    label: Text
    is_required: bool
    options: tuple[str, ...]
    example: str


@dataclass(frozen=True, slots=True)
class ImportForm:
    """`name`: of the procedure."""

    package_id: str
    name: Text
    columns: tuple[ImportColumn, ...]

    def typed(self, line: CsvLine) -> dict[str, list[str]]:
        """The line as a browser would send the form."""
        by_word = {word: column for column in self.columns for word in (column.key, column.label.zh, column.label.en)}
        return {column.key: _values(column, cell) for word, cell in line.cells.items() if (column := by_word.get(word)) is not None}

    def check(self, head: list[str]) -> None:
        """Raises Refused for a head with a word that names no field: what it holds would be lost without a word."""
        known = {word for column in self.columns for word in (column.key, column.label.zh, column.label.en)}
        if unknown := [word for word in head if word not in known]:
            listed = "、".join(unknown), ", ".join(unknown)
            raise Refused("unknown_column", Text(f"不认识的列：{listed[0]}。请按模板命名。", f"Unknown columns: {listed[1]}. Name them as in the template."))

    def label(self, name: str) -> Text:
        return next((column.label for column in self.columns if column.key == name), Text(name, name))


def import_form(tx: Tx, package_id: str) -> ImportForm:
    """Raises NotFound for customers, and for a package the actor may not start or whose start has no form."""
    if not tx.actor.is_staff:
        raise NotFound("package")
    named = start_form.start_form(tx, package_id).name
    loaded = tx.library.get(newest_versions(tx)[package_id])
    start = next(loaded.definition.elements[id_] for id_ in loaded.definition.start_events if loaded.definition.elements[id_].event is None)
    form, texts = loaded.package.forms.get(start.form_id), loaded.package.texts
    if form is None:
        raise NotFound("form")
    fields = [field for field in flat(form.fields) if field.type in INPUTS and field.type != "filepicker"]
    return ImportForm(package_id, named, tuple(_column(form.id, field, texts) for field in fields))


def _column(form_id: str, field: Any, texts: Any) -> ImportColumn:
    options = tuple(str(option.value) for option in field.options)
    label = texts.field(form_id, field.text_key, "label", field.label or field.key)
    return ImportColumn(field.key, field.type, label, field.is_required, options, field.properties.get("example", "") or next(iter(options), ""))


def _values(column: ImportColumn, cell: str) -> list[str]:
    if column.type == "checkbox":
        return ["true"] if cell.lower() in _YES else []
    if column.type not in MANY_OF:
        return [cell]
    parts = [cell]
    for separator in _SEPARATORS:
        parts = [piece for part in parts for piece in part.split(separator)]
    return [part.strip() for part in parts if part.strip()]
