"""Pairs of characters of open cases, kept as keyed hashes: who reads the table learns no word of anybody's case."""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy import bindparam, delete, func, inspect, select

from engine.store import house_key, records
from engine.store.tables import SimilarGram
from engine.store.transaction import Tx

_TABLE = inspect(SimilarGram).local_table
_GONE = delete(_TABLE).where(_TABLE.c.instance_id == bindparam("of"))
_MASK = (1 << 63) - 1


def keep(tx: Tx, package_id: str, instance_id: str, grams: Iterable[str], *, is_new: bool) -> None:
    """These pairs and no others stand for the case."""
    if not is_new:
        forget(tx, instance_id)
    rows = [(package_id, number, instance_id) for number in sorted({_number(_hash(tx, gram)) for gram in grams})]
    records.add_rows(tx.session, _TABLE, ("package_id", "gram", "instance_id"), rows)


def forget(tx: Tx, instance_id: str) -> None:
    """The case ended, or its text changed."""
    tx.session.execute(_GONE, {"of": instance_id})


def sharing(tx: Tx, package_id: str, grams: Iterable[str], most: int) -> dict[str, int]:
    """Ids of the package's open cases that share pairs with a text, and how many; those that share most."""
    # Cases of before the house had its own key for this are hashed under a master key.
    numbers = {_number(hash_) for gram in grams for hash_ in (_hash(tx, gram), *tx.vault.blinds(gram))}
    shared = func.count().label("shared")
    found = select(SimilarGram.instance_id, shared).where(SimilarGram.package_id == package_id, SimilarGram.gram.in_(numbers))
    return dict(tx.session.execute(found.group_by(SimilarGram.instance_id).order_by(shared.desc()).limit(most)).all())


def _hash(tx: Tx, gram: str) -> bytes:
    """Under a key of the house: the text is not asked for again when there is a new master key."""
    return house_key.secret_hash(tx.session, tx.vault, b"similar:" + gram.encode())


def _number(blind: bytes) -> int:
    """What a BIGINT of both databases holds."""
    return int.from_bytes(blind[:8]) & _MASK
