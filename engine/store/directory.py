"""Finders of the directory: people, departments, groups and absences as the commands need them."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import datetime

from sqlalchemy import delete, literal_column, or_, select, union_all
from sqlalchemy.orm import Session

from engine.errors import NotFound
from engine.model import people
from engine.store import records, task_candidates
from engine.store.tables import Absence, Department, Group, GroupMember, Person, TaskCandidate, UserTask


def person_with_login(session: Session, login: str) -> Person:
    """Raises NotFound."""
    person = session.scalar(select(Person).where(Person.login == login))
    if person is None:
        raise NotFound("person")
    return person


def has_login(session: Session, login: str) -> bool:
    return session.scalar(select(Person.id).where(Person.login == login)) is not None


def active_people(session: Session, *, is_locked: bool = False) -> list[Person]:
    """`is_locked`: nobody else changes them before this transaction ends."""
    active = select(Person).where(Person.is_active.is_(True)).order_by(Person.login)
    return list(session.scalars(active.with_for_update() if is_locked else active))


def groups_of(session: Session, person_id: str) -> set[str]:
    return set(session.scalars(select(GroupMember.group_id).where(GroupMember.person_id == person_id)))


def members_of(session: Session, group_id: str) -> set[str]:
    return set(session.scalars(select(GroupMember.person_id).where(GroupMember.group_id == group_id)))


def is_unit(session: Session, id_: str) -> bool:
    """Whether a group or a department has this id."""
    return session.get(Group, id_) is not None or session.get(Department, id_) is not None


def active_of_unit(session: Session, id_: str) -> list[str]:
    """Ids of the active people of a group or department, by login."""
    members = select(GroupMember.person_id).where(GroupMember.group_id == id_)
    belongs = or_(Person.department_id == id_, Person.id.in_(members))
    return list(session.scalars(select(Person.id).where(belongs, Person.is_active.is_(True)).order_by(Person.login)))


def set_groups(session: Session, person_id: str, group_ids: Iterable[str]) -> None:
    before, after = groups_of(session, person_id), set(group_ids)
    _remove(session, GroupMember.person_id == person_id, GroupMember.group_id.in_(before - after))
    session.add_all(GroupMember(group_id=each, person_id=person_id) for each in sorted(after - before))


def set_members(session: Session, group_id: str, person_ids: Iterable[str]) -> None:
    before, after = members_of(session, group_id), set(person_ids)
    _remove(session, GroupMember.group_id == group_id, GroupMember.person_id.in_(before - after))
    session.add_all(GroupMember(group_id=group_id, person_id=each) for each in sorted(after - before))


def is_away_between(session: Session, person_id: str, starts_at: datetime, ends_at: datetime) -> bool:
    """Whether the person is absent for any part of that time."""
    overlapping = select(Absence.id).where(
        Absence.person_id == person_id, Absence.starts_at < ends_at, Absence.ends_at > starts_at
    )
    return session.scalar(overlapping.limit(1)) is not None


def away(session: Session, now: datetime) -> dict[str, str]:
    """Who is absent now, and the deputy they named."""
    running = select(Absence.person_id, Absence.deputy_id).where(Absence.starts_at <= now, Absence.ends_at > now)
    return dict(session.execute(running).all())


def departments(session: Session) -> dict[str, people.Department]:
    """Every department by its id, as the rules know it."""
    rows = session.scalars(select(Department))
    facts = (
        people.Department(row.id, row.name_zh, row.name_en, row.supervisor_id, row.deputy_id, row.parent_id) for row in rows
    )
    return {each.id: each for each in facts}


def departments_among(session: Session, ids: Collection[str]) -> frozenset[str]:
    """Which of these ids are departments."""
    return units_among(session, ids)[1]


def units_among(session: Session, ids: Collection[str]) -> tuple[frozenset[str], frozenset[str]]:
    """Which of these ids are groups, and which are departments."""
    wanted = frozenset(ids)
    rows = records.read(session, _UNIT_IDS) if wanted else []
    return tuple(frozenset(row.id for row in rows if row.is_department == kind) & wanted for kind in (0, 1))


_UNITS = union_all(
    select(Group.__table__.c.id, literal_column("0").label("is_department")), select(Department.__table__.c.id, literal_column("1"))
).subquery()
_UNIT_IDS = select(_UNITS.c.id, _UNITS.c.is_department)


def lock_departments(session: Session) -> None:
    """Two administrators who move departments at once would otherwise put each below the other."""
    session.scalars(select(Department.id).order_by(Department.id).with_for_update()).all()


def departments_led_by(session: Session, person_id: str) -> list[Department]:
    """Departments in which the person is supervisor or deputy."""
    led = or_(Department.supervisor_id == person_id, Department.deputy_id == person_id)
    return list(session.scalars(select(Department).where(led).order_by(Department.id)))


def open_tasks_of(session: Session, person_id: str) -> list[UserTask]:
    mine = select(UserTask).where(UserTask.assignee_id == person_id, UserTask.state == "open")
    return list(session.scalars(mine.order_by(UserTask.id)))


def open_tasks_naming(session: Session, person_id: str) -> list[str]:
    """Ids of the open tasks that name the person among their candidates."""
    named = select(UserTask.id).join(TaskCandidate, TaskCandidate.task_id == UserTask.id)
    mine = named.where(TaskCandidate.group_id == task_candidates.of_person(person_id), UserTask.state == "open")
    return list(session.scalars(mine.order_by(UserTask.id)))


def name_instead(session: Session, task_id: str, person_id: str, heir: str | None) -> None:
    """One candidate of a task by another; without an heir the others remain."""
    of_task = TaskCandidate.task_id == task_id
    session.execute(delete(TaskCandidate).where(of_task, TaskCandidate.group_id == task_candidates.of_person(person_id)))
    if heir and session.get(TaskCandidate, (task_id, task_candidates.of_person(heir))) is None:
        session.add(TaskCandidate(task_id=task_id, group_id=task_candidates.of_person(heir)))


def has_candidates(session: Session, task: UserTask) -> bool:
    """Whether somebody finds the task when it has no assignee: a group, or the department it lies with."""
    candidates = select(TaskCandidate.task_id).where(TaskCandidate.task_id == task.id)
    return task.department_id is not None or session.scalar(candidates.limit(1)) is not None


def _remove(session: Session, *conditions: object) -> None:
    session.execute(delete(GroupMember).where(*conditions))
