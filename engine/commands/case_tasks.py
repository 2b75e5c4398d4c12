"""User tasks of a case as rows: who may take them, who has them, and who may therefore see the case."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import datetime
from typing import TYPE_CHECKING, Any

from engine.commands import case_stand_ins, staff_notifications
from engine.store import acting_people, case_members, cases, directory, records, task_candidates
from engine.store.tables import TaskCandidate, UserTask

if TYPE_CHECKING:
    from engine.commands.running_case import RunningCase


def save(case: RunningCase, before: Mapping[str, datetime | None], now_open: Mapping[str, Any]) -> None:
    """Rows for user tasks that opened; those that are gone without being completed are cancelled."""
    gone = [eid for eid in before if eid not in now_open]
    rows = cases.tasks(case.tx, gone)
    for row in rows:
        if row.state == "open":
            row.state = "cancelled"
            case.record("user_task_cancelled", row.element_id, row.round)
    cases.close_task_rows(case.tx, rows)
    for eid, each in now_open.items():
        if eid not in before:
            _create(case, each)
    _move_due_dates(case, {eid: each.due_at for eid, each in now_open.items() if eid in before and each.due_at != before[eid]})
    elements = case.loaded.definition.elements
    case.row.is_waiting_for_customer = any(elements[each.element_id].is_customer for each in now_open.values())


def _move_due_dates(case: RunningCase, moved: Mapping[str, datetime | None]) -> None:
    """A due date that reads a clock moves with it."""
    for row in cases.tasks(case.tx, moved.keys()):
        row.due_at = moved[row.id]


def _create(case: RunningCase, opened: Any) -> None:
    element = case.loaded.definition.elements[opened.element_id]
    groups, departments, is_anybodys = _candidates(case, opened.candidate_groups)
    people = _people(case, opened.candidate_users)
    assignee = _assignee(case, opened.assignee)
    if not (assignee or is_anybodys or people or element.is_customer):
        assignee, more, departments = case_stand_ins.found(case, opened)
        groups += more
    department = next(iter(departments), None)
    records.add(
        case.tx.session,
        UserTask,
        id=opened.eid,
        instance_id=case.row.id,
        element_id=opened.element_id,
        form_id=opened.form_id,
        round=opened.round,
        stage=element.stage,
        assignee_id=assignee,
        department_id=department,
        is_customer=element.is_customer,
        contact_needed=element.contact_needed in (True, "true"),
        priority=opened.priority,
        created_at=case.tx.now,
        claimed_at=case.tx.now if assignee else None,
        due_at=opened.due_at,
        follow_up_at=opened.follow_up_at,
        state="open",
    )
    for candidate in dict.fromkeys([*groups, *departments, *map(task_candidates.of_person, people)]):
        records.add(case.tx.session, TaskCandidate, task_id=opened.eid, group_id=candidate)
    persons = [*people, assignee] if assignee else people
    case_members.add(case.tx.session, case.row.id, person_ids=persons, group_ids=groups, department_ids=departments)
    case.record(
        "user_task_created",
        opened.element_id,
        opened.round,
        task=opened.eid,
        assignee=assignee,
        groups=sorted(groups + departments),
        **({"people": people} if people else {}),
        due_at=opened.due_at.isoformat() if opened.due_at else None,
    )
    if assignee:
        staff_notifications.task_given(case, opened.eid, opened.element_id, assignee)
    elif not element.is_customer:
        staff_notifications.task_waits(case, opened.eid, opened.element_id, groups + departments, people)


def _candidates(case: RunningCase, named: Collection[str]) -> tuple[list[str], list[str], bool]:
    """Candidate groups and departments, one list in the diagram because the two never share an id; and whether any of them is there.

    One that isn't is kept all the same: who is put into it later finds what waits for it.
    """
    own = set(named) & case.tx.actor.groups  # these are there, and need not be looked up
    groups, departments = directory.units_among(case.tx.session, set(named) - own)
    return [each for each in named if each not in departments], [each for each in named if each in departments], bool(own or groups or departments)


def _people(case: RunningCase, named: Collection[str]) -> list[str]:
    """Ids of the candidates the diagram names by login or id; those who left or never were are nobody."""
    return acting_people.active_among(case.tx.session, named) if named else []


def _assignee(case: RunningCase, named: str | None) -> str | None:
    """Id of the person the diagram names by login or id, or of their deputy while they are away.

    Somebody who left or never was: nobody, so that the task lies with its candidates where it is seen; where it has none
    either, somebody stands in (case_stand_ins.py).
    """
    if not named:
        return None
    return acting_people.who_acts_for(case.tx.session, named, case.tx.now, case.row.id)
