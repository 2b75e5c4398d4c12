"""A played case as its player sees it: open tasks with who may do them and their forms, clocks, timers, where the token is."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import select

from engine.errors import Text
from engine.model import permissions
from engine.model.people import Actor
from engine.queries import clock_faces, diagram
from engine.queries.case_scope import scope_of
from engine.queries.clock_faces import ClockFace
from engine.queries.visible import facts_of, newest_versions
from engine.store import acting_people, case_view, cases, facts
from engine.store.tables import Incident, Person, ProcessInstance, Timer, UserTask
from engine.store.transaction import Tx

CUSTOMER = "customer"


@dataclass(frozen=True, slots=True)
class PlayTask:
    """`actors`: login and name of everybody who may do it, the assignee alone where there is one; for the customer's own task the
    customer first, then who may enter what they say. `nth`: among the open ones of its element."""

    id: str
    element_id: str
    name: Text
    nth: int
    actors: list[tuple[str, str]]
    is_customer: bool
    submit_label: Text | None
    due_at: datetime | None


@dataclass(frozen=True, slots=True)
class PlayMessage:
    """One that the case waits for. `actors`: login and name of everybody who may send it."""

    name: str
    label: Text
    actors: list[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class PlayView:
    """`timers`: name of the element and when it is due. `end`: name of the end event once the case is over.
    `cases`: the number of every case of the story, this one among them."""

    number: str
    status: Text
    round: int
    is_over: bool
    end: Text | None
    tasks: list[PlayTask]
    clocks: list[ClockFace]
    timers: list[tuple[Text, datetime]]
    incidents: list[Text]
    messages: list[PlayMessage]
    cases: list[str]
    path: list[Text] = field(default_factory=list)


def starters(tx: Tx, package_id: str) -> list[tuple[str, str]]:
    """Login and name of those who may start a case; the customer first where customers may."""
    settings = tx.library.get(newest_versions(tx)[package_id]).package.settings
    rows = tx.session.scalars(select(Person).where(Person.is_active.is_(True)).order_by(Person.login))
    wanted = frozenset(settings.start_groups) | frozenset(settings.intake_groups)
    people = [(row.login, row.name) for row in rows if not wanted or acting_people.person(tx.session, row).groups & wanted]
    return [*([(CUSTOMER, "")] if settings.is_public else []), *people]


def calendar_starts(tx: Tx, package_id: str) -> list[tuple[str, Text]]:
    """Id and name of the start events at which the calendar begins cases."""
    loaded = tx.library.get(newest_versions(tx)[package_id])
    starts = (loaded.definition.elements[id_] for id_ in loaded.definition.start_events)
    return [(each.id, loaded.package.texts.element(each.id, "name", each.name or each.id)) for each in starts if each.event == "timer"]


def play_view(tx: Tx, instance_id: str) -> PlayView:
    case = tx.session.get_one(ProcessInstance, instance_id)
    loaded = tx.library.get(case.version_id)
    texts, settings = loaded.package.texts, loaded.package.settings
    timers = select(Timer).where(Timer.instance_id == instance_id, Timer.state == "waiting", Timer.due_at.is_not(None)).order_by(Timer.due_at)
    found = select(Incident).where(Incident.instance_id == instance_id, Incident.resolved_at.is_(None))
    return PlayView(
        number=case.business_key,
        status=texts.value(case.status or ""),
        round=case.round,
        is_over=case.state != "active",
        end=_name(tx, case, case.end_event_id) if case.end_event_id else None,
        tasks=_tasks(tx, case),
        clocks=clock_faces.explained(tx, case),
        timers=[(_name(tx, case, row.element_id), row.due_at) for row in tx.session.scalars(timers)],
        incidents=[Text(row.text_zh, row.text_en) for row in tx.session.scalars(found)],
        messages=_messages(tx, case, settings.case_messages) if case.state == "active" else [],
        cases=list(tx.session.scalars(select(ProcessInstance.business_key).order_by(ProcessInstance.started_at, ProcessInstance.id))),
        path=[_name(tx, case, entry.element_id) for entry in case_view.entries(tx, instance_id) if entry.kind == "element_completed"],
    )


def drawing(tx: Tx, instance_id: str) -> dict[str, Any]:
    """As for a case of the product: the diagram with what ran, and where the token is."""
    return diagram.case_diagram(tx, tx.session.get_one(ProcessInstance, instance_id).business_key)


def task_fields(tx: Tx, task_id: str, typed: Mapping[str, Sequence[str]] | None = None) -> list[Any]:
    """The form of an open task, as its page in the product would show it."""
    task = tx.session.get_one(UserTask, task_id)
    case = tx.session.get_one(ProcessInstance, task.instance_id)
    package = tx.library.get(case.version_id).package
    form = package.forms.get(task.form_id)
    scope = scope_of(tx, case, task.id)
    return form.view(scope if typed is None else typed, scope, tx.now, tx.settings.zone, package.texts, is_typed=typed is not None) if form else []


def message_fields(tx: Tx, package_id: str, name: str, typed: Mapping[str, Sequence[str]] | None = None) -> list[Any]:
    package = tx.library.get(newest_versions(tx)[package_id]).package
    message = next(each for each in package.settings.case_messages if each.name == name)
    form = package.forms.get(message.form) if message.form else None
    return form.view(typed or {}, {}, tx.now, tx.settings.zone, package.texts, is_typed=typed is not None) if form else []


def expected(tx: Tx, instance_id: str) -> dict[str, Any]:
    """What a scenario that was played may promise: the path, how it stands now, or how it ended."""
    view = case_view.of(tx, instance_id)
    found: dict[str, Any] = {"path": [entry.element_id for entry in view.entries if entry.kind == "element_completed" and "/" not in entry.element_id]}
    if view.row.status:
        found["status"] = view.row.status
    found["round"] = view.row.round
    if view.row.state != "active" and view.row.end_event_id:
        found["end"] = view.row.end_event_id
    elif view.tasks:
        found["at"] = sorted({task.element_id for task in view.tasks})
    return found


def _messages(tx: Tx, case: ProcessInstance, offered: Sequence[Any]) -> list[PlayMessage]:
    waited_for = [each for each in offered if cases.subscription(tx, case.id, each.name)]
    seen, staff = facts_of(tx, case), _staff(tx) if waited_for else []
    found = []
    for each in waited_for:
        actors = [(row.login, row.name) for row, actor in staff if permissions.may_send(actor, seen, each.by)]
        found.append(PlayMessage(each.name, each.label, [*([(CUSTOMER, "")] if CUSTOMER in each.by else []), *actors]))
    return found


def _staff(tx: Tx) -> list[tuple[Person, Actor]]:
    rows = tx.session.scalars(select(Person).where(Person.is_active.is_(True)).order_by(Person.login))
    return [(row, acting_people.actor(tx.session, row, tx.now)) for row in rows.all()]


def _tasks(tx: Tx, case: ProcessInstance) -> list[PlayTask]:
    rows, seen = case_view.open_tasks(tx, case.id), {}
    return [_task(tx, case, row, seen) for row in rows]


def _task(tx: Tx, case: ProcessInstance, row: UserTask, seen: dict[str, int]) -> PlayTask:
    seen[row.element_id] = seen.get(row.element_id, 0) + 1
    loaded = tx.library.get(case.version_id)
    element = loaded.definition.elements.get(row.element_id)
    label = element.submit_label if element else ""
    return PlayTask(
        id=row.id, element_id=row.element_id, name=_name(tx, case, row.element_id), nth=seen[row.element_id], actors=_actors(tx, case, row),
        is_customer=row.is_customer, submit_label=loaded.package.texts.element(row.element_id, "submit_label", label) if label else None, due_at=row.due_at,
    )  # fmt: skip


def _actors(tx: Tx, case: ProcessInstance, row: UserTask) -> list[tuple[str, str]]:
    rights = facts.task_facts(tx.session, row, case.department_id)
    if row.is_customer:
        seen = facts_of(tx, case)
        spoken = [(person.login, person.name) for person, actor in _staff(tx) if permissions.may_answer_for_customer(actor, rights, seen)]
        return [(CUSTOMER, ""), *spoken]
    if row.assignee_id:
        person = tx.session.get_one(Person, row.assignee_id)
        return [(person.login, person.name)]
    people = tx.session.scalars(select(Person).where(Person.is_active.is_(True)).order_by(Person.login))
    return [(each.login, each.name) for each in people if permissions.is_candidate(acting_people.person(tx.session, each), rights)]


def _name(tx: Tx, case: ProcessInstance, element_id: str) -> Text:
    loaded = tx.library.get(case.version_id)
    element = loaded.definition.elements.get(element_id)
    return loaded.package.texts.element(element_id, "name", element.name or element_id) if element else Text(element_id, element_id)
