"""Links between cases, seen from both ends."""

from __future__ import annotations

from engine.store import records
from engine.store.tables import CaseLink
from engine.store.transaction import Tx


def add(tx: Tx, from_id: str, to_id: str, relation: str) -> None:
    """`to_id` came out of `from_id`; the same link twice is one."""
    records.add_once(tx.session, CaseLink, {"from_id": from_id, "to_id": to_id, "relation": relation, "at": tx.now})
