"""The administrator's pages of the directory: people, departments, groups, absences, and what leaving would hand over."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, or_, select

from engine.errors import NotFound, Text
from engine.model import permissions
from engine.queries.visible import newest_versions
from engine.store import succession
from engine.store.tables import Absence, Department, Group, GroupMember, Person, UserTask
from engine.store.transaction import Tx


@dataclass(frozen=True, slots=True)
class PersonLine:
    """One line of the list of people. `away_until`: the end of a running absence."""

    id: str
    login: str
    name: str
    department: Text | None
    roles: tuple[str, ...]
    groups: tuple[Text, ...]
    is_active: bool
    must_change_password: bool
    away_until: datetime | None


@dataclass(frozen=True, slots=True)
class AbsenceLine:
    id: str
    person_id: str
    person: str
    deputy: str
    starts_at: datetime
    ends_at: datetime
    is_running: bool
    is_over: bool


@dataclass(frozen=True, slots=True)
class DepartmentLine:
    """One line of the tree of departments; `depth` is 0 for those without a parent."""

    id: str
    name: Text
    supervisor: str | None
    deputy: str | None
    depth: int
    people: int


@dataclass(frozen=True, slots=True)
class GroupLine:
    id: str
    name: Text
    members: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Choices:
    """What the directory's forms offer: (id, words) of active people, departments, groups and deployed packages."""

    people: tuple[tuple[str, str], ...]
    departments: tuple[tuple[str, Text], ...]
    groups: tuple[tuple[str, Text], ...]
    packages: tuple[tuple[str, Text], ...]


@dataclass(frozen=True, slots=True)
class PersonPage:
    row: Person
    group_ids: tuple[str, ...]
    absences: tuple[AbsenceLine, ...]


@dataclass(frozen=True, slots=True)
class HandOver:
    """What leaving would do now. `departments`: led by the person, with the deputy who takes over.

    No case is named: administrators see none by that role.
    """

    open_tasks: int
    overdue_tasks: int
    successor: str | None
    departments: tuple[tuple[Text, str | None], ...]
    deputy_of: tuple[Text, ...]
    stands_in_for: tuple[str, ...]


def people(tx: Tx, search: str = "", department_id: str = "", is_with_left: bool = False) -> list[PersonLine]:
    """People by name or login, those who left only when asked for."""
    _administrator_only(tx)
    asked = select(Person).order_by(Person.is_active.desc(), Person.department_id, Person.login)
    if search := search.strip():
        asked = asked.where(or_(Person.name.contains(search, autoescape=True), Person.login.contains(search.lower(), autoescape=True)))
    if department_id:
        asked = asked.where(Person.department_id == department_id)
    if not is_with_left:
        asked = asked.where(Person.is_active.is_(True))
    names, groups, away = _names(tx, Department), _groups_of_people(tx), _away(tx)
    return [_person_line(row, names, groups, away) for row in tx.session.scalars(asked)]


def person(tx: Tx, person_id: str) -> PersonPage:
    _administrator_only(tx)
    row = _person(tx, person_id)
    groups = tx.session.scalars(select(GroupMember.group_id).where(GroupMember.person_id == person_id))
    return PersonPage(row, tuple(sorted(groups)), tuple(absence_lines(tx, person_id)))


def hand_over(tx: Tx, person_id: str) -> HandOver:
    """The preview of leaving: how many open tasks, to whom, and which departments pass to their deputy."""
    _administrator_only(tx)
    row = _person(tx, person_id)
    mine = select(func.count()).where(UserTask.assignee_id == person_id, UserTask.state == "open")
    heir = succession.successor_of(tx.session, tx.now, row)
    led = tx.session.scalars(select(Department).where(Department.supervisor_id == person_id).order_by(Department.id))
    seconded = select(Department).where(Department.deputy_id == person_id).order_by(Department.id)
    deputised = select(Absence.person_id).where(Absence.deputy_id == person_id, Absence.ends_at > tx.now)
    return HandOver(
        open_tasks=tx.session.scalar(mine) or 0,
        overdue_tasks=tx.session.scalar(mine.where(UserTask.due_at < tx.now)) or 0,
        successor=_name(tx, heir),
        departments=tuple((Text(each.name_zh, each.name_en), _name(tx, each.deputy_id)) for each in led),
        deputy_of=tuple(Text(each.name_zh, each.name_en) for each in tx.session.scalars(seconded)),
        stands_in_for=tuple(_name(tx, each) or "" for each in tx.session.scalars(deputised)),
    )


def choices(tx: Tx) -> Choices:
    _administrator_only(tx)
    active = tx.session.scalars(select(Person).where(Person.is_active.is_(True)).order_by(Person.login))
    return Choices(
        people=tuple((row.id, f"{row.name} · {row.login}") for row in active),
        departments=tuple(_names(tx, Department).items()),
        groups=tuple(_names(tx, Group).items()),
        packages=tuple((id_, tx.library.get(version_id).package.name) for id_, version_id in newest_versions(tx).items()),
    )


