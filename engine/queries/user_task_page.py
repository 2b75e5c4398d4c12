"""The form of one user task, ready to be filled in: with the draft of whoever asks, else with what the case knows."""

from __future__ import annotations

from collections import ChainMap
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select

from engine.errors import Conflict, NotFound, Text
from engine.model import permissions
from engine.queries.case_scope import scope_of
from engine.queries.case_tasks import Candidate, TaskView, eligible_people, task_view
from engine.queries.visible import facts_of
from engine.store import task_context
from engine.store.tables import Draft, ProcessInstance, UserTask
from engine.store.transaction import Tx


@dataclass(frozen=True, slots=True)
class UserTaskPage:
    """`fields`: engine.model's FieldViews. `is_spoken`: staff enter what the customer said. `saved_at`: of the draft shown.

    `draft_at`: what the page sends back, so that two pages don't overwrite each other's draft; `seen`: how long the trail was.
    """

    task: TaskView
    number: str
    fields: list[Any]
    is_spoken: bool
    saved_at: datetime | None
    draft_at: str
    seen: int


@dataclass(frozen=True, slots=True)
class Assignment:
    """Who a task may be handed to."""

    task: TaskView
    number: str
    title: str
    people: list[Candidate]


def user_task_page(tx: Tx, task_id: str, typed: Mapping[str, Sequence[str]] | None = None) -> UserTaskPage:
    """`typed`: what came back with faults or for another look; else the draft. Raises NotFound, Conflict when it is over."""
    task, case, view = _visible_task(tx, task_id)
    if not (view.may_complete or view.may_answer):
        raise NotFound("user_task")
    draft = _draft(tx, task)
    values = typed if typed is not None else draft.values if draft else None
    saved_at, draft_at = (draft.saved_at, draft.saved_at.isoformat()) if draft else (None, "")
    fields = _fields(tx, task, case, values)
    return UserTaskPage(
        view, case.business_key, fields, not view.may_complete, saved_at if typed is None else None, draft_at, case.trail_length
    )  # fmt: skip


def assignment(tx: Tx, task_id: str) -> Assignment:
    task, case, view = _visible_task(tx, task_id)
    if not view.may_assign:
        raise NotFound("user_task")
    return Assignment(view, case.business_key, case.title or "", eligible_people(tx, task, case))


def number_of_task(tx: Tx, task_id: str) -> str:
    """The number of the task's case, whatever became of the task; raises NotFound when the case isn't theirs to see."""
    task = tx.session.get(UserTask, task_id)
    if task is None:
        raise NotFound("user_task")
    case = tx.session.get_one(ProcessInstance, task.instance_id)
    if not permissions.may_see_case(tx.actor, facts_of(tx, case)):
        raise NotFound("user_task")
    return case.business_key


def name_of_task(tx: Tx, task_id: str) -> Text:
    """As people know it, also when it is over; raises NotFound like `number_of_task`."""
    number_of_task(tx, task_id)
    task = tx.session.get_one(UserTask, task_id)
    loaded = tx.library.get(tx.session.get_one(ProcessInstance, task.instance_id).version_id)
    element = loaded.definition.elements[task.element_id]
    return loaded.package.texts.element(element.id, "name", element.name)


def typed_lines(tx: Tx, task_id: str, typed: Mapping[str, Sequence[str]]) -> list[tuple[Text, str]]:
    """Label and text of everything that was typed into a task's form, even when the task is over: nothing typed is lost."""
    number_of_task(tx, task_id)
    task = tx.session.get_one(UserTask, task_id)
    package = tx.library.get(tx.session.get_one(ProcessInstance, task.instance_id).version_id).package
    form = package.forms.get(task.form_id)
    labels = _labels(form.view(typed, {}, tx.now, tx.settings.zone, package.texts, is_typed=True)) if form else {}
    return [(labels.get(name, Text(name, name)), "、".join(given)) for name, given in typed.items() if any(given)]


def _labels(fields: Sequence[Any]) -> dict[str, Text]:
    found = {field.name: field.label for field in fields if field.label}
    for field in fields:
        rows = field.children if field.type == "dynamiclist" else [field.children]
        for row in rows:
            found |= _labels(row)
    return found


def _visible_task(tx: Tx, task_id: str) -> tuple[UserTask, ProcessInstance, TaskView]:
    number_of_task(tx, task_id)
    task = tx.session.get_one(UserTask, task_id)
    case = tx.session.get_one(ProcessInstance, task.instance_id)
    if task.state != "open":
        raise Conflict("task_is_over", Text("这项任务已经结束。", "This task is over."))
    return task, case, task_view(tx, case, task, facts_of(tx, case))


def _draft(tx: Tx, task: UserTask) -> Draft | None:
    return tx.session.scalar(select(Draft).where(Draft.user_task_id == task.id, Draft.owner == tx.actor.id))


def _fields(tx: Tx, task: UserTask, case: ProcessInstance, typed: Mapping[str, Any] | None) -> list[Any]:
    package = tx.library.get(case.version_id).package
    form = package.forms.get(task.form_id)
    if form is None:
        return []
    scope = ChainMap(task_context.of(tx, task), scope_of(tx, case, task.id))
    values = scope if typed is None else typed
    return form.view(values, scope, tx.now, tx.settings.zone, package.texts, is_typed=typed is not None)
