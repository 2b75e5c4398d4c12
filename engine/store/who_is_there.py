"""Whom a diagram may name today: people by id or login, groups and departments, and which of these hold somebody."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import select

from engine.store.tables import Department, Group, GroupMember, Person
from engine.store.transaction import Tx


@dataclass(frozen=True, slots=True)
class WhoIsThere:
    """`people`: who is active; `left`: who no longer is; `units`: groups and departments; `peopled`: those with somebody active."""

    people: frozenset[str]
    left: frozenset[str]
    units: frozenset[str]
    peopled: frozenset[str]


def who_is_there(tx: Tx) -> WhoIsThere:
    rows = tx.session.execute(select(Person.id, Person.login, Person.department_id, Person.is_active)).all()
    active = {row.id for row in rows if row.is_active}
    members = tx.session.execute(select(GroupMember.group_id, GroupMember.person_id)).all()
    return WhoIsThere(
        people=frozenset({name for row in rows if row.is_active for name in (row.id, row.login)}),
        left=frozenset({name for row in rows if not row.is_active for name in (row.id, row.login)}),
        units=frozenset(tx.session.scalars(select(Group.id))) | frozenset(tx.session.scalars(select(Department.id))),
        peopled=frozenset({row.department_id for row in rows if row.is_active and row.department_id})
        | {row.group_id for row in members if row.person_id in active},
    )
