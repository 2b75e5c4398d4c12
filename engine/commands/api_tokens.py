"""Tokens that let programs in over the API: created and shown once, revoked for good."""

from __future__ import annotations

import re
from dataclasses import dataclass

from engine.errors import Conflict, InvalidValues, NotFound, Text
from engine.model import permissions
from engine.store import api_tokens, house
from engine.store.ids import new_id
from engine.store.tables import ApiToken
from engine.store.transaction import Tx

_NAME = re.compile(r"[a-z][a-z0-9._-]{1,39}")


@dataclass(frozen=True, slots=True)
class NewToken:
    """`token` is shown once and stored nowhere."""

    id: str
    name: str
    token: str


def create(tx: Tx, name: str) -> NewToken:
    """A token for one program; its name stands in the trail of what it does. Raises InvalidValues."""
    _check(tx)
    if fault := _name_fault(tx, name):
        raise InvalidValues({"name": fault})
    id_ = new_id()
    token = api_tokens.new_token(id_)
    row = ApiToken(id=id_, name=name, hash=api_tokens.token_hash(tx.session, tx.vault, token), created_by=tx.actor.id, created_at=tx.now)
    tx.session.add(row)
    house.record(tx, "api_token_created", {"name": name})
    return NewToken(id_, name, token)


def revoke(tx: Tx, token_id: str) -> None:
    """From the next request on it opens nothing; its name stays taken, so that the trail stays unambiguous."""
    _check(tx)
    row = tx.session.get(ApiToken, token_id)
    if row is None:
        raise NotFound("token")
    if row.revoked_at is not None:
        raise Conflict("token_is_revoked", Text("这个令牌已经撤销。", "This token has been revoked."))
    row.revoked_at = tx.now
    house.record(tx, "api_token_revoked", {"name": row.name})


def _check(tx: Tx) -> None:
    if not permissions.may_give_tokens(tx.actor):
        raise NotFound("administration")


def _name_fault(tx: Tx, name: str) -> Text | None:
    if not _NAME.fullmatch(name):
        return Text(
            "小写字母开头，只用小写字母、数字和 . _ -，2 到 40 个字符。",
            "Start with a small letter; small letters, digits and . _ - only; 2 to 40 characters.",
        )
    if api_tokens.with_name(tx.session, name) is not None:
        return Text("这个名称已经用过，请换一个。", "This name has been used; choose another one.")
    return None
