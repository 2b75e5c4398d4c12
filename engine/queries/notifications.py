"""What the rail's badge counts: the open tasks of the reader."""

from __future__ import annotations

from engine.queries import inbox
from engine.store.transaction import Tx


def waiting_for(tx: Tx) -> int:
    """Open tasks of the actor and of those they stand in for, at most inbox.COUNTED."""
    return inbox.count(tx, "mine")
