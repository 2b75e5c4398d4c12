"""Passwords: argon2id hashes, one-time passwords, and what a new password has to be. The home of argon2."""

from __future__ import annotations

import secrets

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from engine.errors import Text

SHORTEST = 10
LONGEST = 200
# Letters and digits that can't be mistaken for each other when read aloud or from paper.
_ALPHABET = "abcdefghjkmnpqrstuvwxyz23456789"
_HASHER = PasswordHasher()
# Checked when the login is unknown, so that the time of the answer doesn't tell which logins exist.
_NOBODY = "$argon2id$v=19$m=65536,t=3,p=4$7QFgMKx2YWyNo4073JMMCA$FMEiT61+x5TBjxR+69zFpCpielsqG+0CcjShghCqq50"


def hash_password(password: str) -> str:
    return _HASHER.hash(password)


def is_password(password: str, password_hash: str | None) -> bool:
    """Whether `password` fits; as slow for nobody's hash (None) as for somebody's."""
    try:
        _HASHER.verify(password_hash or _NOBODY, password[:LONGEST])
    except (VerificationError, InvalidHashError):
        return False
    return password_hash is not None


def is_outdated(password_hash: str) -> bool:
    """Whether the hash was made with weaker parameters than today's and should be made anew."""
    return _HASHER.check_needs_rehash(password_hash)


def new_one_time_password() -> str:
    """Twelve characters in three groups, about 59 bits: to be read to someone once, and changed at first sign-in."""
    return "-".join("".join(secrets.choice(_ALPHABET) for _ in range(4)) for _ in range(3))


def fault(password: str, login: str) -> Text | None:
    """Why this can't be a new password; None if it can."""
    if len(password) < SHORTEST:
        return Text(f"密码至少 {SHORTEST} 个字符。", f"At least {SHORTEST} characters, please.")
    if len(password) > LONGEST:
        return Text(f"密码最多 {LONGEST} 个字符。", f"At most {LONGEST} characters, please.")
    if len(set(password)) < 4 or login.lower() in password.lower():
        return Text("这个密码太容易被猜到。", "This password is too easy to guess.")
    return None
