"""Who answers and stands in for whom at a moment: departments with their supervisors, absences, people by login."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import and_, bindparam, exists, func, or_, select
from sqlalchemy.orm import Session, aliased

from engine.errors import NotFound
from engine.model import people
from engine.store import case_members, records
from engine.store.tables import Absence, CaseMember, Department, GroupMember, Person
from engine.store.transaction import Tx


def departments(session: Session, now: datetime) -> tuple[list[people.Department], dict[str, str], frozenset[str]]:
    """Every department, the login of each person by id, and the ids of everybody who is away at `now`."""
    found = [_department(row) for row in session.scalars(select(Department).order_by(Department.id))]
    logins = {id_: login for id_, login in session.execute(select(Person.id, Person.login))}
    return found, logins, absent(session, now)


def people_of_departments(session: Session) -> dict[str, list[dict[str, str]]]:
    """Active people per department, as options of a choice: their name, and their login as the value."""
    found = select(Person.department_id, Person.name, Person.login).where(Person.is_active, Person.department_id.is_not(None))
    options: dict[str, list[dict[str, str]]] = {}
    for department_id, name, login in session.execute(found.order_by(Person.name)):
        options.setdefault(department_id, []).append({"label": name, "value": login})
    return options


def absent(session: Session, now: datetime) -> frozenset[str]:
    """Ids of everybody who is away at `now`."""
    return frozenset(session.scalars(select(Absence.person_id).where(Absence.starts_at <= now, Absence.ends_at > now)))


def who_acts_for(session: Session, id_or_login: str, now: datetime, instance_id: str = "") -> str | None:
    """Id of the active person of that id or login, or of their deputy while they are away; None for nobody.

    `instance_id`: of the case this person is about to become a member of; whether they are one is read along.
    """
    found = records.read(session, _WHO_ACTS, named=id_or_login, now=now, instance_id=instance_id)
    if not found or not found[0].is_active:
        return None
    id_ = found[0].deputy_id or found[0].id
    if found[0].is_member:
        case_members.remember(session, instance_id, id_)
    return id_


def person(session: Session, row: Person) -> people.Person:
    groups = session.scalars(select(GroupMember.group_id).where(GroupMember.person_id == row.id))
    return people.Person(
        id=row.id,
        login=row.login,
        name=row.name,
        department_id=row.department_id,
        groups=frozenset(groups),
        roles=frozenset(row.roles),
        language=row.language,
        is_active=row.is_active,
    )


def name_of(session: Session, person_id: str | None) -> str:
    """Empty for nobody."""
    return session.scalar(select(Person.name).where(Person.id == person_id)) or ""


def find_person(session: Session, id_or_login: str) -> Person | None:
    """A person by id or login."""
    return session.scalar(select(Person).where((Person.id == id_or_login) | (Person.login == id_or_login)))


def active_among(session: Session, named: Collection[str]) -> list[str]:
    """Ids of the active people of these ids or logins. Nobody of them leaves before what they are given is theirs."""
    found = select(Person.id).where(Person.id.in_(named) | Person.login.in_(named), Person.is_active.is_(True)).order_by(Person.id)
    return list(session.scalars(found.with_for_update(read=True, key_share=True)))


def actor(session: Session, row: Person, now: datetime) -> people.Actor:
    """The actor a member of staff is at `now`: with the departments they answer for and the absent they stand in for."""
    found = [_department(each) for each in session.scalars(select(Department))]
    stands_in_for = session.scalars(
        select(Absence.person_id).where(Absence.deputy_id == row.id, Absence.starts_at <= now, Absence.ends_at > now)
    )
    return people.staff(person(session, row), found, absent(session, now), frozenset(stands_in_for))


def actor_named(tx: Tx, login: str) -> people.Actor:
    """Raises NotFound for nobody, or somebody who left."""
    row = find_person(tx.session, login)
    if row is None or not row.is_active:
        raise NotFound("person")
    return actor(tx.session, row, tx.now)


def _department(row: Department) -> people.Department:
    return people.Department(row.id, row.name_zh, row.name_en, row.supervisor_id, row.deputy_id, row.parent_id)


_NOW = bindparam("now", type_=Absence.starts_at.type)
_IS_AWAY = and_(Absence.person_id == Person.id, Absence.starts_at <= _NOW, Absence.ends_at > _NOW)
_DEPUTY = aliased(Person)
_IS_MEMBER = exists().where(
    CaseMember.instance_id == bindparam("instance_id"), CaseMember.person_id == func.coalesce(_DEPUTY.id, Person.id)
)
_WHO_ACTS = (
    select(Person.__table__.c.id, Person.__table__.c.is_active, _DEPUTY.id.label("deputy_id"), _IS_MEMBER.label("is_member"))
    .outerjoin(Absence, _IS_AWAY)
    .outerjoin(_DEPUTY, and_(_DEPUTY.id == Absence.deputy_id, _DEPUTY.is_active.is_(True)))
    .where(or_(Person.id == bindparam("named"), Person.login == bindparam("named")))
    .order_by(Absence.starts_at)
    # Whoever is being given a task can't leave before it is theirs, and then it is handed over with the rest.
    .with_for_update(read=True, key_share=True, of=Person)
)
