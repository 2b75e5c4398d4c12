"""Finders of requests that were done already."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import delete, select

from engine.store import upserts
from engine.store.tables import DoneRequest
from engine.store.transaction import Tx

KEPT = timedelta(days=1)


def claim(tx: Tx, key: str) -> bool:
    """False when this very request was done before. Of two that come at once the second waits for the first one's end."""
    row = upserts.insert(tx.session, DoneRequest).values(key=key, business_key="", at=tx.now)
    return tx.session.execute(row.on_conflict_do_nothing()).rowcount == 1


def note(tx: Tx, key: str, business_key: str) -> None:
    """Which case it began."""
    tx.session.get_one(DoneRequest, key).business_key = business_key


def business_key(tx: Tx, key: str) -> str:
    return tx.session.scalar(select(DoneRequest.business_key).where(DoneRequest.key == key)) or ""


def forget_old(tx: Tx) -> None:
    """Nobody sends a request again after a day."""
    tx.session.execute(delete(DoneRequest).where(DoneRequest.at < tx.now - KEPT))
