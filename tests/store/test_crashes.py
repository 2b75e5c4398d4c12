"""A crash at any point of a command leaves the case as before it or as after it, and a chain that verifies."""

from __future__ import annotations

import os
import signal

import pytest
from sqlalchemy import text

from engine.store import case_members, contacts, instances, sequences, trail
from engine.store.ids import new_id
from engine.store.tables import Base, Setting, Timer
from tests.store.cases import Desk, read, start_case
from tests.store.crashes import count_statements, crashing, crashing_at_commit
from tests.store.processes import run
from tests.store.tampering import findings


def test_a_crash_at_any_statement_of_a_command_leaves_no_trace(desk):
    case = desk.start("20231009-001")
    before = dump(desk)
    statements = count_statements(desk, lambda: rehearse(desk, case))
    assert dump(desk) == before
    assert statements > 10

    for crash_at in range(1, statements + 1):
        with pytest.raises(ZeroDivisionError), crashing(desk, crash_at):
            command(desk, case)
        assert dump(desk) == before

    command(desk, case)
    assert len(read(desk, case)) == 4
    assert findings(desk) == []


@pytest.mark.parametrize(("moment", "entries"), [("in the transaction", 3), ("after the commit", 4)])
def test_a_killed_process_leaves_what_it_committed_and_no_more(desk, moment, entries):
    case = desk.start("20231009-001")

    killed(desk, case, moment)

    assert len(read(desk, case)) == entries
    assert findings(desk) == []
    command(desk, case)
    assert len(read(desk, case)) == entries + 1


def command(desk: Desk, case: str) -> None:
    with desk.writing() as tx:
        change(tx, case)


def rehearse(desk: Desk, case: str) -> None:
    """The whole command up to its commit, which then fails."""
    with pytest.raises(ZeroDivisionError), crashing_at_commit(desk):
        command(desk, case)


def change(tx, case: str) -> None:
    """Something of everything a command does."""
    instance = instances.lock(tx.session, case)
    other = start_case(tx, instance.version_id, f"no-{sequences.next_number(tx, 'tea', '1')}", entries=1)
    trail.append(tx, instance, "note_added", payload={"text": "see the other case"}, person_ref="customer-1")
    case_members.add(tx.session, other.id, person_ids=["anna"])
    tx.session.add(Timer(id=new_id(), instance_id=other.id, element_id="remind", due_at=tx.now))
    contacts.put(tx, "mobile", "13812345678", "138****5678", instance_id=case)
    instance.status = "linked"


def dump(desk: Desk) -> list[str]:
    with desk.reading() as tx:
        return sorted(
            f"{name}: {row}" for name in Base.metadata.tables for row in tx.session.execute(text(f'SELECT * FROM "{name}"'))
        )


def killed(desk: Desk, case: str, moment: str) -> None:
    """Another process adds an entry and dies at that moment by SIGKILL: nothing of its own can tidy up."""

    def work(node: Desk) -> None:
        with node.writing() as tx:
            trail.append(tx, instances.lock(tx.session, case), "note_added")
            tx.session.add(Setting(key="tea", value="green"))
            tx.session.flush()
            if moment == "in the transaction":
                os.kill(os.getpid(), signal.SIGKILL)
        os.kill(os.getpid(), signal.SIGKILL)

    _, codes = run(desk, 1, work)
    assert codes == [-signal.SIGKILL]
