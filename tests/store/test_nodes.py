"""Several processes on one database: numbers, chains and leases hold across them."""

from __future__ import annotations

from sqlalchemy import func, select

from engine.store import due, house, sequences
from engine.store.ids import new_id
from engine.store.tables import NumberSequence, ProcessInstance, Timer
from tests.store.cases import Desk, add_entry, start_case
from tests.store.processes import run
from tests.store.tampering import findings

NODES, CASES = 3, 12


def test_nodes_at_once_number_record_and_claim_without_meeting(desk):
    shared = desk.start("shared")

    claimed, codes = run(desk, NODES, lambda node: work(node, shared))

    with desk.reading() as tx:
        cases = tx.session.scalar(select(func.count()).select_from(ProcessInstance))
        length = tx.session.get_one(ProcessInstance, shared).trail_length
        last = tx.session.get_one(NumberSequence, ("tea", "1")).value
        attempts = set(tx.session.scalars(select(Timer.attempts)))
    taken = [timer for each in claimed for timer in each]
    assert codes == [0] * NODES
    assert (cases, length, last) == (NODES * CASES + 1, NODES * CASES + 3, NODES * CASES)
    assert len(taken) == len(set(taken)) == NODES * CASES
    assert attempts == {1}
    house.append_pending(desk.store)
    assert findings(desk) == []


def work(node: Desk, shared: str) -> list[str]:
    """What one node does: it starts cases, adds to the shared one, claims timers, appends to the house chain."""
    claimed, owner = [], new_id()
    for _ in range(CASES):
        with node.writing() as tx:
            case = start_case(tx, node.version_id, f"no-{sequences.next_number(tx, 'tea', '1')}", entries=1)
            tx.session.add(Timer(id=new_id(), instance_id=case.id, element_id="remind", due_at=tx.now))
        add_entry(node, shared)
        with node.writing() as tx:
            claimed += [row.id for row in due.claim_due(tx.session, Timer, tx.now, owner, limit=1)]
        house.append_pending(node.store)
    return claimed
