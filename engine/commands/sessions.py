"""Signing in and out, and choosing one's own password. Every sign-in, failed ones too, stands in the house chain."""

from __future__ import annotations

from dataclasses import dataclass, replace

from engine.commands.directory_checks import existing
from engine.commands.passwords import Change, Checked
from engine.errors import Conflict, NotFound, Text
from engine.model.people import Actor
from engine.store import directory, house
from engine.store.tables import Person
from engine.store.transaction import Tx


@dataclass(frozen=True, slots=True)
class SignIn:
    """The outcome. A refused sign-in is returned rather than raised, because its record has to be kept."""

    is_accepted: bool
    person_id: str = ""
    language: str = "zh"
    must_change_password: bool = False


def sign_in(tx: Tx, login: str, checked: Checked) -> SignIn:
    """`checked`: of the password, against the hash that login had a moment ago. Unknown login, wrong password, a password
    reset meanwhile and someone who left get the same answer."""
    person = _found(tx, login.strip().lower())
    if person is None or not (checked.is_right and person.password_hash == checked.known and person.is_active):
        # Logins that don't exist are not written down: people type passwords into that field.
        house.record(tx, "sign_in_failed", {"login": person.login if person else None})
        return SignIn(is_accepted=False)
    person.password_hash = checked.renewed or person.password_hash
    # From here on it is theirs to answer for.
    house.record(replace(tx, actor=Actor("staff", person.id, person.name)), "signed_in", {"person_id": person.id, "login": person.login})
    return SignIn(True, person.id, person.language, person.must_change_password)


def _found(tx: Tx, login: str) -> Person | None:
    try:
        return directory.person_with_login(tx.session, login)
    except NotFound:
        return None


def sign_out(tx: Tx) -> None:
    if not tx.actor.is_staff:
        raise NotFound("session")
    house.record(tx, "signed_out", {"person_id": tx.actor.id})


def change_password(tx: Tx, change: Change) -> None:
    """One's own password. Raises Conflict when it was reset since the old one was proven."""
    if not tx.actor.is_staff:
        raise NotFound("password")
    person = existing(tx, Person, tx.actor.id)
    if person.password_hash != change.before:
        raise Conflict("password_changed", Text("密码刚刚被重置，请重新登录。", "Your password has just been reset; sign in again."))
    person.password_hash = change.after
    person.must_change_password = False
    house.record(tx, "password_changed", {"person_id": person.id, "login": person.login})


def change_language(tx: Tx, language: str) -> None:
    """The language one's pages are in; a preference, so it isn't recorded."""
    if not tx.actor.is_staff or language not in ("zh", "en"):
        raise NotFound("language")
    existing(tx, Person, tx.actor.id).language = language

