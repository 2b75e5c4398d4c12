"""A first company in an empty installation: departments, groups and people from one file, in one transaction."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from engine.commands import passwords
from engine.errors import NotFound
from engine.store import directory, house
from engine.store.ids import new_id
from engine.store.tables import Department, Group, GroupMember, Person
from engine.store.transaction import Tx


def create_company(tx: Tx, company: Mapping[str, Any], password: str | None = None) -> dict[str, str]:
    """Person ids by login. Does nothing where people are already there: their directory is theirs.

    `password`: everybody's, for a demo; None: nobody can sign in before an administrator resets theirs.
    """
    if tx.actor.kind != "system":
        raise NotFound("company")
    known = directory.active_people(tx.session)
    if known:
        return {person.login: person.id for person in known}
    ids = {each["login"]: new_id() for each in company.get("person", ())}
    _departments(tx, company, ids)
    _groups(tx, company)
    _people(tx, company, ids, passwords.hash_password(password) if password else None)
    return ids


def _departments(tx: Tx, company: Mapping[str, Any], ids: Mapping[str, str]) -> None:
    for each in company.get("department", ()):
        row = Department(
            id=each["id"],
            name_zh=each["zh"],
            name_en=each["en"],
            supervisor_id=ids[each["supervisor"]] if "supervisor" in each else None,
            deputy_id=ids[each["deputy"]] if "deputy" in each else None,
            parent_id=each.get("parent"),
        )
        tx.session.add(row)
        house.record(tx, "department_created", {"department_id": row.id, "name_zh": row.name_zh})


def _groups(tx: Tx, company: Mapping[str, Any]) -> None:
    for each in company.get("group", ()):
        tx.session.add(Group(id=each["id"], name_zh=each["zh"], name_en=each["en"]))
        house.record(tx, "group_created", {"group_id": each["id"], "name_zh": each["zh"]})


def _people(tx: Tx, company: Mapping[str, Any], ids: Mapping[str, str], password_hash: str | None) -> None:
    for each in company.get("person", ()):
        row = Person(
            id=ids[each["login"]],
            login=each["login"],
            name=each["name"],
            language=each.get("language", "zh"),
            password_hash=password_hash,
            roles=sorted(each.get("roles", ())),
            department_id=each.get("department"),
            is_active=True,
            must_change_password=False,
            created_at=tx.now,
        )
        tx.session.add(row)
        tx.session.add_all(GroupMember(group_id=group, person_id=row.id) for group in each.get("groups", ()))
        house.record(tx, "person_created", {"person_id": row.id, "login": row.login, "roles": row.roles})
