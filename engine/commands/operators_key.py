"""The operator lets an administrator in: the first one of an empty installation, or one who has locked themselves out."""

from __future__ import annotations

from engine.commands.directory_checks import login_fault, name_fault, present
from engine.commands.passwords import OneTime
from engine.commands.people import OneTimePassword
from engine.errors import InvalidValues, NotFound, Refused, Text
from engine.model.people import ADMINISTRATOR
from engine.store import directory, house
from engine.store.ids import new_id
from engine.store.tables import Person
from engine.store.transaction import Tx


def let_in(tx: Tx, login: str, name: str, once: OneTime) -> OneTimePassword:
    """A new administrator, or another password for the one of that login; they choose their own at the first sign-in.

    For whoever owns the machine only. Raises Refused for the login of somebody who is no administrator; InvalidValues.
    """
    if tx.actor.kind != "system":
        raise NotFound("administrator")
    login, name = login.strip().lower(), name.strip() or login.strip()
    if faults := present({"login": login_fault(login), "name": name_fault(name)}):
        raise InvalidValues(faults)
    if not directory.has_login(tx.session, login):
        return _new(tx, login, name, once)
    person = directory.person_with_login(tx.session, login)
    if not person.is_active or ADMINISTRATOR not in person.roles:
        raise Refused("not_an_administrator", Text("这个登录名属于别人，不是管理员。", "This login is somebody's who is no administrator."))
    person.password_hash, person.must_change_password = once.hash, True
    house.record(tx, "password_reset", {"person_id": person.id, "login": login})
    return OneTimePassword(person.id, login, person.name, once.password)


def _new(tx: Tx, login: str, name: str, once: OneTime) -> OneTimePassword:
    person = Person(
        id=new_id(), login=login, name=name, language="zh", department_id=None, roles=[ADMINISTRATOR],
        password_hash=once.hash, is_active=True, must_change_password=True, created_at=tx.now,
    )  # fmt: skip
    tx.session.add(person)
    tx.session.flush()
    house.record(tx, "person_created", {"person_id": person.id, "login": login, "roles": person.roles})
    return OneTimePassword(person.id, login, name, once.password)
