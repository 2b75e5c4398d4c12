"""Passwords: argon2id hashes, one-time passwords, and what a new password has to be. The home of argon2.

Hashing takes a tenth of a second on purpose. So it is done before a command begins: while it lasts nobody waits for the
one writer of the database. A command gets what was found out (`Checked`, `Change`, `OneTime`) and compares it with the row.
"""

from __future__ import annotations

import secrets
from dataclasses import dataclass

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from engine.commands.directory_checks import present
from engine.errors import InvalidValues, Text

SHORTEST = 10
LONGEST = 200
# Letters and digits that can't be mistaken for each other when read aloud or from paper.
_ALPHABET = "abcdefghjkmnpqrstuvwxyz23456789"
_HASHER = PasswordHasher()
# Checked when the login is unknown, so that the time of the answer doesn't tell which logins exist.
_NOBODY = "$argon2id$v=19$m=65536,t=3,p=4$7QFgMKx2YWyNo4073JMMCA$FMEiT61+x5TBjxR+69zFpCpielsqG+0CcjShghCqq50"


@dataclass(frozen=True, slots=True)
class Checked:
    """Whether a password fitted the hash `known` (None: nobody's). `renewed`: the hash made anew with today's parameters."""

    known: str | None
    is_right: bool
    renewed: str | None = None


@dataclass(frozen=True, slots=True)
class Change:
    """The hash of the password that was proven to be known, and that of the new one."""

    before: str
    after: str


@dataclass(frozen=True, slots=True)
class OneTime:
    """A password to be shown once, and its hash."""

    password: str
    hash: str


def checked(password: str, known: str | None) -> Checked:
    """As slow for nobody's hash (None) as for somebody's."""
    if known is None or not _is_password(password, known):
        if known is None:
            _is_password(password, _NOBODY)
        return Checked(known, is_right=False)
    is_outdated = _HASHER.check_needs_rehash(known)
    return Checked(known, is_right=True, renewed=hash_password(password) if is_outdated else None)


def change(current: str, new: str, repeated: str, login: str, known: str | None) -> Change:
    """Raises InvalidValues per field (current, new, repeated)."""
    faults = present({
        "current": None if checked(current, known).is_right else _WRONG,
        "new": fault(new, login) or (_SAME if new == current else None),
        "repeated": None if repeated == new else _DIFFERENT,
    })
    if faults:
        raise InvalidValues(faults)
    return Change(known or "", hash_password(new))


def one_time() -> OneTime:
    """Twelve characters in three groups, about 59 bits: to be read to someone once, and changed at first sign-in."""
    password = "-".join("".join(secrets.choice(_ALPHABET) for _ in range(4)) for _ in range(3))
    return OneTime(password, hash_password(password))


def hash_password(password: str) -> str:
    return _HASHER.hash(password)


def fault(password: str, login: str) -> Text | None:
    """Why this can't be a new password; None if it can."""
    if len(password) < SHORTEST:
        return Text(f"密码至少 {SHORTEST} 个字符。", f"At least {SHORTEST} characters, please.")
    if len(password) > LONGEST:
        return Text(f"密码最多 {LONGEST} 个字符。", f"At most {LONGEST} characters, please.")
    if len(set(password)) < 4 or login.lower() in password.lower():
        return Text("这个密码太容易被猜到。", "This password is too easy to guess.")
    return None


def _is_password(password: str, known: str) -> bool:
    try:
        _HASHER.verify(known, password[:LONGEST])
    except (VerificationError, InvalidHashError):
        return False
    return True


_WRONG = Text("当前密码不正确。", "This isn't your current password.")
_SAME = Text("新密码不能与当前密码相同。", "The new password has to differ from the current one.")
_DIFFERENT = Text("两次输入的新密码不一致。", "The two entries of the new password differ.")
