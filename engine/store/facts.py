"""What the rules of engine/model need to know of a case or a user task, read from its rows."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from engine.model.permissions import TaskFacts
from engine.model.visibility import CaseFacts
from engine.store import task_candidates
from engine.store.tables import CaseMember, Person, ProcessInstance, TaskCandidate, UserTask


def case_facts(session: Session, row: ProcessInstance, intake_groups: Iterable[str] = ()) -> CaseFacts:
    """`intake_groups`: who takes cases of this package in, from its settings."""
    members = session.scalars(select(CaseMember).where(CaseMember.instance_id == row.id)).all()
    return CaseFacts(
        id=row.id,
        package_id=row.package_id,
        state=row.state,
        started_by=row.started_by,
        department_id=row.department_id,
        member_people=frozenset(each.person_id for each in members if each.person_id),
        member_groups=frozenset(each.group_id for each in members if each.group_id),
        member_departments=frozenset(each.department_id for each in members if each.department_id),
        intake_groups=frozenset(intake_groups),
    )


def task_facts(session: Session, task: UserTask, case_department: str | None = None) -> TaskFacts:
    """`department_id`: of the task, else of its assignee, else `case_department`."""
    known = getattr(task, "known", None) or _read(session, task)
    return TaskFacts(
        id=task.id,
        instance_id=task.instance_id,
        state=task.state,
        assignee_id=task.assignee_id,
        candidate_groups=task_candidates.units_among(known["candidates"]),
        candidate_users=task_candidates.people_among(known["candidates"]),
        department_id=task.department_id or known["department"] or case_department,
        is_customer=task.is_customer,
        contact_needed=task.contact_needed,
    )


def _read(session: Session, task: UserTask) -> dict[str, Any]:
    candidates = session.scalars(select(TaskCandidate.group_id).where(TaskCandidate.task_id == task.id))
    department = session.scalar(select(Person.department_id).where(Person.id == task.assignee_id)) if task.assignee_id else None
    return {"candidates": frozenset(candidates), "department": department}
