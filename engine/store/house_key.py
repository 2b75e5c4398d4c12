"""The house chain's beginning: its key and its empty head, made together with the schema."""

from __future__ import annotations

from sqlalchemy import Connection
from sqlalchemy.orm import Session

from engine.store.case_keys import CASE_KEY, place, unwrap
from engine.store.chain import EMPTY, head_message
from engine.store.tables import CaseKey, HouseHead
from engine.store.vault import Unreadable, Vault, new_key

HOUSE = "house"


def prepare(connection: Connection, vault: Vault) -> None:
    """Make key and head of the house chain where they are missing."""
    with Session(connection) as session:
        if session.get(HouseHead, 1) is None:
            row = CaseKey(instance_id=HOUSE, key_id=CASE_KEY)
            row.wrapped = vault.wrap(new_key(), place(row))
            session.add(row)
            session.add(HouseHead(id=1, length=0, hash=EMPTY, mac=vault.mac(head_message(HOUSE, 0, EMPTY))))
        session.commit()


def house_key(session: Session, vault: Vault) -> bytes:
    """The key of the house chain's payloads. Raises Unreadable when its row is gone or was tampered with."""
    if vault.house_key is None:
        with session.no_autoflush:
            row = session.get(CaseKey, (HOUSE, CASE_KEY))
        if row is None:
            raise Unreadable("The house chain's key is gone.")
        vault.house_key = unwrap(vault, row)
    return vault.house_key
