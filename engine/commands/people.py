"""People in the directory: create, change, reset a password. Leaving is in leaving.py."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict, dataclass

from engine.commands.directory_checks import UNKNOWN, administrator_only, existing, login_fault, name_fault, present
from engine.commands.passwords import OneTime
from engine.errors import InvalidValues, Refused, Text
from engine.model.people import ADMINISTRATOR, LANGUAGES, PACKAGE_ROLES, ROLES
from engine.store import directory, house
from engine.store.ids import new_id
from engine.store.tables import Department, Group, Person
from engine.store.transaction import Tx


@dataclass(frozen=True, slots=True)
class PersonFields:
    """What an administrator decides about a person; the login is decided once, at creation."""

    name: str
    language: str
    department_id: str | None
    roles: tuple[str, ...]
    group_ids: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class OneTimePassword:
    """Shown once, never stored in clear; the person has to choose another at the first sign-in."""

    person_id: str
    login: str
    name: str
    password: str


def create(tx: Tx, login: str, fields: PersonFields, once: OneTime) -> OneTimePassword:
    """A new person with that one-time password. Raises InvalidValues per field."""
    administrator_only(tx)
    login = login.strip().lower()
    faults = present({"login": login_fault(login) or _taken(tx, login)}) | _faults(tx, fields)
    if faults:
        raise InvalidValues(faults)
    person = Person(
        id=new_id(), login=login, name=fields.name, language=fields.language, department_id=fields.department_id,
        roles=sorted(fields.roles), password_hash=once.hash, is_active=True,
        must_change_password=True, created_at=tx.now,
    )  # fmt: skip
    tx.session.add(person)
    tx.session.flush()
    directory.set_groups(tx.session, person.id, fields.group_ids)
    house.record(tx, "person_created", {"person_id": person.id, "login": login, **_facts(fields)})
    return OneTimePassword(person.id, login, person.name, once.password)


def change(tx: Tx, person_id: str, fields: PersonFields) -> None:
    """Changes name, language, department, roles and groups; what changed is recorded, old and new."""
    administrator_only(tx)
    person = existing(tx, Person, person_id)
    if faults := _faults(tx, fields):
        raise InvalidValues(faults)
    if ADMINISTRATOR in person.roles and ADMINISTRATOR not in fields.roles:
        refuse_without_administrator(tx, person)
    before = fields_of(tx, person)
    person.name, person.language, person.department_id = fields.name, fields.language, fields.department_id
    person.roles = sorted(fields.roles)
    directory.set_groups(tx.session, person.id, fields.group_ids)
    _record_change(tx, person, _facts(before), _facts(fields))


def reset_password(tx: Tx, person_id: str, once: OneTime) -> OneTimePassword:
    """That one-time password; the old one no longer works, and every session of the person ends."""
    administrator_only(tx)
    person = existing(tx, Person, person_id)
    if not person.is_active:
        raise Refused("person_left", Text("该人员已离职，无法重置密码。", "This person has left; there is nothing to reset."))
    person.password_hash = once.hash
    person.must_change_password = True
    house.record(tx, "password_reset", {"person_id": person.id, "login": person.login})
    return OneTimePassword(person.id, person.login, person.name, once.password)


def fields_of(tx: Tx, person: Person) -> PersonFields:
    groups = sorted(directory.groups_of(tx.session, person.id))
    return PersonFields(person.name, person.language, person.department_id, tuple(person.roles), tuple(groups))


def refuse_without_administrator(tx: Tx, leaving: Person) -> None:
    """Somebody has to be able to administer. Raises Refused when `leaving` is the last who can."""
    # Locked: two administrators who let each other go at once must not leave nobody behind.
    others = (each for each in directory.active_people(tx.session, is_locked=True) if each.id != leaving.id)
    if not any(ADMINISTRATOR in other.roles for other in others):
        raise Refused(
            "last_administrator",
            Text("这是最后一位管理员，请先指定另一位。", "This is the last administrator; appoint another one first."),
        )


def _faults(tx: Tx, fields: PersonFields) -> dict[str, Text]:
    return present({
        "name": name_fault(fields.name),
        "language": None if fields.language in LANGUAGES else UNKNOWN,
        "department_id": _all_there(tx, Department, [fields.department_id] if fields.department_id else []),
        "roles": None if all(map(_is_role, fields.roles)) else UNKNOWN,
        "group_ids": _all_there(tx, Group, fields.group_ids),
    })


def _is_role(role: str) -> bool:
    return role in ROLES or role.startswith(tuple(f"{each}:" for each in PACKAGE_ROLES))


def _all_there(tx: Tx, table: type[Department] | type[Group], ids: Iterable[str]) -> Text | None:
    return UNKNOWN if any(tx.session.get(table, id_) is None for id_ in ids) else None


def _taken(tx: Tx, login: str) -> Text | None:
    return Text("这个登录名已被使用。", "This login is taken.") if directory.has_login(tx.session, login) else None


def _record_change(tx: Tx, person: Person, before: dict, after: dict) -> None:
    changed = {key: {"before": before[key], "after": after[key]} for key in after if before[key] != after[key]}
    rights = {key: changed.pop(key) for key in ("roles", "group_ids") if key in changed}
    if rights:
        house.record(tx, "roles_changed", {"person_id": person.id, "login": person.login, **rights})
    if changed:
        house.record(tx, "person_changed", {"person_id": person.id, "login": person.login, **changed})


def _facts(fields: PersonFields) -> dict:
    facts = asdict(fields)
    return facts | {"roles": sorted(fields.roles), "group_ids": sorted(set(fields.group_ids))}
