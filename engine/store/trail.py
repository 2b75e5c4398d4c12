"""The audit trail of each case: entries that are only ever added. Those of one command stand together in a block, each
block hashed together with the one before it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import count
from datetime import datetime
from typing import Any

from sqlalchemy import Row, bindparam, inspect, select

from engine.store import blocks, house, records
from engine.store.blocks import ERASED, UNREADABLE, Line
from engine.store.case_keys import KeyRing, key_ring
from engine.store.chain import EMPTY, entry_hash, head_message
from engine.store.command_session import CommandSession
from engine.store.tables import AuditBlock, ProcessInstance
from engine.store.transaction import Tx
from engine.store.vault import Unreadable

__all__ = ["ERASED", "UNREADABLE", "Entry", "Heading", "TrailBroken", "append", "hash_of", "headings", "lines_of", "read", "settle"]


class TrailBroken(Exception):
    """The head of a case's chain isn't the one that was sealed: somebody wrote past the program."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry as people read it. `payload`: the values, "erased", or "unreadable" (tampered with). `hash`: its block's."""

    seq: int
    at: datetime
    actor_kind: str
    actor_id: str | None
    kind: str
    element_id: str | None
    round: int | None
    payload: dict[str, Any] | str
    hash: bytes


@dataclass(frozen=True, slots=True)
class Heading:
    """What an entry is, without its payload: no key is needed to read it."""

    seq: int
    at: datetime
    kind: str
    element_id: str | None
    round: int | None


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
    rows = _rows(tx, instance_id)
    ring = key_ring(tx, instance_id)
    return [entry for row in rows for entry in _entries(row, ring)]


def headings(tx: Tx, instance_id: str) -> list[Heading]:
    """What the entries of the trail are, first one first; nothing is decrypted, so erased and tampered cases have them, too."""
    return [
        Heading(seq, row.at, line.kind, line.element_id, line.round)
        for row in _rows(tx, instance_id)
        for seq, line in zip(count(row.seq), lines_of(row), strict=False)
    ]


def settle(session: CommandSession) -> None:
    """Write the entries that wait for the end of the transaction: before somebody reads them, or their keys go."""
    tails: dict[str, _Tail] = session.info.get(_TAILS, {})
    while tails:
        _, tail = tails.popitem()
        tail.write(session)


def hash_of(previous: bytes, row: Row[Any]) -> bytes:
    """The hash of a block, a result row of the whole table, that stands after `previous`."""
    return entry_hash(previous, *row[:-1])


def lines_of(row: Any) -> list[Line]:
    """What stands in a block; empty when its list of entries was tampered with."""
    try:
        return blocks.read_lines(row.entries)
    except Unreadable:
        return []


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
        tx, instance, seq = self._tx, self._instance, self._length + 1
        lines, payloads = self._sorted(key_ring(tx, instance.id, is_new=self.is_new))
        body = blocks.seal(payloads, blocks.place(instance.id, seq))
        columns = (instance.id, seq, tx.now, tx.actor.kind, tx.actor.id, blocks.write_lines(lines), body)
        self._length, self._head = self._length + len(lines), entry_hash(self._head, *columns)
        instance.trail_length, instance.trail_head = self._length, self._head
        instance.trail_mac = tx.vault.mac(head_message(instance.id, self._length, self._head))
        records.add_rows(session, _TABLE, _COLUMNS, [(*columns, self._head)])

    def _sorted(self, ring: KeyRing) -> tuple[list[Line], dict[int, tuple[bytes, list[Any]]]]:
        """What the waiting entries are, and their payloads by the number of the key they come under."""
        lines: list[Line] = []
        payloads: dict[int, tuple[bytes, list[Any]]] = {}
        for kind, element_id, round_, payload, person_ref in self._waiting:
            key_id, key = ring.key_of(person_ref)
            lines.append(Line(kind, element_id, round_, key_id))
            payloads.setdefault(key_id, (key, []))[1].append(dict(payload))
        return lines, payloads

    def _sealed_head(self) -> bytes:
        instance = self._instance
        message = head_message(instance.id, instance.trail_length, instance.trail_head)
        # Otherwise the next entry would put a genuine seal on a chain whose end was cut off.
        if not self._tx.vault.is_mac(message, instance.trail_mac):
            raise TrailBroken(instance.business_key)
        return instance.trail_head


_TABLE = inspect(AuditBlock).local_table
_COLUMNS = tuple(column.name for column in _TABLE.columns)
_OF_CASE = select(_TABLE).where(_TABLE.c.instance_id == bindparam("instance_id")).order_by(_TABLE.c.seq)
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


def _rows(tx: Tx, instance_id: str) -> list[Any]:
    settle(tx.session)
    records.write(tx.session)
    return records.read(tx.session, _OF_CASE, instance_id=instance_id)


def _entries(row: Any, ring: KeyRing) -> list[Entry]:
    lines = lines_of(row)
    found = zip(count(row.seq), lines, blocks.payloads(lines, row.body, blocks.place(row.instance_id, row.seq), ring.key), strict=False)
    return [
        Entry(seq, row.at, row.actor_kind, row.actor_id, line.kind, line.element_id, line.round, payload, row.hash)
        for seq, line, payload in found
    ]
