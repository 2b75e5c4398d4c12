"""Who a session belongs to: the actor of a member of staff, as the directory knows them this moment."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass

from sqlalchemy import select

from engine.errors import NotFound
from engine.model.people import Actor
from engine.store import acting_people
from engine.store.tables import Person
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
    actor = acting_people.actor(tx.session, person, tx.now)
    return SignedIn(actor, person.language, person.must_change_password, _stamp(person))


def password_hash(tx: Tx, login: str) -> str | None:
    """What a password is checked against before the sign-in's own transaction; None for nobody's login."""
    return tx.session.scalar(select(Person.password_hash).where(Person.login == login.strip().lower()))


def own_login(tx: Tx) -> str:
    """The actor's."""
    return tx.session.get_one(Person, tx.actor.id).login


def _stamp(person: Person) -> str:
    return hashlib.blake2b((person.password_hash or "").encode(), digest_size=9, person=b"huixiang").hexdigest()
