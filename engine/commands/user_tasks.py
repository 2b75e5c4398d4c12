"""User tasks: claim, unclaim, assign, complete, save a draft."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from engine.commands import staff_notifications, submissions
from engine.commands.running_case import RunningCase
from engine.errors import Conflict, NotFound, Refused, Text
from engine.model import contact_text, permissions
from engine.model.permissions import TaskFacts
from engine.store import acting_people, case_members, cases
from engine.store.ids import new_id
from engine.store.tables import Draft, UserTask
from engine.store.transaction import Tx

Submitted = Mapping[str, Sequence[str]]
Files = Mapping[str, Sequence[Any]]


@dataclass(frozen=True, slots=True)
class Completed:
    """`masked`: what looked like contact data in free text and was replaced by its mask."""

    business_key: str
    element_id: str
    masked: tuple[Any, ...] = ()


def claim(tx: Tx, task_id: str) -> None:
    """Take a task for which one is a candidate. Raises Conflict when somebody else has it."""
    case, task, facts = _open_task(tx, task_id)
    if task.assignee_id == tx.actor.id:
        return
    if not permissions.may_claim(tx.actor, facts):
        _refuse_taken(case, task, facts)
        raise NotFound("user_task")
    _give(case, task, tx.actor.id)
    case.record("user_task_claimed", task.element_id, task.round, task=task.id, by=tx.actor.id)


def unclaim(tx: Tx, task_id: str) -> None:
    """Give a task back to its candidates."""
    case, task, facts = _open_task(tx, task_id)
    if not permissions.may_unclaim(tx.actor, facts):
        raise NotFound("user_task")
    task.assignee_id = task.claimed_at = None
    case.record("user_task_unclaimed", task.element_id, task.round, task=task.id)


def assign(tx: Tx, task_id: str, to: str, reason: str = "") -> None:
    """Hand a task to another person (id or login). Raises Refused when that person can't take it."""
    case, task, facts = _open_task(tx, task_id)
    row = acting_people.find_person(tx.session, to)
    person = acting_people.person(tx.session, row) if row else None
    if not permissions.may_assign(tx.actor, facts):
        raise NotFound("user_task")
    if person is None or not permissions.may_assign(tx.actor, facts, person):
        raise Refused("not_eligible", Text("这位同事不能承担该任务，请另选一位。", "This person can't take the task; choose another one."))
    hand_over(case, task, person.id, reason)


def hand_over(case: RunningCase, task: UserTask, person_id: str | None, reason: str = "") -> None:
    """The task passes to a person, or back to its candidates (None). Checks no right: the caller has."""
    before, reason = task.assignee_id, contact_text.mask_text(reason.strip())[0]
    _give(case, task, person_id)
    case.record("user_task_assigned", task.element_id, task.round, task=task.id, to=person_id, before=before, reason=reason)
    staff_notifications.task_given(case, task.id, task.element_id, person_id)


def complete(tx: Tx, task_id: str, submitted: Submitted, files: Files | None = None) -> Completed:
    """Complete a task with what was typed. Staff complete a customer's task as a spoken answer, marked with who typed it.

    Raises InvalidValues per field, Conflict when the task is over, NotFound when it is not the actor's.
    """
    case, task, facts = _open_task(tx, task_id)
    is_spoken = task.is_customer and tx.actor.is_staff and permissions.may_answer_for_customer(tx.actor, facts, case.facts)
    if not (is_spoken or permissions.may_complete(tx.actor, facts)):
        _refuse_taken(case, task, facts)
        raise NotFound("user_task")
    accepted = submissions.accept(case, task.form_id, submitted, files or {}, task=task)
    kind = "spoken_answer_entered" if is_spoken else "values_entered"
    case.record(kind, task.element_id, task.round, task=task.id, by=tx.actor.id, form=task.form_id, values=accepted.values)
    task.state, task.completed_at, task.completed_by = "completed", tx.now, tx.actor.id
    case.record("user_task_completed", task.element_id, task.round, task=task.id, by=tx.actor.id)
    case.execution.complete_user_task(task.id, accepted.values)
    case.save()
    return Completed(case.row.business_key, task.element_id, accepted.masked)


@dataclass(frozen=True, slots=True)
class DraftPage:
    """The open page a draft is typed on: `id` made with the page, `seen_at` of the draft it showed (empty: of none)."""

    id: str
    seen_at: str = ""


def save_draft(tx: Tx, task_id: str, typed: Submitted, page: DraftPage | None = None) -> None:
    """Keep what was typed, valid or not; contact data in it is masked like everywhere.

    Raises Conflict "draft_changed" when another page of the same person has saved since `page` was opened.
    """
    case, task, facts = _open_task(tx, task_id)
    if not permissions.may_save_draft(tx.actor, facts, case.facts):
        raise NotFound("user_task")
    owner = tx.actor.id if tx.actor.is_staff else "customer"
    row = cases.draft(tx, task_id, owner) or Draft(id=new_id(), user_task_id=task_id, owner=owner)
    if page is not None:
        _refuse_overwriting(row, page)
        row.page = page.id
    row.values, row.saved_at = submissions.masked_draft(case, task.form_id, typed, task), tx.now
    tx.session.add(row)


def _refuse_overwriting(row: Draft, page: DraftPage) -> None:
    is_own = row.saved_at is None or row.page == page.id or row.saved_at.isoformat() == page.seen_at
    if not is_own:
        sentence = Text("您在另一个页面上改过这份草稿。", "You have changed this draft on another page.")
        raise Conflict("draft_changed", sentence)


def _open_task(tx: Tx, task_id: str) -> tuple[RunningCase, UserTask, TaskFacts]:
    """Task and case under the case's lock, after a check that the actor may see them at all."""
    case, task = RunningCase.load_with(tx, UserTask, task_id)
    facts = case.task_facts(task)
    # Whoever may do it belongs to the case; only for the others is it looked up whether they do.
    is_theirs = permissions.may_complete(tx.actor, facts) or permissions.may_claim(tx.actor, facts)
    if not (is_theirs or permissions.may_see_task(tx.actor, facts, case.facts)):
        raise NotFound("user_task")
    if not facts.is_open:
        raise Conflict("task_is_over", _over(case, task))
    return case, task, facts


def _refuse_taken(case: RunningCase, task: UserTask, facts: TaskFacts) -> None:
    """Who could have it, or has or had a task in the case, hears who has it now: what they typed must not end in a 404."""
    actor = case.tx.actor
    if task.assignee_id is not None and (permissions.is_candidate(actor, facts) or actor.id in case.facts.member_people):
        name = case.person_name(task.assignee_id)
        raise Conflict("already_claimed", Text(f"任务现在由{name}处理。", f"The task is with {name} now."))


def _over(case: RunningCase, task: UserTask) -> Text:
    if task.state == "cancelled":
        return Text("流程已继续，这项任务不再需要。", "The procedure has moved on; this task is no longer needed.")
    name = case.person_name(task.completed_by) if task.completed_by != "customer" else ""
    if not name:
        return Text("这项任务已经完成。", "This task has already been completed.")
    return Text(f"{name}已完成这项任务。", f"{name} has already completed this task.")


def _give(case: RunningCase, task: UserTask, person_id: str | None) -> None:
    task.assignee_id, task.claimed_at = person_id, case.tx.now if person_id else None
    if person_id:
        case_members.add(case.tx.session, case.row.id, person_ids=[person_id])
