"""Somebody who can write the database and lacks the master key, and what verification says afterwards."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from sqlalchemy import create_engine, text

from engine.store.heads import Head
from engine.store.verification import verify
from tests.store.cases import Desk


def findings(desk: Desk, exported: Iterable[Head] = ()) -> list[tuple[str, int, str]]:
    with desk.reading() as tx:
        return [(each.chain, each.seq, each.what.en) for each in verify(tx.session, tx.vault, exported)]


def tamper(desk: Desk, statement: str, **values: Any) -> None:
    """One statement past the program; foreign keys don't stop this hand."""
    engine = create_engine(desk.settings.database_url)
    with engine.begin() as connection:
        if desk.store.is_postgresql:
            connection.execute(text("SET session_replication_role = replica"))
        changed = connection.execute(text(statement), values)
        assert changed.rowcount > 0
    engine.dispose()


def flip_byte(desk: Desk, table: str, column: str, where: str, position: int) -> None:
    with desk.reading() as tx:
        old = bytes(tx.session.execute(text(f"SELECT {column} FROM {table} WHERE {where}")).scalar_one())
    position %= len(old)
    new = old[:position] + bytes([old[position] ^ 1]) + old[position + 1 :]
    tamper(desk, f"UPDATE {table} SET {column} = :new WHERE {where}", new=new)
