"""A case as its customer sees it: stages in plain words, what was promised, public messages and files, and what is their turn."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select

from engine.errors import NotFound, Text
from engine.model import permissions
from engine.packages.settings import CustomerPage
from engine.queries import case_stages, linked_cases, told_in_forms
from engine.queries.linked_cases import LinkedCase
from engine.queries.visible import facts_of
from engine.store import cases, codes, trail
from engine.store.tables import Attachment, CaseClock, ProcessInstance, ThreadMessage, UserTask
from engine.store.transaction import Tx

_MOVES = ("element_activated", "element_completed", "case_started")
_TYPED = ("values_entered", "spoken_answer_entered")


@dataclass(frozen=True, slots=True)
class Step:
    """One stage of the procedure. `state`: done, current, stopped, future."""

    number: int
    name: Text
    state: str


@dataclass(frozen=True, slots=True)
class Promise:
    """What was promised until when. `is_paused`: the time stands still while the customer is asked; then it has no end."""

    name: Text
    due_at: datetime | None
    is_paused: bool
    is_kept: bool


@dataclass(frozen=True, slots=True)
class Turn:
    """A task that waits for the customer."""

    task_id: str
    name: Text
    text: Text | None


@dataclass(frozen=True, slots=True)
class PublicMessage:
    """Something said between customer and company; staff are never named."""

    at: datetime
    is_mine: bool
    text: str


@dataclass(frozen=True, slots=True)
class PublicFile:
    id: str
    name: str
    size: int
    at: datetime
    is_mine: bool


@dataclass(frozen=True, slots=True)
class Receipt:
    """A task the customer completed: what was answered and when, as a proof to keep (S3.44)."""

    at: datetime
    name: Text
    round: int
    answers: tuple[tuple[Text, Text], ...]


@dataclass(frozen=True, slots=True)
class CustomerCase:
    """`now_text`: what is going on, in the newest element's public words. `verbs`: what the customer may send (withdraw);
    `asks`: those of them that the case goes on with (a rating)."""

    instance_id: str
    number: str
    process: Text
    title: str
    customer: str
    state: str
    round: int
    received_at: datetime
    ended_at: datetime | None
    now_text: Text | None
    steps: tuple[Step, ...]
    promises: tuple[Promise, ...]
    awaits_promise: bool
    turns: tuple[Turn, ...]
    messages: tuple[PublicMessage, ...]
    files: tuple[PublicFile, ...]
    receipts: tuple[Receipt, ...]
    verbs: tuple[tuple[str, Text], ...]
    asks: tuple[tuple[str, Text], ...]
    came_of_it: tuple[LinkedCase, ...]
    is_dissatisfied: bool
    may_write: bool
    is_merged: bool = False
    seen: int = 0


def opened_by(tx: Tx, number: str, code: str) -> str:
    """Id of the case that this number and code open. A wrong number and a wrong code are the same NotFound, in the same time."""
    row = tx.session.execute(
        select(ProcessInstance.id, ProcessInstance.code_hash).where(ProcessInstance.business_key == number.strip().upper())
    ).one_or_none()
    is_right = codes.is_code(tx, code, row.code_hash if row and row.code_hash else codes.NO_CODE)
    if row is None or row.code_hash is None or not is_right:
        raise NotFound("case")
    return row.id


def canonical(number: str, code: str) -> tuple[str, str]:
    """Number and code as they are printed, whatever was typed into the address: case, blanks and dashes of the code don't count."""
    return number.strip().upper(), codes.normalised(code)


