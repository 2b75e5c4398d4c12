"""Departments of the directory: create and change, with supervisor, deputy and parent."""

from __future__ import annotations

from dataclasses import asdict, dataclass

from engine.commands.directory_checks import (
    UNKNOWN,
    active_person,
    administrator_only,
    existing,
    name_fault,
    present,
    slug_fault,
)
from engine.errors import InvalidValues, Text
from engine.store import directory, house
from engine.store.tables import Department
from engine.store.transaction import Tx


@dataclass(frozen=True, slots=True)
class DepartmentFields:
    name_zh: str
    name_en: str
    supervisor_id: str | None
    deputy_id: str | None
    parent_id: str | None


def create(tx: Tx, department_id: str, fields: DepartmentFields) -> None:
    """A new department. `department_id` is the short name that diagrams and tables write. Raises InvalidValues."""
    administrator_only(tx)
    faults = present({"id": slug_fault(department_id) or _taken(tx, department_id)})
    if faults := faults | _faults(tx, department_id, fields):
        raise InvalidValues(faults)
    tx.session.add(Department(id=department_id, **asdict(fields)))
    house.record(tx, "department_created", {"department_id": department_id, **asdict(fields)})


def change(tx: Tx, department_id: str, fields: DepartmentFields) -> None:
    """Changes names, supervisor, deputy, parent; old and new are recorded. Raises InvalidValues."""
    administrator_only(tx)
    directory.lock_departments(tx.session)
    department = existing(tx, Department, department_id)
    if faults := _faults(tx, department_id, fields):
        raise InvalidValues(faults)
    changed = {}
    for key, value in asdict(fields).items():
        if (before := getattr(department, key)) != value:
            changed[key] = {"before": before, "after": value}
            setattr(department, key, value)
    if changed:
        house.record(tx, "department_changed", {"department_id": department_id, **changed})


def _faults(tx: Tx, department_id: str, fields: DepartmentFields) -> dict[str, Text]:
    return present({
        "name_zh": name_fault(fields.name_zh),
        "name_en": name_fault(fields.name_en),
        "supervisor_id": _person_fault(tx, fields.supervisor_id),
        "deputy_id": _person_fault(tx, fields.deputy_id) or _deputy_fault(fields),
        "parent_id": _parent_fault(tx, department_id, fields.parent_id),
    })


def _person_fault(tx: Tx, person_id: str | None) -> Text | None:
    return UNKNOWN if person_id and not active_person(tx, person_id) else None


def _deputy_fault(fields: DepartmentFields) -> Text | None:
    if fields.deputy_id and fields.deputy_id == fields.supervisor_id:
        return Text("副职不能与主管是同一人。", "The deputy has to be another person than the supervisor.")
    return None


def _parent_fault(tx: Tx, department_id: str, parent_id: str | None) -> Text | None:
    above, passed = parent_id, {department_id}
    while above:
        if above in passed:
            return Text("上级部门不能是本部门或其下级。", "The parent can't be this department or one below it.")
        parent = tx.session.get(Department, above)
        if parent is None:
            return UNKNOWN
        passed.add(above)
        above = parent.parent_id
    return None


def _taken(tx: Tx, department_id: str) -> Text | None:
    if tx.session.get(Department, department_id) is None:
        return None
    return Text("这个标识已被使用。", "This id is taken.")
