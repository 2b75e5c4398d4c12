"""The house's own keys, made with the schema: of the house chain's payloads, and of what people and programs know by heart."""

from __future__ import annotations

import hmac
from contextlib import suppress

from sqlalchemy import Connection, select
from sqlalchemy.orm import Session

from engine.store.case_keys import CASE_KEY, place, unwrap
from engine.store.chain import EMPTY, head_message
from engine.store.tables import CaseKey, HouseHead
from engine.store.vault import Unreadable, Vault, new_key

HOUSE = "house"
# Codes of cases and tokens of programs are stored as hashes under a key that a new master key wraps anew: nobody here knows
# them, so that they could not be hashed again.
SECRETS_KEY = 1


def prepare(connection: Connection, vault: Vault) -> None:
    """Make keys and head of the house chain where they are missing."""
    with Session(connection) as session:
        is_new = session.get(HouseHead, 1) is None
        if is_new:
            _add(session, vault, CASE_KEY, new_key())
            session.add(HouseHead(id=1, length=0, hash=EMPTY, mac=vault.mac(head_message(HOUSE, 0, EMPTY))))
        if session.get(CaseKey, (HOUSE, SECRETS_KEY)) is None:
            # Before there was this key they were hashed under the master key's seal.
            _add(session, vault, SECRETS_KEY, new_key() if is_new else vault.seal_key)
        session.commit()


def house_key(session: Session, vault: Vault) -> bytes:
    """The key of the house chain's payloads. Raises Unreadable when its row is gone or was tampered with."""
    return _key(session, vault, CASE_KEY)


def secret_hash(session: Session, vault: Vault, secret: bytes) -> bytes:
    """What is stored instead of a secret. Raises Unreadable, as above."""
    return hmac.digest(_key(session, vault, SECRETS_KEY), secret, "sha256")


def is_secret(session: Session, vault: Vault, secret: bytes, hash_: bytes) -> bool:
    """Whether `hash_` was made of this secret, here or under an older master key that is still known."""
    return hmac.compare_digest(secret_hash(session, vault, secret), hash_) or vault.is_mac(secret, hash_)


def _add(session: Session, vault: Vault, key_id: int, key: bytes) -> None:
    row = CaseKey(instance_id=HOUSE, key_id=key_id)
    row.wrapped = vault.wrap(key, place(row))
    session.add(row)


def _key(session: Session, vault: Vault, key_id: int) -> bytes:
    if key_id not in vault.house_keys:
        with session.no_autoflush:
            rows = session.scalars(select(CaseKey).where(CaseKey.instance_id == HOUSE)).all()
        for row in rows:
            with suppress(Unreadable):
                vault.house_keys[row.key_id] = unwrap(vault, row)
    if key_id not in vault.house_keys:
        raise Unreadable("A key of the house is gone or was changed.")
    return vault.house_keys[key_id]
