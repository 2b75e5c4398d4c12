"""Facts of cases by round: written once per round, the last word of a round counts."""

from __future__ import annotations

from collections.abc import Mapping

from engine.store.tables import ReportFact
from engine.store.transaction import Tx
from engine.store.upserts import insert


def put(tx: Tx, instance_id: str, facts: Mapping[tuple[str, int], str]) -> None:
    """`facts`: (name, round) -> value; round 0 is the whole case."""
    for (name, round_), value in facts.items():
        written = insert(tx.session, ReportFact).values(instance_id=instance_id, name=name, round=round_, value=value, at=tx.now)
        key = [ReportFact.instance_id, ReportFact.name, ReportFact.round]
        tx.session.connection().execute(written.on_conflict_do_update(index_elements=key, set_={"value": value, "at": tx.now}))