def status(tx: Tx) -> CustomerCase:
    """The case the customer holds the code of. Raises NotFound for anybody else."""
    case = _case(tx)
    loaded, facts = tx.library.get(case.version_id), facts_of(tx, case)
    followed = goes_on_as(tx, case)
    return CustomerCase(
        instance_id=case.id,
        number=case.business_key,
        process=loaded.package.name,
        title=case.title or "",
        customer=case.customer_mask or "",
        state=followed.state,
        round=followed.round,
        received_at=case.received_at,
        ended_at=followed.ended_at,
        now_text=_now_text(tx, followed),
        steps=_steps(tx, followed),
        promises=tuple(_promises(tx, case)) if case.state == "active" else (),
        awaits_promise=case.state == "active" and _awaits_promise(tx, case),
        turns=tuple(_turns(tx, case)),
        messages=tuple(_messages(tx, case, followed)),
        files=tuple(_files(tx, case)),
        receipts=tuple(_receipts(tx, case)),
        verbs=tuple(_verbs(tx, loaded, facts, ends=True)),
        asks=tuple(_verbs(tx, loaded, facts, ends=False)),
        came_of_it=tuple(linked_cases.of_customer(tx, case)),
        is_dissatisfied=case.state == "active" and _is_dissatisfied(loaded, case),
        may_write=permissions.may_write_to_staff(tx.actor, facts),
        is_merged=followed is not case,
        seen=followed.trail_length,
    )


def has_answered(tx: Tx, task_id: str) -> bool:
    """Whether the customer completed this task of their case themselves."""
    task = tx.session.get(UserTask, task_id)
    return task is not None and task.instance_id == tx.actor.instance_id and task.completed_by == tx.actor.id


def goes_on_as(tx: Tx, case: ProcessInstance) -> ProcessInstance:
    """The case itself, or the one it was merged into at last: who reported it goes on following it under their own number."""
    seen = {case.id}
    while case.merged_into_id and case.merged_into_id not in seen:
        seen.add(case.merged_into_id)
        case = tx.session.get_one(ProcessInstance, case.merged_into_id)
    return case


def _case(tx: Tx) -> ProcessInstance:
    case = tx.session.get(ProcessInstance, tx.actor.instance_id) if tx.actor.is_customer and tx.actor.instance_id else None
    if case is None:
        raise NotFound("case")
    return case


def _steps(tx: Tx, case: ProcessInstance) -> tuple[Step, ...]:
    """In a customer's words where the package has them."""
    plain = dict(enumerate(tx.library.get(case.version_id).package.settings.customer_page.stages, 1))
    return tuple(Step(stage.number, plain.get(stage.number, stage.name), stage.state) for stage in case_stages.stages(tx, case))


def _now_text(tx: Tx, case: ProcessInstance) -> Text | None:
    """Public words of the newest element that has some."""
    loaded = tx.library.get(case.version_id)
    speaking = {each.id: each for each in loaded.definition.elements.values() if each.public_text}
    entries = reversed(trail.headings(tx, case.id))
    newest = next((each.element_id for each in entries if each.kind in _MOVES and each.element_id in speaking), None)
    return loaded.package.texts.element(newest, "public_text", speaking[newest].public_text) if newest else None


def _promises(tx: Tx, case: ProcessInstance) -> list[Promise]:
    """The clocks that the package promises to customers, as far as they have a limit and it isn't over."""
    package = tx.library.get(case.version_id).package
    labels = {each.name: each.label for each in package.settings.clocks} | dict(package.settings.customer_page.promise_words)
    promised = _promised(tx, case, package.settings.customer_page)
    return [
        Promise(labels[row.name], row.due_at, row.state == "paused", row.state == "stopped")
        for row in promised
        if not row.is_breached and (row.state != "running" or (row.due_at is not None and row.due_at > tx.now))
    ]


def _awaits_promise(tx: Tx, case: ProcessInstance) -> bool:
    """Something is promised, but how soon depends on what people have yet to decide."""
    page = tx.library.get(case.version_id).package.settings.customer_page
    return bool(page.promise) and not _promised(tx, case, page)


def _promised(tx: Tx, case: ProcessInstance, page: CustomerPage) -> list[CaseClock]:
    """The promised clocks whose limit is known, each of the latest round, in the package's order."""
    rows = select(CaseClock).where(CaseClock.instance_id == case.id, CaseClock.amount.is_not(None), CaseClock.state != "cancelled")
    found = {row.name: row for row in tx.session.scalars(rows.order_by(CaseClock.round))}
    return [found[name] for name in page.promise if name in found]


