"""The open user tasks of a case as its page shows them: who has them, and what the reader may do with each."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select

from engine.errors import Text
from engine.model import permissions
from engine.model.permissions import TaskFacts
from engine.model.visibility import CaseFacts
from engine.store import acting_people, facts
from engine.store.tables import Department, Draft, Group, Person, ProcessInstance, UserTask
from engine.store.transaction import Tx


@dataclass(frozen=True, slots=True)
class TaskView:
    """One open user task. `lies_with`: groups and department whose people may claim it. Every `may_` decides a button."""

    id: str
    element_id: str
    form_id: str | None
    name: Text
    help: Text | None
    submit_label: Text | None
    round: int
    stage: int | None
    created_at: datetime
    due_at: datetime | None
    assignee: str | None
    lies_with: tuple[Text, ...]
    is_mine: bool
    is_customer: bool
    may_claim: bool
    may_unclaim: bool
    may_complete: bool
    may_assign: bool
    may_answer: bool
    may_reveal: bool
    may_nudge: bool
    has_draft: bool


def open_tasks(tx: Tx, case: ProcessInstance, seen: CaseFacts) -> list[TaskView]:
    """Mine first, then what I may take, then the rest; the oldest first within each."""
    open_ones = select(UserTask).where(UserTask.instance_id == case.id, UserTask.state == "open").order_by(UserTask.created_at, UserTask.id)
    views = [task_view(tx, case, task, seen) for task in tx.session.scalars(open_ones)]
    return sorted(views, key=lambda view: (not view.is_mine, not view.may_claim, not view.may_answer))


def first_for_me(tx: Tx, instance_id: str) -> str | None:
    """Id of the oldest open task that is the actor's or that they may claim; None when there is none."""
    case = tx.session.get_one(ProcessInstance, instance_id)
    open_ones = select(UserTask).where(UserTask.instance_id == case.id, UserTask.state == "open").order_by(UserTask.created_at, UserTask.id)
    found = ((task, facts.task_facts(tx.session, task, case.department_id)) for task in tx.session.scalars(open_ones))
    return next((task.id for task, rights in found if permissions.may_claim(tx.actor, rights) or permissions.may_complete(tx.actor, rights)), None)


def task_view(tx: Tx, case: ProcessInstance, task: UserTask, seen: CaseFacts) -> TaskView:
    loaded = tx.library.get(case.version_id)
    element, texts = loaded.definition.elements[task.element_id], loaded.package.texts
    rights = facts.task_facts(tx.session, task, case.department_id)
    return TaskView(
        id=task.id,
        element_id=task.element_id,
        form_id=task.form_id,
        name=texts.element(element.id, "name", element.name),
        help=texts.element(element.id, "documentation", element.documentation) if element.documentation else None,
        submit_label=texts.element(element.id, "submit_label", element.submit_label) if element.submit_label else None,
        round=task.round,
        stage=task.stage,
        created_at=task.created_at,
        due_at=task.due_at,
        assignee=_name(tx, task.assignee_id),
        lies_with=_lies_with(tx, rights),
        is_mine=task.assignee_id == tx.actor.id,
        is_customer=task.is_customer,
        **_rights(tx, rights, seen),
        has_draft=_has_draft(tx, task),
    )


@dataclass(frozen=True, slots=True)
class Candidate:
    """Somebody a task may be handed to. `open`: how many tasks they have."""

    id: str
    name: str
    open: int
    is_away: bool


def eligible_people(tx: Tx, task: UserTask, case: ProcessInstance) -> list[Candidate]:
    """Everybody the task may be handed to: who is there and has least first."""
    rights = facts.task_facts(tx.session, task, case.department_id)
    rows = tx.session.scalars(select(Person).where(Person.is_active.is_(True), Person.id != task.assignee_id).order_by(Person.name))
    may = [row for row in rows if permissions.may_assign(tx.actor, rights, acting_people.person(tx.session, row))]
    has, away = _open_of(tx, [row.id for row in may]), acting_people.absent(tx.session, tx.now)
    found = (Candidate(row.id, row.name, has.get(row.id, 0), row.id in away) for row in may)
    return sorted(found, key=lambda each: (each.is_away, each.open))


def _open_of(tx: Tx, people: list[str]) -> dict[str, int]:
    counted = select(UserTask.assignee_id, func.count()).where(UserTask.state == "open", UserTask.assignee_id.in_(people))
    return dict(tx.session.execute(counted.group_by(UserTask.assignee_id)).all())


def _rights(tx: Tx, task: TaskFacts, case: CaseFacts) -> dict[str, bool]:
    actor = tx.actor
    return {
        "may_claim": permissions.may_claim(actor, task),
        "may_unclaim": permissions.may_unclaim(actor, task),
        "may_complete": permissions.may_complete(actor, task),
        "may_assign": permissions.may_assign(actor, task),
        "may_answer": permissions.may_answer_for_customer(actor, task, case),
        "may_reveal": permissions.may_reveal(actor, task),
        "may_nudge": permissions.may_nudge(actor, task, case),
    }


def _name(tx: Tx, person_id: str | None) -> str | None:
    return tx.session.get_one(Person, person_id).name if person_id else None


def _lies_with(tx: Tx, rights: TaskFacts) -> tuple[Text, ...]:
    units = [tx.session.get(Group, id_) or tx.session.get(Department, id_) for id_ in sorted(rights.candidate_groups)]
    people = [tx.session.get_one(Person, id_).name for id_ in sorted(rights.candidate_users)]
    return (*(Text(each.name_zh, each.name_en) for each in units if each is not None), *(Text(name, name) for name in sorted(people)))


def _has_draft(tx: Tx, task: UserTask) -> bool:
    mine = select(Draft.id).where(Draft.user_task_id == task.id, Draft.owner == tx.actor.id)
    return tx.session.scalar(mine) is not None
