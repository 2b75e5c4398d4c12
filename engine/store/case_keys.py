"""Keys of a case: one for the case, one for each person in it. Without its key a payload stays, and says nothing."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session

from engine.store import records
from engine.store.tables import CaseKey
from engine.store.transaction import Tx
from engine.store.vault import Vault, new_key

CASE_KEY = 0


class Erased(Exception):
    """The key was erased, and with it what it had encrypted."""


class KeyRing:
    """The keys of one case within one transaction; whoever makes new ones holds the case's lock."""

    def __init__(self, session: Session, vault: Vault, instance_id: str, rows: Sequence[Any]):
        self._session = session
        self._vault = vault
        self._instance_id = instance_id
        self._rows = {row.key_id: row for row in rows}
        self._unwrapped: dict[int, bytes] = {}
        self._of_people: dict[str | None, tuple[int, bytes]] = {}

    def key(self, key_id: int) -> bytes:
        """Raises Erased, or Unreadable when the row was tampered with."""
        if key_id not in self._unwrapped:
            row = self._rows.get(key_id)
            if row is None or row.wrapped is None:
                raise Erased(f"{self._instance_id}/{key_id}")
            self._unwrapped[key_id] = unwrap(self._vault, row)
        return self._unwrapped[key_id]

    def key_of(self, person_ref: str | None) -> tuple[int, bytes]:
        """Number and key of a person in this case, or of the case itself (None); made when it is needed first."""
        if person_ref not in self._of_people:
            self._of_people[person_ref] = self._found(person_ref) or self._make(person_ref)
        return self._of_people[person_ref]

    def _found(self, person_ref: str | None) -> tuple[int, bytes] | None:
        of_person = (row for row in self._rows.values() if row.person_ref == person_ref and row.wrapped is not None)
        return next(((row.key_id, self.key(row.key_id)) for row in of_person), None)

    def _make(self, person_ref: str | None) -> tuple[int, bytes]:
        if person_ref is None and CASE_KEY in self._rows:
            raise Erased(self._instance_id)
        # The case's own key comes first, so that number 0 is always its.
        if person_ref is not None and CASE_KEY not in self._rows:
            self._make(None)
        key_id, key = max(self._rows, default=-1) + 1, new_key()
        row = records.add(self._session, CaseKey, instance_id=self._instance_id, key_id=key_id, person_ref=person_ref)
        row.wrapped = self._vault.wrap(key, place(row))
        self._rows[key_id], self._unwrapped[key_id] = row, key
        return key_id, key


def key_ring(tx: Tx, instance_id: str, *, is_new: bool = False) -> KeyRing:
    """The case's keys. `is_new`: the case is being started, so there is nothing to load."""
    rings = _rings(tx.session)
    if instance_id not in rings:
        rows = [] if is_new else _read(tx.session).pop(instance_id, None) or _load(tx.session, instance_id)
        rings[instance_id] = KeyRing(tx.session, tx.vault, instance_id, rows)
    return rings[instance_id]


def remember(session: Session, instance_id: str, rows: Sequence[Any]) -> None:
    """The case's key rows, read under its lock together with something else."""
    _read(session)[instance_id] = rows


def forget_ring(session: Session, instance_id: str) -> None:
    """After an erasure: keys that this transaction has unwrapped already must not be used again, either."""
    session.flush()
    _rings(session).pop(instance_id, None)
    _read(session).pop(instance_id, None)


def unwrap(vault: Vault, row: CaseKey) -> bytes:
    """The key in a row that has one. Raises Unreadable."""
    return vault.unwrap(row.wrapped or b"", place(row))


def place(row: CaseKey) -> bytes:
    """What a wrapped key is bound to: swapped rows don't open."""
    return f"{row.instance_id}|{row.key_id}|{row.person_ref or ''}".encode()


def _rings(session: Session) -> dict[str, KeyRing]:
    # Unwrapped keys live as long as the transaction, whose session this is, and no longer.
    return session.info.setdefault("key rings", {})


def _read(session: Session) -> dict[str, Sequence[Any]]:
    return session.info.setdefault("key rows", {})


_KEYS = select(CaseKey.__table__).where(CaseKey.instance_id == bindparam("instance_id"))


def _load(session: Session, instance_id: str) -> Sequence[Any]:
    return records.read(session, _KEYS, instance_id=instance_id)
