"""One case as staff see it: its head, clocks, stages, open tasks, thread, files, contacts and what was filled in."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sqlalchemy import select

from engine.errors import Text
from engine.model import permissions
from engine.queries import case_answers, case_deliveries, case_documents, case_stages, case_tasks, case_thread, clock_faces, linked_cases
from engine.queries.case_answers import FilledForm
from engine.queries.case_completeness import Have, haves
from engine.queries.case_deliveries import Recipient
from engine.queries.case_documents import DocumentLine
from engine.queries.case_rows import CaseRow, hour_of, rows_of
from engine.queries.case_stages import StageView
from engine.queries.case_tasks import TaskView
from engine.queries.case_thread import AttachmentView, MessageView
from engine.queries.clock_faces import ClockFace
from engine.queries.scoring_room import ScoringRoom, scoring_room
from engine.queries.linked_cases import LinkedCase
from engine.queries.visible import facts_of, visible_case
from engine.store import case_numbers, case_reads, cases, customers
from engine.store.tables import CaseRead, Contact, Department, Incident, PackageVersion, Person, ProcessInstance
from engine.store.transaction import Tx


@dataclass(frozen=True, slots=True)
class ContactView:
    """What may be shown of contact data: its kind and its mask."""

    kind: str
    mask: str


@dataclass(frozen=True, slots=True)
class CasePage:
    """`compared_at`: tasks at which like cases are looked for. `seen`: the length of its trail, by which a page asks for news. `head`: the case's line of a list. `verbs`: messages staff may send to it (withdraw, reject ...). `is_read`: this
    hour's look is written down already."""

    head: CaseRow
    facts: list[tuple[Text, str | Text]]
    process: Text
    version: int
    clocks: list[ClockFace]
    stages: list[StageView]
    completeness: list[Have]
    tasks: list[TaskView]
    messages: list[MessageView]
    attachments: list[AttachmentView]
    contacts: list[ContactView]
    answers: list[FilledForm]
    documents: list[DocumentLine]
    incidents: list[Text]
    verbs: list[tuple[str, Text]]
    linked: list[LinkedCase]
    recipient: Recipient | None
    scoring: ScoringRoom | None
    compared_at: tuple[str, ...]
    seen: int
    may_write: bool
    may_read_trail: bool
    is_read: bool
    readers: list[str]


def case_page(tx: Tx, business_key: str) -> CasePage:
    """Raises NotFound when there is no such case, or it is not the actor's to see."""
    case = visible_case(tx, business_key)
    loaded, seen = tx.library.get(case.version_id), facts_of(tx, case)
    return CasePage(
        head=rows_of(tx, [(case, None)])[0],
        facts=_facts(tx, case),
        process=loaded.package.name,
        version=tx.session.get_one(PackageVersion, case.version_id).number,
        clocks=clock_faces.explained(tx, case),
        stages=case_stages.stages(tx, case),
        completeness=haves(tx, case),
        tasks=case_tasks.open_tasks(tx, case, seen),
        messages=case_thread.messages(tx, case),
        attachments=case_thread.attachments(tx, case),
        contacts=_contacts(tx, case),
        answers=case_answers.filled_forms(tx, case),
        documents=case_documents.lines(tx, case),
        incidents=_incidents(tx, case),
        verbs=_verbs(tx, loaded, seen),
        linked=linked_cases.linked_cases(tx, case),
        recipient=case_deliveries.recipient(tx, case) if customers.are_told(case, loaded.definition) and permissions.may_send_to_customer(tx.actor, seen) else None,
        scoring=scoring_room(tx, case),
        compared_at=loaded.package.settings.similar.at if loaded.package.settings.similar else (),
        seen=case.trail_length,
        may_write=permissions.may_add_note(tx.actor, seen),
        may_read_trail=permissions.may_read_trail(tx.actor, seen),
        readers=_readers(tx, case),
        is_read=not tx.actor.is_staff or case_reads.is_noted(tx, case.id),
    )


def _facts(tx: Tx, case: ProcessInstance) -> list[tuple[Text, str | Text]]:
    """Names and values of the case's own columns, those that are set."""
    package = tx.library.get(case.version_id).package
    texts, settings = package.texts, package.settings
    department = tx.session.get(Department, case.department_id) if case.department_id else None
    starter = tx.session.get(Person, case.started_by) if case.started_by else None
    pairs: list[tuple[Text, Any]] = [
        (Text("客户", "Customer"), case.customer_mask),
        (Text("客户编号", "Customer number"), case_numbers.customer_number(tx, case) if settings.customer_number else None),
        (Text("当日流水号", "Serial of the day"), str(case_numbers.day_serial(tx, case) or "") if settings.has_day_serial else None),
        (Text("类型", "Type"), texts.value(case.type_value) if case.type_value else None),
        (Text("优先级", "Priority"), texts.value(case.priority_value) if case.priority_value else None),
        (Text("渠道", "Channel"), texts.value(case.channel_value) if case.channel_value else None),
        (Text("责任部门", "Department"), Text(department.name_zh, department.name_en) if department else None),
        (Text("满意度", "Satisfaction"), texts.value(case.satisfaction_value) if case.satisfaction_value else None),
        (Text("登记人", "Entered by"), starter.name if starter else None),
    ]
    return [(name, value) for name, value in pairs if value]


def _contacts(tx: Tx, case: ProcessInstance) -> list[ContactView]:
    mine = Contact.instance_id == case.id
    theirs = Contact.customer_id == case.customer_id if case.customer_id else mine
    rows = tx.session.scalars(select(Contact).where(mine | theirs).order_by(Contact.created_at))
    number = case_numbers.customer_number(tx, case) if tx.library.get(case.version_id).package.settings.customer_number else None
    return list(dict.fromkeys(ContactView(row.kind, row.mask if row.kind == "name" else number or row.mask) for row in rows))


def _incidents(tx: Tx, case: ProcessInstance) -> list[Text]:
    rows = select(Incident).where(Incident.instance_id == case.id, Incident.resolved_at.is_(None)).order_by(Incident.raised_at)
    return [Text(row.text_zh, row.text_en) for row in tx.session.scalars(rows)]


def _verbs(tx: Tx, loaded: Any, seen: Any) -> list[tuple[str, Text]]:
    """Only what the case waits for now: a change request while the plan is carried out, for instance."""
    messages, awaited = loaded.package.settings.case_messages, cases.awaited_messages(tx, seen.id)
    return [(each.name, each.label) for each in messages if each.name in awaited and permissions.may_send(tx.actor, seen, each.by)]


def _readers(tx: Tx, case: ProcessInstance) -> list[str]:
    """Names of the colleagues who looked at the case within this hour, so that two people don't work on it unknowingly."""
    looked = select(Person.name).join(CaseRead, CaseRead.person_id == Person.id)
    others = looked.where(CaseRead.instance_id == case.id, CaseRead.hour == hour_of(tx.now), Person.id != tx.actor.id)
    return list(tx.session.scalars(others.order_by(Person.name)))
