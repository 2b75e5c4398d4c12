"""The audit trail of each case: entries that are only ever added, each hashed together with the one before it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Row, inspect, select

from engine.store import house, records
from engine.store.case_keys import Erased, KeyRing, key_ring
from engine.store.chain import EMPTY, entry_hash, head_message
from engine.store.command_session import CommandSession
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
    person asks for erasure. A case's first entry also announces the case in the house chain. The entries of a
    transaction are encrypted, hashed and written together at its end (see `settle`). Raises TrailBroken.
    """
    return _tail(tx, instance).add(kind, element_id, round, payload or {}, person_ref)


def read(tx: Tx, instance_id: str) -> list[Entry]:
    """The whole trail, first entry first; empty for an unknown case."""
    settle(tx.session)
    rows = tx.session.scalars(select(AuditEntry).where(AuditEntry.instance_id == instance_id).order_by(AuditEntry.seq))
    ring = key_ring(tx, instance_id)
    return [_entry(row, ring) for row in rows]


def settle(session: CommandSession) -> None:
    """Write the entries that wait for the end of the transaction: before somebody reads them, or their keys go."""
    tails: dict[str, _Tail] = session.info.get(_TAILS, {})
    while tails:
        _, tail = tails.popitem()
        tail.write(session)


def hash_of(previous: bytes, row: Row[Any]) -> bytes:
    """The hash of an entry, a result row of the whole table, that stands after `previous`."""
    return entry_hash(previous, *row[:-1])


def place(instance_id: str, seq: int) -> bytes:
    """What a payload is bound to: in another row it doesn't open."""
    return f"{instance_id}|{seq}".encode()


class _Tail:
    """The end of a case's chain within one transaction. Its new entries wait until its end: done one after the other
    they cost half of what they cost in between everything else."""

    def __init__(self, tx: Tx, instance: ProcessInstance):
        self._tx = tx
        self._instance = instance
        self._waiting: list[tuple[str, str | None, int | None, Mapping[str, Any], str | None]] = []
        self._length = instance.trail_length or 0  # a new row has no default yet
        self.is_new = self._length == 0
        self._head = EMPTY if self.is_new else self._sealed_head()

    def add(self, *entry: Any) -> int:
        self._waiting.append(entry)
        return self._length + len(self._waiting)

    def write(self, session: CommandSession) -> None:
        tx, instance = self._tx, self._instance
        rows = list(self._rows(self._ciphers()))
        instance.trail_length, instance.trail_head = self._length, self._head
        instance.trail_mac = tx.vault.mac(head_message(instance.id, self._length, self._head))
        records.add_rows(session, _TABLE, _COLUMNS, rows)

    def _ciphers(self) -> list[tuple[int, bytes]]:
        """Of each waiting entry the number of its key and its encrypted payload."""
        ring, id_ = key_ring(self._tx, self._instance.id, is_new=self.is_new), self._instance.id
        keys = [ring.key_of(person_ref) for *_, person_ref in self._waiting]
        packed = [pack(payload) for _, _, _, payload, _ in self._waiting]
        seqs = range(self._length + 1, self._length + 1 + len(packed))
        return [(number, encrypt(key, plain, place(id_, seq))) for seq, (number, key), plain in zip(seqs, keys, packed, strict=True)]

    def _rows(self, ciphers: list[tuple[int, bytes]]) -> Iterator[tuple[Any, ...]]:
        tx, id_ = self._tx, self._instance.id
        for (kind, element_id, round_, _, _), sealed in zip(self._waiting, ciphers, strict=True):
            self._length += 1
            columns = (id_, self._length, tx.now, tx.actor.kind, tx.actor.id, kind, element_id, round_, *sealed)
            self._head = entry_hash(self._head, *columns)
            yield (*columns, self._head)

    def _sealed_head(self) -> bytes:
        instance = self._instance
        message = head_message(instance.id, instance.trail_length, instance.trail_head)
        # Otherwise the next entry would put a genuine seal on a chain whose end was cut off.
        if not self._tx.vault.is_mac(message, instance.trail_mac):
            raise TrailBroken(instance.business_key)
        return instance.trail_head


_TABLE = inspect(AuditEntry).local_table
_COLUMNS = tuple(column.name for column in _TABLE.columns)
_TAILS = "trail tails"


def _tail(tx: Tx, instance: ProcessInstance) -> _Tail:
    tails: dict[str, _Tail] = tx.session.info.setdefault(_TAILS, {})
    if instance.id not in tails:
        if not tails:
            records.before_commit(tx.session, settle)
        tails[instance.id] = tail = _Tail(tx, instance)
        if tail.is_new:
            house.record(tx, house.STARTED, {"business_key": instance.business_key}, instance.id)
    return tails[instance.id]


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
