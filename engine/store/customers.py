"""Customers: a reference that stands for a person everywhere, their contact data lies in the vault."""

from __future__ import annotations

from engine.store import sequences
from engine.store.ids import new_id
from engine.store.tables import Customer
from engine.store.transaction import Tx


def create(tx: Tx, preferred_channel: str | None = None) -> str:
    """A new customer's id."""
    serial = sequences.next_number(tx, "customer", "all")
    row = Customer(id=new_id(), code=f"C-{serial:06}", preferred_channel=preferred_channel, created_at=tx.now)
    tx.session.add(row)
    return row.id