def _turns(tx: Tx, case: ProcessInstance) -> list[Turn]:
    loaded = tx.library.get(case.version_id)
    open_ones = select(UserTask).where(UserTask.instance_id == case.id, UserTask.state == "open", UserTask.is_customer.is_(True))
    return [_turn(loaded, task) for task in tx.session.scalars(open_ones.order_by(UserTask.created_at))]


def _turn(loaded: Any, task: UserTask) -> Turn:
    element, texts = loaded.definition.elements[task.element_id], loaded.package.texts
    text = texts.element(element.id, "public_text", element.public_text) if element.public_text else None
    return Turn(task.id, texts.element(element.id, "name", element.name), text)


def _messages(tx: Tx, case: ProcessInstance, followed: ProcessInstance) -> list[PublicMessage]:
    """Messages and what staff told in forms, as they came; of the case it was merged into only what is for everybody."""
    rows = select(ThreadMessage).where(ThreadMessage.instance_id == case.id, ThreadMessage.is_internal.is_(False))
    written = [
        PublicMessage(row.at, row.author_kind == "customer", row.text)
        for row in tx.session.scalars(rows.order_by(ThreadMessage.at, ThreadMessage.id))
    ]
    said = told_in_forms.told(tx, case) + (told_in_forms.told(tx, followed, is_shared=True) if followed is not case else [])
    # What a form said and a message then carried stands there once.
    sent = {message.text for message in written}
    told = [PublicMessage(each.at, False, each.text) for each in said if each.text not in sent]
    return sorted(written + told, key=lambda message: message.at)


def _files(tx: Tx, case: ProcessInstance) -> list[PublicFile]:
    rows = select(Attachment).where(Attachment.instance_id == case.id, Attachment.is_public.is_(True))
    return [
        PublicFile(row.id, row.name, row.size, row.at, row.uploaded_by_kind == "customer")
        for row in tx.session.scalars(rows.order_by(Attachment.at, Attachment.id))
    ]


def _receipts(tx: Tx, case: ProcessInstance) -> list[Receipt]:
    """What the customer answered themselves or on the phone, from the trail: nothing once it was erased."""
    loaded = tx.library.get(case.version_id)
    own = {each.id: each for each in loaded.definition.elements.values() if each.is_customer}
    typed = (entry for entry in trail.read(tx, case.id) if entry.kind in _TYPED and entry.element_id in own)
    return [_receipt(tx, loaded, own[entry.element_id], entry) for entry in typed if isinstance(entry.payload, dict)]


def _receipt(tx: Tx, loaded: Any, element: Any, entry: trail.Entry) -> Receipt:
    texts, form = loaded.package.texts, loaded.package.forms.get(element.form_id)
    shown = form.shown(entry.payload.get("values") or {}, texts, tx.settings.zone) if form else ()
    answers = tuple((label, value) for label, value in shown if value.zh)
    return Receipt(entry.at, texts.element(element.id, "name", element.name), entry.round or 1, answers)


def _verbs(tx: Tx, loaded: Any, facts: Any, *, ends: bool) -> list[tuple[str, Text]]:
    """Messages that the case waits for: those that end it, or those it goes on with."""
    offered, awaited = loaded.package.settings.case_messages, cases.awaited_messages(tx, facts.id)
    wanted = (each for each in offered if bool(each.ends_as) == ends and each.name in awaited)
    return [(each.name, each.label) for each in wanted if permissions.may_send(tx.actor, facts, each.by)]


def _is_dissatisfied(loaded: Any, case: ProcessInstance) -> bool:
    """Whether the last rating says so: then a supervisor takes over, and the page says that they hear from us."""
    bad = {each.value for each in loaded.package.settings.satisfaction if each.is_dissatisfied}
    return case.satisfaction_value in bad
