"""How much lies with whom in the departments a supervisor answers for, and the tasks that can be handed to others."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import or_, select

from engine.errors import NotFound, Text
from engine.model import permissions
from engine.queries.case_rows import CaseRow, rows_of
from engine.store import acting_people
from engine.store.tables import Department, Person, ProcessInstance, UserTask
from engine.store.transaction import Tx

MOST = 500


@dataclass(frozen=True, slots=True)
class PersonLoad:
    """`overdue`: of the open tasks, those of cases with a breached or passed deadline."""

    id: str
    name: str
    is_away: bool
    open: int
    overdue: int
    tasks: list[CaseRow]


@dataclass(frozen=True, slots=True)
class Load:
    """`people`: who has most that is late, then most at all, first. `unclaimed`: tasks that lie with the department and nobody has."""

    departments: list[tuple[str, Text]]
    department_id: str
    name: Text
    people: list[PersonLoad]
    unclaimed: list[CaseRow]


def load(tx: Tx, department_id: str = "") -> Load:
    """Of that department, else of the first one the actor answers for. Raises NotFound."""
    led = tx.session.scalars(select(Department).where(Department.id.in_(tx.actor.supervises)).order_by(Department.id)).all()
    chosen = next((each for each in led if each.id == department_id or not department_id), None)
    if chosen is None or not permissions.may_see_load(tx.actor, chosen.id):
        raise NotFound("department")
    members = tx.session.scalars(
        select(Person).where(Person.department_id == chosen.id, Person.is_active.is_(True)).order_by(Person.name)
    ).all()
    rows = _rows(tx, chosen.id, [each.id for each in members])
    away = acting_people.absent(tx.session, tx.now)
    return Load(
        [(each.id, Text(each.name_zh, each.name_en)) for each in led],
        chosen.id,
        Text(chosen.name_zh, chosen.name_en),
        sorted((_person(each, each.id in away, rows.get(each.id, [])) for each in members), key=lambda each: (-each.overdue, -each.open)),
        rows.get(None, []),
    )


def _rows(tx: Tx, department_id: str, people: list[str]) -> dict[str | None, list[CaseRow]]:
    """Lines by assignee; None: nobody's."""
    case = ProcessInstance
    is_theirs = or_(UserTask.assignee_id.in_(people), (UserTask.department_id == department_id) & UserTask.assignee_id.is_(None))
    lines = select(case, UserTask).join(UserTask, UserTask.instance_id == case.id)
    found = lines.where(UserTask.state == "open", UserTask.is_customer.is_(False), is_theirs)
    ordered = found.order_by(case.nearest_due_at.asc().nulls_last(), case.received_at, UserTask.id).limit(MOST)
    pairs = [(row[0], row[1]) for row in tx.session.execute(ordered)]
    by_person: dict[str | None, list[CaseRow]] = {}
    for (_, task), line in zip(pairs, rows_of(tx, pairs), strict=True):
        by_person.setdefault(task.assignee_id, []).append(line)
    return by_person


def _person(person: Person, is_away: bool, tasks: list[CaseRow]) -> PersonLoad:
    overdue = sum(1 for task in tasks if task.nearest is not None and task.nearest.face == "breached")
    return PersonLoad(person.id, person.name, is_away, len(tasks), overdue, tasks)
