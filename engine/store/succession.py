"""Who takes over when someone leaves, or a task has nobody: the deputy they named, then up the line of departments."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime

from sqlalchemy.orm import Session

from engine.model import people
from engine.store import directory
from engine.store.tables import Person


def successor_of(session: Session, now: datetime, person: Person) -> str | None:
    """Id of the first of the line who is active and not away; None when nobody is: tasks then go back to their candidates."""
    away = directory.away(session, now)
    available = {each.id for each in directory.active_people(session)} - set(away) - {person.id}
    line = (away.get(person.id), *_line(person.department_id, directory.departments(session)))
    return next((each for each in line if each in available), None)


def leader_of(session: Session, now: datetime, department_id: str | None) -> str | None:
    """Id of the first of the department's line who is active and not away; of nobody's department: None."""
    available = {each.id for each in directory.active_people(session)} - set(directory.away(session, now))
    return next((each for each in _line(department_id, directory.departments(session)) if each in available), None)


def _line(department_id: str | None, departments: Mapping[str, people.Department]) -> Iterator[str | None]:
    """Supervisor and deputy of the department, then of its parent, up to the top."""
    left = dict(departments)  # each at most once, whatever the tree looks like
    while department := left.pop(department_id or "", None):
        yield department.supervisor_id
        yield department.deputy_id
        department_id = department.parent_id
