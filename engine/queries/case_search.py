"""The list of cases someone may see: by number or title, state, type, priority, department and group of customers; the newest first."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, exists, func, or_, select

from engine.errors import NotFound, Text
from engine.model.form_schema import flat
from engine.queries.case_rows import CaseRow, rows_of
from engine.queries.visible import may_see, newest_versions
from engine.store.tables import Department, ProcessInstance, ReportFact
from engine.store.transaction import Tx

PAGE = 50
COUNTED = 1000
STATES = {"active": Text("进行中", "Active"), "completed": Text("已结束", "Ended")}


@dataclass(frozen=True, slots=True)
class Wanted:
    """What to look for; empty = any."""

    words: str = ""
    state: str = ""
    type: str = ""
    priority: str = ""
    department: str = ""
    segment: str = ""

    @property
    def is_narrowed(self) -> bool:
        return any((self.words, self.state, self.type, self.priority, self.department, self.segment))


@dataclass(frozen=True, slots=True)
class Found:
    """`segments`: groups of customers as a procedure's form asks for them (their industry, for instance), under its label."""

    rows: list[CaseRow]
    count: int
    page: int
    has_next: bool
    types: list[tuple[str, Text]]
    priorities: list[tuple[str, Text]]
    departments: list[tuple[str, Text]]
    segments: list[tuple[str, Text]]
    segment_label: Text


def search(tx: Tx, wanted: Wanted, page: int = 1) -> Found:
    """One page of the cases the actor may see; `count` is at most COUNTED."""
    if not tx.actor.is_staff:
        raise NotFound("cases")
    conditions = [may_see(tx, tx.actor), *_conditions(wanted)]
    newest = select(ProcessInstance).where(*conditions).order_by(ProcessInstance.received_at.desc(), ProcessInstance.id.desc())
    rows = tx.session.scalars(newest.limit(PAGE + 1).offset((page - 1) * PAGE)).all()
    counted = select(ProcessInstance.id).where(*conditions).limit(COUNTED).subquery()
    count = tx.session.scalar(select(func.count()).select_from(counted)) or 0
    return Found(rows_of(tx, [(row, None) for row in rows[:PAGE]]), count, page, len(rows) > PAGE, *_choices(tx))


def number_of(tx: Tx, words: str) -> str | None:
    """The number of the one case that is called exactly so and that the actor may see."""
    exact = select(ProcessInstance.business_key).where(ProcessInstance.business_key == words.strip(), may_see(tx, tx.actor))
    return tx.session.scalar(exact)


def _conditions(wanted: Wanted) -> list[ColumnElement[bool]]:
    case, conditions = ProcessInstance, []
    if wanted.words:
        pattern = "%" + wanted.words.strip().replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_") + "%"
        conditions.append(or_(case.business_key.like(pattern, escape="\\"), case.title.like(pattern, escape="\\")))
    if wanted.state:
        conditions.append(case.state == "active" if wanted.state == "active" else case.state != "active")
    for column, value in ((case.type_value, wanted.type), (case.priority_value, wanted.priority), (case.department_id, wanted.department)):
        if value:
            conditions.append(column == value)
    if wanted.segment:
        told = ReportFact.instance_id == case.id, ReportFact.name == "segment", ReportFact.value == wanted.segment
        conditions.append(exists().where(*told))
    return conditions


def _choices(tx: Tx) -> tuple[list, list, list, list, Text]:
    """Values to filter by: the newest versions' types and priorities, the departments, and the groups of customers."""
    packages = [tx.library.get(version_id).package for version_id in newest_versions(tx).values()]
    types = {value: package.texts.value(value) for package in packages for value in package.settings.types}
    priorities = {value: package.texts.value(value) for package in packages for value in (each.value for each in package.settings.priorities)}
    departments = tx.session.scalars(select(Department).order_by(Department.id))
    named = [(each.id, Text(each.name_zh, each.name_en)) for each in departments]
    return list(types.items()), list(priorities.items()), named, *_segments(packages)


def _segments(packages: list[Any]) -> tuple[list[tuple[str, Text]], Text]:
    """What the forms of the packages offer for the variable that is their customers' group, and what the first of them calls it."""
    found: dict[str, Text] = {}
    label = Text("", "")
    for package, form, field in _asking(packages):
        label = label if label.zh else package.texts.field(form.id, field.text_key, "label", field.label)
        found |= {str(each.value): package.texts.option(form.id, field.text_key, str(each.value), each.label.zh) for each in field.options}
    return list(found.items()), label


def _asking(packages: list[Any]) -> Iterator[tuple[Any, Any, Any]]:
    """Package, form and field: where the group of customers is chosen from a list."""
    for package in packages:
        variable = package.settings.case.get("segment")
        for form in package.forms.values() if variable else ():
            yield from ((package, form, field) for field in flat(form.fields) if field.key == variable and field.options)
