"""API tokens: the administrator's list, and who comes with one."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from engine.errors import NotFound
from engine.model import people, permissions
from engine.store import api_tokens
from engine.store.tables import ApiToken, Person
from engine.store.transaction import Tx


@dataclass(frozen=True, slots=True)
class TokenLine:
    """`created_by`: a person's name; empty when it was made at the command line."""

    id: str
    name: str
    created_by: str
    created_at: datetime
    revoked_at: datetime | None


def tokens(tx: Tx) -> list[TokenLine]:
    """Those in use first, the newest first."""
    if not permissions.may_administer(tx.actor):
        raise NotFound("administration")
    rows = tx.session.scalars(select(ApiToken).order_by(ApiToken.revoked_at.is_not(None), ApiToken.created_at.desc(), ApiToken.id))
    names = dict(tx.session.execute(select(Person.id, Person.name)).all())
    return [TokenLine(row.id, row.name, names.get(row.created_by, ""), row.created_at, row.revoked_at) for row in rows]


def program(tx: Tx, token: str) -> people.Actor:
    """The actor behind a token. Raises NotFound for one that is wrong or revoked."""
    row = api_tokens.holder(tx.session, tx.vault, token)
    if row is None:
        raise NotFound("token")
    return people.worker(row.name)
