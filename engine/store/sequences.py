"""Numbers without doubles and without gaps, counted per name and period."""

from __future__ import annotations

from engine.store.tables import NumberSequence
from engine.store.transaction import Tx
from engine.store.upserts import insert


def next_number(tx: Tx, name: str, period: str) -> int:
    """1, 2, 3 ... within a period.

    A number belongs to its transaction: rolled back, it is given out again, so a gap means that something was removed.
    The price: on PostgreSQL the next taker waits until this transaction ends. Take the number late.
    """
    first = insert(tx.session, NumberSequence).values(name=name, period=period, value=1)
    counted = first.on_conflict_do_update(
        index_elements=[NumberSequence.name, NumberSequence.period], set_={"value": NumberSequence.value + 1}
    )
    return tx.session.connection().execute(counted.returning(NumberSequence.value)).scalar_one()
