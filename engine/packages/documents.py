"""documents.toml: the papers of a procedure, each a list of what a case holds; assumed fields are told apart."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from engine.errors import Text
from engine.packages.record_of import read_of
from engine.packages.texts import Texts
from engine.packages.toml_reading import Table

_MAX_DOCUMENTS = 60
_MAX_FIELDS = 80


@dataclass(frozen=True, slots=True)
class DocumentColumn:
    """`key`: of each context in the field's list."""

    label: Text
    key: str


@dataclass(frozen=True, slots=True)
class DocumentField:
    """`of`: a fact of the case (number, customer, status, ...) or, with `=`, FEEL over its variables.

    `is_assumed`: the procedure's own source doesn't name it; the print says so. `is_required`: without it the archive isn't complete.
    """

    label: Text
    of: str
    is_assumed: bool = False
    is_required: bool = False
    columns: tuple[DocumentColumn, ...] = ()


@dataclass(frozen=True, slots=True)
class Document:
    """`after`: elements of which one must have completed in the case; empty: there from the start.

    `signed_by`: user tasks whose completion is a signature; until then the print has a line to sign on.
    """

    id: str
    name: Text
    after: tuple[str, ...]
    fields: tuple[DocumentField, ...]
    is_assumed: bool = False
    signed_by: tuple[str, ...] = ()


def read_documents(file: Table, texts: Texts) -> tuple[Document, ...]:
    """What is wrong becomes reasons of the file."""
    read = tuple(_document(each, texts) for each in file.tables("document")[:_MAX_DOCUMENTS])
    file.done()
    for id_ in {each.id for each in read if [other.id for other in read].count(each.id) > 1}:
        file.problems.add(id_, "id", f"“{id_}”出现了两次。", f"'{id_}' occurs twice.")
    return read


def texts_of(document: Document) -> Iterator[tuple[str, ...]]:
    """Where English is wanted: `[document.<id>]` name and `[document.<id>.label]` by the Chinese label."""
    yield ("document", document.id, "name")
    for field in document.fields:
        yield ("document", document.id, "label", field.label.zh)
        yield from (("document", document.id, "label", column.label.zh) for column in field.columns)


def _document(table: Table, texts: Texts) -> Document:
    id_ = table.text("id")
    read = Document(
        id=id_,
        name=texts.text(("document", id_, "name"), table.text("name")),
        after=_elements(table, "after"),
        fields=tuple(_field(each, id_, texts) for each in table.tables("fields")[:_MAX_FIELDS]),
        is_assumed=table.flag("assumed"),
        signed_by=_elements(table, "signed_by"),
    )
    if not read.fields:
        table.problems.add(id_, "fields", "单据至少要有一个字段。", "A document needs at least one field.")
    table.done()
    return read


def _elements(table: Table, key: str) -> tuple[str, ...]:
    """One element or several."""
    named = table.plain(key, [])
    return tuple([named] if isinstance(named, str) else named if isinstance(named, list) else ())


def _field(table: Table, document_id: str, texts: Texts) -> DocumentField:
    read = DocumentField(
        label=_label(table, document_id, texts),
        of=read_of(table),
        is_assumed=table.flag("assumed"),
        is_required=table.flag("required"),
        columns=tuple(_column(each, document_id, texts) for each in table.tables("columns")),
    )
    table.done()
    return read


def _column(table: Table, document_id: str, texts: Texts) -> DocumentColumn:
    read = DocumentColumn(_label(table, document_id, texts), table.text("of"))
    table.done()
    return read


def _label(table: Table, document_id: str, texts: Texts) -> Text:
    label = table.text("label")
    return texts.text(("document", document_id, "label", label), label)
