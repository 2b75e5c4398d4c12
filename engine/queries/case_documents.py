"""The documents of a case: which there are already, what each says, and what the archive still lacks."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select

from engine.errors import NotFound, Text
from engine.packages import Document, DocumentField
from engine.queries.case_record import CaseRecord
from engine.queries.visible import visible_case
from engine.store import trail
from engine.store.tables import Person, ProcessInstance, UserTask
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
class SignatureLine:
    """Who completed the user task, and when; both empty while nobody did, for a signature by hand."""

    task: Text
    by: Text = Text("", "")
    at: datetime | None = None


@dataclass(frozen=True, slots=True)
class DocumentPage:
    number: str
    process: Text
    name: Text
    is_assumed: bool
    has_assumed: bool
    fields: tuple[FieldShown, ...]
    signatures: tuple[SignatureLine, ...] = ()

    @property
    def parts(self) -> list[list[FieldShown]]:
        """Fields in their order: those of one value together, each list that has rows by itself."""
        found: list[list[FieldShown]] = []
        for field in self.fields:
            if found and not field.rows and not found[-1][0].rows:
                found[-1].append(field)
            else:
                found.append([field])
        return found


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
        signatures=tuple(line for element in document.signed_by for line in _signatures(tx, case, element)),
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


def _signatures(tx: Tx, case: ProcessInstance, element_id: str) -> list[SignatureLine]:
    """Of the task's last round; an empty line where nobody has completed it."""
    loaded = tx.library.get(case.version_id)
    element = loaded.definition.elements[element_id]
    name = loaded.package.texts.element(element.id, "name", element.name)
    done = select(UserTask, Person.name).outerjoin(Person, Person.id == UserTask.completed_by)
    done = done.where(UserTask.instance_id == case.id, UserTask.element_id == element_id, UserTask.completed_at.is_not(None))
    rows = tx.session.execute(done.order_by(UserTask.completed_at)).all()
    last = max((task.round for task, _ in rows), default=0)
    return [SignatureLine(name, _signer(task, person), task.completed_at) for task, person in rows if task.round == last] or [SignatureLine(name)]


def _signer(task: UserTask, person: str | None) -> Text:
    if not task.is_customer:
        return Text(person or "", person or "")
    if person:
        return Text(f"客户口头答复，{person}代填", f"as the customer said, entered by {person}")
    return Text("客户在线确认", "confirmed online by the customer")


def _cell(record: CaseRecord, row: dict[str, Any], key: str) -> Text:
    return record.words(row.get(key))
