"""An installation with a small company in it, and a way to run commands as one of its people."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

import pytest

from engine.clock import ManualClock
from engine.commands import passwords, sessions
from engine.commands.people import PersonFields
from engine.model.people import SYSTEM, Actor
from engine.queries import signed_in
from engine.settings import Settings
from engine.store import acting_people, house
from engine.store.company_calendar import load_calendar
from engine.store.database import Store
from engine.store.tables import Department, Group, GroupMember, Person
from engine.store.transaction import Tx
from engine.store.vault import Vault

PASSWORD = "correct horse battery"


@dataclass
class Office:
    """The company at work: `office.as_(“wang”, command, ...)` runs a command or query as that person."""

    store: Store
    vault: Vault
    settings: Settings
    clock: ManualClock

    def as_(self, login: str, call, *args, **kwargs):
        return self.run(self.actor(login), call, *args, **kwargs)

    def run(self, actor: Actor, call, *args, **kwargs):
        with self.store.begin_write() as session:
            return call(self._tx(session, actor), *args, **kwargs)

    def actor(self, login: str) -> Actor:
        with self.store.begin_read() as session:
            return acting_people.actor(session, acting_people.find_person(session, login), self.clock.now())

    def person(self, login: str) -> Person:
        with self.store.begin_read() as session:
            return acting_people.find_person(session, login)

    def sign_in(self, login: str, password: str) -> sessions.SignIn:
        with self.store.begin_read() as session:
            known = signed_in.password_hash(self._tx(session, SYSTEM), login)
        return self.run(SYSTEM, sessions.sign_in, login, passwords.checked(password, known))

    def department(self, department_id: str) -> Department:
        with self.store.begin_read() as session:
            return session.get_one(Department, department_id)

    def recorded(self, kind: str) -> list[dict]:
        """Payloads of that kind in the house chain, the oldest first."""
        house.append_pending(self.store)
        with self.store.begin_read() as session:
            found = house.read(self._tx(session, self.actor("wang")), kinds=[kind])
        return [entry.payload for entry in reversed(found)]

    def _tx(self, session, actor: Actor) -> Tx:
        return Tx(session, self.clock.now(), actor, None, self.vault, self.settings, load_calendar)


@pytest.fixture
def office(settings: Settings, clock: ManualClock, password_hash: str) -> Iterator[Office]:
    """Wang administers; Li leads support with Zhao as deputy; Chen and Sun work there; the company is led by Zhou."""
    yield from _open(settings, clock, password_hash)


@pytest.fixture
def busy_office(settings: Settings, postgres_url: str, clock: ManualClock, password_hash: str) -> Iterator[Office]:
    """The same company on PostgreSQL, where two commands really run at once."""
    yield from _open(replace(settings, database_url=postgres_url), clock, password_hash)


def _open(settings: Settings, clock: ManualClock, password_hash: str) -> Iterator[Office]:
    store = Store(settings)
    store.migrate()
    with store.begin_write() as session:
        session.add_all(_people(clock, password_hash))
        session.add_all((
            Department(id="company", name_zh="公司", name_en="Company", supervisor_id="zhou"),
            Department(id="support", name_zh="客服部", name_en="Support", supervisor_id="li", deputy_id="zhao", parent_id="company"),
            Group(id="hotline", name_zh="热线组", name_en="Hotline"),
            GroupMember(group_id="hotline", person_id="chen"),
        ))
    yield Office(store, Vault(settings), settings, clock)
    store.close()


@pytest.fixture(scope="session")
def password_hash() -> str:
    return passwords.hash_password(PASSWORD)


def fields(**changes) -> PersonFields:
    """What the form of a person sends, with Chen's values unless said otherwise."""
    kept = {"name": "陈晨", "language": "zh", "department_id": "support", "roles": (), "group_ids": ("hotline",)}
    return PersonFields(**(kept | changes))


def _people(clock: ManualClock, password_hash: str) -> list[Person]:
    names = {"wang": "王伟", "li": "李丽", "zhao": "赵强", "chen": "陈晨", "sun": "孙悦", "zhou": "周正"}
    return [
        Person(
            id=login, login=login, name=name, password_hash=password_hash, created_at=clock.now(), language="zh", is_active=True,
            roles=["administrator"] if login == "wang" else [],
            department_id="company" if login in ("wang", "zhou") else "support",
        )
        for login, name in names.items()
    ]  # fmt: skip
