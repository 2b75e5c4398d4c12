"""Who gets a task for which nobody is there: whom it names is unknown or has left, or it names nobody. It must not lie where nobody looks."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from engine.errors import Refused, Text
from engine.store import case_members, cases, directory, facts, records, succession
from engine.store.tables import Incident, TaskCandidate, UserTask

if TYPE_CHECKING:
    from engine.commands.running_case import RunningCase

MANAGEMENT = "management"

Place = tuple[str | None, list[str], list[str]]


def found(case: RunningCase, opened: Any) -> Place:
    """Assignee, groups and departments instead: whoever leads the responsible department, else up the line, else the group
    `management`; without all of them nobody, and an incident says so."""
    place = _place(case)
    if not any(place):
        _raise(case, opened)
    return place


def look_again(case: RunningCase, incident: Incident) -> None:
    """After whom was missing came, or a supervisor was named: the element's tasks that nobody has. Raises Refused."""
    here = [each.eid for each in case.execution.user_tasks() if each.element_id == incident.element_id]
    for task in cases.tasks(case.tx, here):
        if _lies_with_nobody(case, task):
            assignee, groups, departments = _place(case)
            if not (assignee or groups):
                raise Refused("nobody_there", Text("仍没有人可以接手，请先指定部门主管。", "There is still nobody; appoint a supervisor first."))
            _give(case, task, assignee, groups, departments)
    incident.resolved_at, incident.resolved_by = case.tx.now, case.tx.actor.id
    case.record("incident_resolved", incident.element_id)


def _lies_with_nobody(case: RunningCase, task: UserTask) -> bool:
    known = facts.task_facts(case.tx.session, task)
    return not (task.assignee_id or known.candidate_users or any(directory.units_among(case.tx.session, known.candidate_groups)))


def _give(case: RunningCase, task: UserTask, assignee: str | None, groups: list[str], departments: list[str]) -> None:
    session = case.tx.session
    task.assignee_id, task.claimed_at = assignee, case.tx.now if assignee else None
    task.department_id = next(iter(departments), None)
    for candidate in groups + departments:
        records.add(session, TaskCandidate, task_id=task.id, group_id=candidate)
    case_members.add(session, case.row.id, person_ids=[assignee] if assignee else [], group_ids=groups, department_ids=departments)
    case.record("user_task_assigned", task.element_id, task.round, task=task.id, to=assignee, groups=groups + departments)


def _place(case: RunningCase) -> Place:
    responsible = _responsible_department(case)
    leader = succession.leader_of(case.tx.session, case.tx.now, responsible)
    if leader:
        # The department is a candidate, so that its leader can hand the task to a colleague.
        return leader, [], [responsible] if responsible else []
    return None, [MANAGEMENT] if directory.members_of(case.tx.session, MANAGEMENT) else [], []


def _responsible_department(case: RunningCase) -> str | None:
    """As the case's variables name it now; the row follows at the end of the command."""
    variable = case.loaded.package.settings.case_columns.get("department_id")
    named = case.execution.variables().get(variable) if variable else None
    return named if isinstance(named, str) and directory.departments_among(case.tx.session, [named]) else None


def _raise(case: RunningCase, opened: Any) -> None:
    named = [*([opened.assignee] if opened.assignee else []), *opened.candidate_users, *opened.candidate_groups]
    zh, en = "、".join(f"“{each}”" for each in named), ", ".join(f"'{each}'" for each in named)
    text = Text(
        f"没有人能办理：{f'{zh}不存在或已离职' if named else '没有写明由谁办理'}，也没有部门主管或“{MANAGEMENT}”小组可以接手。",
        f"Nobody can do it: {f'{en} is unknown or has left' if named else 'nobody is named'}, and neither a supervisor nor the group "
        f"'{MANAGEMENT}' is there to take it.",
    )
    cases.add_incident(case.tx, case.row.id, opened.element_id, None, text)
    case.row.has_incident = True
    case.record("incident_raised", opened.element_id, task=opened.eid, text_zh=text.zh, text_en=text.en)
