"""Rotation of the master key: everything under an older key is put under the newest, in small transactions.

Put the new key first in HUIXIANG_MASTER_KEYS, restart, run the rotation, then take the old key out. The payloads of the
chains don't change: their keys are wrapped anew, and the heads are sealed anew. Interrupted, it begins again; heads
that were exported before keep their old MACs and are still compared by their hashes.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from sqlalchemy import Select, select, tuple_

from engine.store.case_keys import place, unwrap
from engine.store.chain import head_message
from engine.store.contacts import reblind
from engine.store.database import Store
from engine.store.house import HouseBroken, append_pending
from engine.store.house_key import HOUSE
from engine.store.messages import reseal
from engine.store.tables import BufferedMessage, CaseKey, Contact, HouseHead, ProcessInstance
from engine.store.trail import TrailBroken
from engine.store.vault import Vault

_BATCH = 200


def rotate(store: Store) -> int:
    """Put everything under the newest master key; how many rows that were. Commands may run meanwhile.

    Raises TrailBroken or HouseBroken where a seal is wrong, because a new one would make it right: verify first.
    """
    append_pending(store)
    return sum(
        [
            _each(store, select(CaseKey).where(CaseKey.wrapped.is_not(None)), _KEY_PLACE, _rewrap),
            _each(store, select(BufferedMessage), (BufferedMessage.id,), reseal),
            _each(store, select(Contact).where(Contact.cipher.is_not(None)), (Contact.id,), reblind),
            _each(store, select(ProcessInstance), (ProcessInstance.id,), _reseal),
            _each(store, select(HouseHead), (HouseHead.id,), _reseal_house),
        ]
    )


_KEY_PLACE = (CaseKey.instance_id, CaseKey.key_id)


def _each(store: Store, rows: Select[Any], key: tuple[Any, ...], change: Callable[[Vault, Any], None]) -> int:
    """Change all rows in the order of their key, a batch per transaction, each row locked while it changes."""
    count, last = 0, None
    while True:
        with store.begin_write() as session:
            query = rows if last is None else rows.where(tuple_(*key) > last)
            batch = session.scalars(query.order_by(*key).limit(_BATCH).with_for_update(key_share=True)).all()
            for row in batch:
                change(store.vault, row)
            if not batch:
                return count
            count, last = count + len(batch), tuple(getattr(batch[-1], column.key) for column in key)


def _rewrap(vault: Vault, row: CaseKey) -> None:
    row.wrapped = vault.wrap(unwrap(vault, row), place(row))


def _reseal(vault: Vault, row: ProcessInstance) -> None:
    message = head_message(row.id, row.trail_length, row.trail_head)
    if not vault.is_mac(message, row.trail_mac):
        raise TrailBroken(row.business_key)
    row.trail_mac = vault.mac(message)


def _reseal_house(vault: Vault, row: HouseHead) -> None:
    message = head_message(HOUSE, row.length, row.hash)
    if not vault.is_mac(message, row.mac):
        raise HouseBroken(f"at entry {row.length}")
    row.mac = vault.mac(message)
