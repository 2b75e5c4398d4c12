"""Nudging (催办): asking whoever has a task, or could take it, to see to it; once an hour, and it stands in the trail."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

from engine.commands.bulk import Outcome, each
from engine.commands.running_case import RunningCase
from engine.errors import Conflict, NotFound, Refused, Text
from engine.model import permissions
from engine.store import directory, notifications
from engine.store.notifications import News
from engine.store.tables import UserTask
from engine.store.transaction import Tx

NUDGED = "nudged"
AGAIN_AFTER = timedelta(hours=1)
MOST_PEOPLE = 200


def nudge(tx: Tx, task_id: str) -> None:
    """Raises NotFound for who has no part in the case, Conflict when it is over or was nudged within the hour."""
    case, task = RunningCase.load_with(tx, UserTask, task_id)
    facts = case.task_facts(task)
    if not permissions.may_see_task(tx.actor, facts, case.facts) or not permissions.works_on(tx.actor, case.facts):
        raise NotFound("user_task")
    if not permissions.may_nudge(tx.actor, facts, case.facts):
        raise Conflict("not_to_nudge", Text("这项任务不需要催办。", "There is nobody to nudge for this task."))
    last = notifications.last_about(tx, NUDGED, task_id)
    if last is not None and tx.now - last < AGAIN_AFTER:
        raise Conflict("nudged_already", Text("一小时内已经催办过。", "It was nudged within the hour."))
    people = _people(case, task)
    notifications.add(tx, case.row.id, people, _news(case, task))
    case.record("user_task_nudged", task.element_id, task.round, task=task.id, people=people)


def nudge_many(tx: Tx, task_ids: Sequence[str]) -> Outcome:
    """What can't be nudged is said."""
    return each(task_ids, lambda task_id: nudge(tx, task_id))


def _people(case: RunningCase, task: UserTask) -> list[str]:
    """Who has it, else everybody who could take it."""
    if task.assignee_id:
        return [task.assignee_id]
    facts = case.task_facts(task)
    found = dict.fromkeys(sorted(facts.candidate_users))
    found |= dict.fromkeys(person for unit in sorted(facts.candidate_groups) for person in directory.active_of_unit(case.tx.session, unit))
    found.pop(case.tx.actor.id, None)
    if not found:
        raise Refused("nobody_to_nudge", Text("没有可以催办的人。", "There is nobody to nudge."))
    return list(found)[:MOST_PEOPLE]


def _news(case: RunningCase, task: UserTask) -> News:
    loaded = case.loaded
    name = loaded.package.texts.element(task.element_id, "name", loaded.definition.elements[task.element_id].name or task.element_id)
    by = case.person_name(case.tx.actor.id)
    return News(NUDGED, Text(f"{by}催办：{name.zh}", f"{by} asks you to see to it: {name.en}"), element_id=task.element_id, subject_id=task.id)
