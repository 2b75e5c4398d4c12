"""Who a session belongs to: the actor of a member of staff, as the directory knows them this moment."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass

from sqlalchemy import select

from engine.errors import NotFound
from engine.model import people
from engine.model.people import Actor
from engine.store.tables import Absence, Department, GroupMember, Person
from engine.store.transaction import Tx


@dataclass(frozen=True, slots=True)
class SignedIn:
    """`stamp` changes with the password, so that sessions opened with an older one end."""

    actor: Actor
    language: str
    must_change_password: bool
    stamp: str


def signed_in(tx: Tx, person_id: str) -> SignedIn:
    """Raises NotFound for somebody who left or never was."""
    person = tx.session.get(Person, person_id)
    if person is None or not person.is_active:
        raise NotFound("person")
    return SignedIn(staff_actor(tx, person), person.language, person.must_change_password, _stamp(person))


def staff_actor(tx: Tx, person: Person) -> Actor:
    """The actor with groups, departments answered for now, and the absent people they stand in for."""
    absences = tx.session.scalars(select(Absence).where(Absence.starts_at <= tx.now, Absence.ends_at > tx.now)).all()
    groups = tx.session.scalars(select(GroupMember.group_id).where(GroupMember.person_id == person.id))
    return people.staff(
        people.Person(
            person.id, person.login, person.name, person.department_id, frozenset(groups), frozenset(person.roles), person.language
        ),
        departments=[_department(row) for row in tx.session.scalars(select(Department))],
        absent={absence.person_id for absence in absences},
        stands_in_for={absence.person_id for absence in absences if absence.deputy_id == person.id},
    )


def _department(row: Department) -> people.Department:
    return people.Department(row.id, row.name_zh, row.name_en, row.supervisor_id, row.deputy_id, row.parent_id)


def _stamp(person: Person) -> str:
    return hashlib.blake2b((person.password_hash or "").encode(), digest_size=9, person=b"huixiang").hexdigest()
