"""Tokens of programs: `hx_` + id + `_` + secret. The database holds a keyed hash, so that a copy of it lets nobody in."""

from __future__ import annotations

import re
import secrets

from sqlalchemy import select
from sqlalchemy.orm import Session

from engine.store import house_key
from engine.store.tables import ApiToken
from engine.store.vault import Vault

_TOKEN = re.compile(r"hx_([0-9a-f]{32})_[A-Za-z0-9_-]{43}", re.ASCII)
_SECRET_BYTES = 32


def new_token(id_: str) -> str:
    """256 bits nobody can guess."""
    return f"hx_{id_}_{secrets.token_urlsafe(_SECRET_BYTES)}"


def token_hash(session: Session, vault: Vault, token: str) -> str:
    return house_key.secret_hash(session, vault, _message(token)).hex()


def holder(session: Session, vault: Vault, token: str) -> ApiToken | None:
    """The row of a token that is right and not revoked; None for every other."""
    found = _TOKEN.fullmatch(token)
    row = session.get(ApiToken, found[1]) if found else None
    is_right = row is not None and row.revoked_at is None and house_key.is_secret(session, vault, _message(token), bytes.fromhex(row.hash))
    return row if is_right else None


def with_name(session: Session, name: str) -> ApiToken | None:
    return session.scalar(select(ApiToken).where(ApiToken.name == name))


def _message(token: str) -> bytes:
    return b"api-token:" + token.encode()
