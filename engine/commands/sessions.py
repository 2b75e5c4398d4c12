"""Signing in and out, and choosing one's own password. Every sign-in, failed ones too, stands in the house chain."""

from __future__ import annotations

from dataclasses import dataclass

from engine.commands import passwords
from engine.commands.directory_checks import existing, present
from engine.errors import InvalidValues, NotFound, Text
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


def sign_in(tx: Tx, login: str, password: str) -> SignIn:
    """Checks login and password; unknown login, wrong password and someone who left get the same answer."""
    person = _found(tx, login.strip().lower())
    is_right = passwords.is_password(password, person.password_hash if person else None)
    if person is None or not is_right or not person.is_active:
        # Logins that don't exist are not written down: people type passwords into that field.
        house.record(tx, "sign_in_failed", {"login": person.login if person else None})
        return SignIn(is_accepted=False)
    if passwords.is_outdated(person.password_hash):
        person.password_hash = passwords.hash_password(password)
    house.record(tx, "signed_in", {"person_id": person.id, "login": person.login})
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


def change_password(tx: Tx, current: str, new: str, repeated: str) -> None:
    """One's own password. Raises InvalidValues per field (current, new, repeated)."""
    if not tx.actor.is_staff:
        raise NotFound("password")
    person = existing(tx, Person, tx.actor.id)
    faults = present({
        "current": None if passwords.is_password(current, person.password_hash) else _WRONG,
        "new": passwords.fault(new, person.login) or (_SAME if new == current else None),
        "repeated": None if repeated == new else _DIFFERENT,
    })
    if faults:
        raise InvalidValues(faults)
    person.password_hash = passwords.hash_password(new)
    person.must_change_password = False
    house.record(tx, "password_changed", {"person_id": person.id, "login": person.login})


def change_language(tx: Tx, language: str) -> None:
    """The language one's pages are in; a preference, so it isn't recorded."""
    if not tx.actor.is_staff or language not in ("zh", "en"):
        raise NotFound("language")
    existing(tx, Person, tx.actor.id).language = language


_WRONG = Text("当前密码不正确。", "This isn't your current password.")
_SAME = Text("新密码不能与当前密码相同。", "The new password has to differ from the current one.")
_DIFFERENT = Text("两次输入的新密码不一致。", "The two entries of the new password differ.")
