"""The house chain: what belongs to no case, and the start of every case.

A command writes its record beside the chain, in its own transaction (house_pending); one appender moves the records
into the chain in batches. So commands of different cases never wait for each other, and nothing is recorded that was
rolled back.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from engine.store import records
from engine.store.blocks import Line
from engine.store.case_keys import CASE_KEY
from engine.store.chain import encode, entry_hash, head_message
from engine.store.database import Store
from engine.store.house_key import HOUSE, house_key
from engine.store.ids import new_id
from engine.store.payloads import pack, unpack
from engine.store.tables import HouseEntry, HouseHead, HousePending
from engine.store.transaction import Tx
from engine.store.vault import Unreadable, Vault, decrypt, encrypt

STARTED = "instance_started"
ERASED = "instance_erased"
_BATCH = 500


class HouseBroken(Exception):
    """The head of the house chain isn't the one that was sealed; nothing is appended to it, and nothing is lost."""


@dataclass(frozen=True, slots=True)
class HouseRecord:
    """One entry of the house chain as people read it; `payload` is "unreadable" when its bytes were tampered with."""

    seq: int
    at: datetime
    actor_id: str | None
    kind: str
    instance_id: str | None
    payload: dict[str, Any] | str


def record(tx: Tx, kind: str, payload: Mapping[str, Any], instance_id: str | None = None) -> None:
    """Something that happened, for the house chain; it counts when the transaction commits."""
    row = records.add(
        tx.session, HousePending, id=new_id(), at=tx.now, actor_id=tx.actor.id, kind=kind, instance_id=instance_id
    )
    row.payload = encrypt(house_key(tx.session, tx.vault), pack(dict(payload)), row.id.encode())
    row.mac = tx.vault.mac(pending_message(row))


def append_pending(store: Store) -> int:
    """Move what was committed into the chain and say how many records that were; 0 also while another node is at it.

    Any number of nodes may call it at any time. A crash leaves a batch moved or untouched. Raises HouseBroken.
    """
    moved = 0
    while count := _append_batch(store):
        moved += count
        if count < _BATCH:
            break
    return moved


def read(
    tx: Tx,
    *,
    instance_id: str | None = None,
    kinds: Sequence[str] = (),
    before_seq: int | None = None,
    actor_id: str | None = None,
    since: datetime | None = None,
    until: datetime | None = None,
    limit: int = 200,
) -> list[HouseRecord]:
    """Entries of the chain, newest first; `before_seq` turns the page. From `since` on, before `until`."""
    query = select(HouseEntry).order_by(HouseEntry.seq.desc()).limit(limit)
    if instance_id is not None:
        query = query.where(HouseEntry.instance_id == instance_id)
    if kinds:
        query = query.where(HouseEntry.kind.in_(kinds))
    if before_seq is not None:
        query = query.where(HouseEntry.seq < before_seq)
    if actor_id is not None:
        query = query.where(HouseEntry.actor_id == actor_id)
    if since is not None:
        query = query.where(HouseEntry.at >= since)
    if until is not None:
        query = query.where(HouseEntry.at < until)
    key = house_key(tx.session, tx.vault)
    return [_record(row, key) for row in tx.session.scalars(query)]


def hash_of(previous: bytes, row: Any) -> bytes:
    """The hash of a house entry that stands after `previous`."""
    return entry_hash(
        previous, HOUSE, row.seq, row.id, row.at, row.actor_id, row.kind, row.instance_id, row.payload
    )


def lines_of(row: Any) -> list[Line]:
    """What stands in a row of the house chain, for verification: one entry, under the house's own key."""
    return [Line(row.kind, None, None, CASE_KEY)]


def pending_message(row: Any) -> bytes:
    """What the MAC of a record is made over while it waits."""
    return encode("house pending", row.id, row.at, row.actor_id, row.kind, row.instance_id, row.payload)


def _append_batch(store: Store) -> int:
    with store.begin_write() as session:
        # Whoever holds this row appends; the others find it locked, go on, and come back later.
        head = session.scalar(select(HouseHead).with_for_update(skip_locked=True))
        if head is None:
            return 0
        rows = _genuine(session, store.vault)
        if rows:
            _move(session, store.vault, head, rows)
        return len(rows)


def _genuine(session: Session, vault: Vault) -> list[HousePending]:
    """The next records whose MAC is right; a forged one stays where it is, for verification to name."""
    genuine: list[HousePending] = []
    last = ""
    while len(genuine) < _BATCH:
        rows = session.scalars(
            select(HousePending).where(HousePending.id > last).order_by(HousePending.id).limit(_BATCH)
        ).all()
        if not rows:
            break
        last = rows[-1].id
        genuine += [row for row in rows if vault.is_mac(pending_message(row), row.mac)]
    return genuine[:_BATCH]


def _move(session: Session, vault: Vault, head: HouseHead, rows: list[HousePending]) -> None:
    if not vault.is_mac(head_message(HOUSE, head.length, head.hash), head.mac):
        raise HouseBroken(f"at entry {head.length}")
    entries = []
    for row in rows:
        head.length += 1
        entry = HouseEntry(
            seq=head.length,
            id=row.id,
            at=row.at,
            actor_id=row.actor_id,
            kind=row.kind,
            instance_id=row.instance_id,
            payload=row.payload,
        )
        head.hash = entry.hash = hash_of(head.hash, entry)
        entries.append(entry)
    session.add_all(entries)
    session.execute(delete(HousePending).where(HousePending.id.in_([row.id for row in rows])))
    head.mac = vault.mac(head_message(HOUSE, head.length, head.hash))


def _record(row: HouseEntry, key: bytes) -> HouseRecord:
    try:
        payload: dict[str, Any] | str = unpack(decrypt(key, row.payload, row.id.encode()))
    except Unreadable:
        payload = "unreadable"
    return HouseRecord(row.seq, row.at, row.actor_id, row.kind, row.instance_id, payload)