def departments(tx: Tx) -> list[DepartmentLine]:
    """The tree of departments, top down."""
    _administrator_only(tx)
    rows = tx.session.scalars(select(Department).order_by(Department.id)).all()
    active = select(Person.department_id, func.count()).where(Person.is_active.is_(True)).group_by(Person.department_id)
    counts = dict(tx.session.execute(active).all())
    known = {row.id for row in rows}
    roots = [row for row in rows if row.parent_id not in known]
    return [line for root in roots for line in _branch(tx, root, rows, counts, 0)]


def department(tx: Tx, department_id: str) -> Department:
    _administrator_only(tx)
    row = tx.session.get(Department, department_id)
    if row is None:
        raise NotFound("department")
    return row


def groups(tx: Tx) -> list[GroupLine]:
    _administrator_only(tx)
    members: dict[str, list[str]] = {}
    joined = select(GroupMember.group_id, Person.name).join(Person, Person.id == GroupMember.person_id).order_by(Person.login)
    for group_id, name in tx.session.execute(joined):
        members.setdefault(group_id, []).append(name)
    return [GroupLine(id_, name, tuple(members.get(id_, ()))) for id_, name in _names(tx, Group).items()]


def group(tx: Tx, group_id: str) -> tuple[Group, tuple[str, ...]]:
    """The group and the ids of its members."""
    _administrator_only(tx)
    row = tx.session.get(Group, group_id)
    if row is None:
        raise NotFound("group")
    members = tx.session.scalars(select(GroupMember.person_id).where(GroupMember.group_id == group_id))
    return row, tuple(members)


def absences(tx: Tx, is_with_past: bool = False) -> list[AbsenceLine]:
    """Absences, the next first; past ones only when asked for."""
    _administrator_only(tx)
    return [line for line in absence_lines(tx) if is_with_past or not line.is_over]


def absence_lines(tx: Tx, person_id: str | None = None) -> list[AbsenceLine]:
    """The next first; of one person, or of everybody. The caller has checked who asks."""
    asked = select(Absence).order_by(Absence.starts_at)
    if person_id:
        asked = asked.where(Absence.person_id == person_id)
    return [
        AbsenceLine(
            row.id, row.person_id, _name(tx, row.person_id) or "", _name(tx, row.deputy_id) or "", row.starts_at, row.ends_at,
            row.starts_at <= tx.now < row.ends_at, row.ends_at <= tx.now,
        )
        for row in tx.session.scalars(asked)
    ]  # fmt: skip


def _administrator_only(tx: Tx) -> None:
    if not permissions.may_administer(tx.actor):
        raise NotFound("administration")


def _person(tx: Tx, person_id: str) -> Person:
    row = tx.session.get(Person, person_id)
    if row is None:
        raise NotFound("person")
    return row


def _person_line(row: Person, names: dict, groups: dict, away: dict) -> PersonLine:
    return PersonLine(
        row.id, row.login, row.name, names.get(row.department_id), tuple(row.roles), tuple(groups.get(row.id, ())),
        row.is_active, row.must_change_password, away.get(row.id),
    )  # fmt: skip


def _branch(tx: Tx, row: Department, rows: list[Department], counts: dict, depth: int) -> list[DepartmentLine]:
    line = DepartmentLine(
        row.id, Text(row.name_zh, row.name_en), _name(tx, row.supervisor_id), _name(tx, row.deputy_id), depth, counts.get(row.id, 0)
    )
    below = [each for each in rows if each.parent_id == row.id]
    return [line, *(found for each in below for found in _branch(tx, each, rows, counts, depth + 1))]


def _names(tx: Tx, table: type[Department] | type[Group]) -> dict[str | None, Text]:
    return {row.id: Text(row.name_zh, row.name_en) for row in tx.session.scalars(select(table).order_by(table.id))}


def _name(tx: Tx, person_id: str | None) -> str | None:
    row = tx.session.get(Person, person_id) if person_id else None
    return row.name if row else None


def _groups_of_people(tx: Tx) -> dict[str, list[Text]]:
    found: dict[str, list[Text]] = {}
    joined = select(GroupMember.person_id, Group).join(Group, Group.id == GroupMember.group_id).order_by(Group.id)
    for person_id, row in tx.session.execute(joined):
        found.setdefault(person_id, []).append(Text(row.name_zh, row.name_en))
    return found


def _away(tx: Tx) -> dict[str, datetime]:
    running = select(Absence.person_id, Absence.ends_at).where(Absence.starts_at <= tx.now, Absence.ends_at > tx.now)
    return dict(tx.session.execute(running).all())
