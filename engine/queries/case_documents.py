"""The documents of a case: which there are already, what each says, and what the archive still lacks."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from engine.errors import NotFound, Text
from engine.packages import Document, DocumentField
from engine.queries.case_record import CaseRecord
from engine.queries.visible import visible_case
from engine.store import trail
from engine.store.tables import ProcessInstance
from engine.store.transaction import Tx


@dataclass(frozen=True, slots=True)
class DocumentLine:
    """One document of the procedure, as the case's page lists it. `is_there`: its element has completed."""

    id: str
    name: Text
    is_there: bool


@dataclass(frozen=True, slots=True)
class FieldShown:
    """`value` for people; a list of contexts as `columns` and `rows` instead."""

    label: Text
    value: Text
    is_assumed: bool
    columns: tuple[Text, ...] = ()
    rows: tuple[tuple[Text, ...], ...] = ()


@dataclass(frozen=True, slots=True)
class DocumentPage:
    number: str
    process: Text
    name: Text
    is_assumed: bool
    has_assumed: bool
    fields: tuple[FieldShown, ...]


def lines(tx: Tx, case: ProcessInstance) -> list[DocumentLine]:
    """Every document of the case's version, in the order of its file."""
    documents = _documents(tx, case)
    completed = _completed(tx, case) if documents else set()
    return [DocumentLine(each.id, each.name, _is_there(each, completed)) for each in documents]


def document_page(tx: Tx, business_key: str, document_id: str) -> DocumentPage:
    """Raises NotFound: no such case, not the actor's to see, no such document, or nothing has been written on it yet."""
    case = visible_case(tx, business_key)
    document = next((each for each in _documents(tx, case) if each.id == document_id), None)
    if document is None or not _is_there(document, _completed(tx, case)):
        raise NotFound("document")
    record = CaseRecord(tx, case)
    fields = tuple(_shown(record, each) for each in document.fields)
    return DocumentPage(
        number=case.business_key,
        process=tx.library.get(case.version_id).package.name,
        name=document.name,
        is_assumed=document.is_assumed,
        has_assumed=document.is_assumed or any(each.is_assumed for each in fields),
        fields=fields,
    )


def _documents(tx: Tx, case: ProcessInstance) -> tuple[Document, ...]:
    return tx.library.get(case.version_id).package.documents


def _completed(tx: Tx, case: ProcessInstance) -> set[str]:
    kinds = ("element_completed", "case_started", "values_entered")
    return {entry.element_id for entry in trail.headings(tx, case.id) if entry.kind in kinds and entry.element_id}


def _is_there(document: Document, completed: set[str]) -> bool:
    return not document.after or any(each in completed for each in document.after)


def _shown(record: CaseRecord, field: DocumentField) -> FieldShown:
    value = record.value(field.of)
    if not field.columns:
        return FieldShown(field.label, record.words(value), field.is_assumed)
    rows = [each for each in value if isinstance(each, dict)] if isinstance(value, list) else []
    return FieldShown(
        label=field.label,
        value=Text("", ""),
        is_assumed=field.is_assumed,
        columns=tuple(column.label for column in field.columns),
        rows=tuple(tuple(_cell(record, row, column.key) for column in field.columns) for row in rows),
    )


def _cell(record: CaseRecord, row: dict[str, Any], key: str) -> Text:
    return record.words(row.get(key))
