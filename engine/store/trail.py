"""The audit trail of each case: entries that are only ever added, each hashed together with the one before it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select

from engine.store import house
from engine.store.case_keys import Erased, KeyRing, key_ring
from engine.store.chain import EMPTY, entry_hash, head_message
from engine.store.payloads import pack, unpack
from engine.store.tables import AuditEntry, ProcessInstance
from engine.store.transaction import Tx
from engine.store.vault import Unreadable, decrypt, encrypt

ERASED = "erased"
UNREADABLE = "unreadable"


class TrailBroken(Exception):
    """The head of a case's chain isn't the one that was sealed: somebody wrote past the program."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry as people read it. `payload`: the values, "erased", or "unreadable" (tampered with)."""

    seq: int
    at: datetime
    actor_kind: str
    actor_id: str | None
    kind: str
    element_id: str | None
    round: int | None
    payload: dict[str, Any] | str
    hash: bytes


def append(
    tx: Tx,
    instance: ProcessInstance,
    kind: str,
    *,
    element_id: str | None = None,
    round: int | None = None,
    payload: Mapping[str, Any] | None = None,
    person_ref: str | None = None,
) -> int:
    """Add an entry and return its number; the caller holds the case's lock (instances.py).

    `person_ref`: whose data the payload is; it is encrypted under that person's key in this case and goes when the
    person asks for erasure. A case's first entry also announces the case in the house chain. Raises TrailBroken.
    """
    length = instance.trail_length or 0  # a new row has no default yet
    is_first = length == 0
    if is_first:
        house.record(tx, house.STARTED, {"business_key": instance.business_key}, instance_id=instance.id)
    previous = EMPTY if is_first else _sealed_head(tx, instance)
    key_id, key = key_ring(tx, instance.id, is_new=is_first).key_of(person_ref)
    entry = AuditEntry(
        instance_id=instance.id,
        seq=length + 1,
        at=tx.now,
        actor_kind=tx.actor.kind,
        actor_id=tx.actor.id,
        kind=kind,
        element_id=element_id,
        round=round,
        key_id=key_id,
    )
    entry.payload = encrypt(key, pack(payload or {}), place(entry.instance_id, entry.seq))
    entry.hash = hash_of(previous, entry)
    tx.session.add(entry)
    _seal(tx, instance, entry)
    return entry.seq


def read(tx: Tx, instance_id: str) -> list[Entry]:
    """The whole trail, first entry first; empty for an unknown case."""
    rows = tx.session.scalars(select(AuditEntry).where(AuditEntry.instance_id == instance_id).order_by(AuditEntry.seq))
    ring = key_ring(tx, instance_id)
    return [_entry(row, ring) for row in rows]


def hash_of(previous: bytes, row: Any) -> bytes:
    """The hash of an entry (a mapped row, or a result row with the same columns) that stands after `previous`."""
    return entry_hash(
        previous,
        row.instance_id,
        row.seq,
        row.at,
        row.actor_kind,
        row.actor_id,
        row.kind,
        row.element_id,
        row.round,
        row.key_id,
        row.payload,
    )


def place(instance_id: str, seq: int) -> bytes:
    """What a payload is bound to: in another row it doesn't open."""
    return f"{instance_id}|{seq}".encode()


def _sealed_head(tx: Tx, instance: ProcessInstance) -> bytes:
    message = head_message(instance.id, instance.trail_length, instance.trail_head)
    # Otherwise the next entry would put a genuine seal on a chain whose end was cut off.
    if not tx.vault.is_mac(message, instance.trail_mac):
        raise TrailBroken(instance.business_key)
    return instance.trail_head


def _seal(tx: Tx, instance: ProcessInstance, entry: AuditEntry) -> None:
    instance.trail_length, instance.trail_head = entry.seq, entry.hash
    instance.trail_mac = tx.vault.mac(head_message(instance.id, entry.seq, entry.hash))


def _entry(row: AuditEntry, ring: KeyRing) -> Entry:
    return Entry(
        row.seq,
        row.at,
        row.actor_kind,
        row.actor_id,
        row.kind,
        row.element_id,
        row.round,
        _payload(row, ring),
        row.hash,
    )


def _payload(row: AuditEntry, ring: KeyRing) -> dict[str, Any] | str:
    try:
        return unpack(decrypt(ring.key(row.key_id), row.payload, place(row.instance_id, row.seq)))
    except Erased:
        return ERASED
    except Unreadable:
        return UNREADABLE
