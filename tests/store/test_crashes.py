"""A crash at any point of a command leaves the case as before it or as after it, and a chain that verifies."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import textwrap
from pathlib import Path

import pytest
from sqlalchemy import text

from engine.store import case_members, contacts, instances, sequences, trail
from engine.store.ids import new_id
from engine.store.tables import Base, Timer
from tests.store.cases import Desk, read, start_case
from tests.store.crashes import count_statements, crashing
from tests.store.tampering import findings

ROOT = Path(__file__).resolve().parent.parent.parent


def test_a_crash_at_any_statement_of_a_command_leaves_no_trace(desk):
    case = desk.start("20231009-001")
    before = dump(desk)
    statements = count_statements(desk, lambda: rehearse(desk, case))

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
    """The whole command up to its commit, which is then refused."""
    with pytest.raises(InterruptedError), desk.writing() as tx:
        change(tx, case)
        tx.session.flush()
        raise InterruptedError


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
    """A second process adds an entry and dies at that moment by SIGKILL: nothing of its own can tidy up."""
    script = f"""
        import os, signal
        from pathlib import Path
        from engine.settings import Settings
        from engine.store import instances, trail
        from engine.store.database import Store
        from tests.store.cases import Desk

        settings = Settings({desk.settings.database_url!r}, Path({str(desk.settings.data_dir)!r}), Path("."), {desk.settings.master_keys!r})
        desk = Desk(Store(settings), settings)
        with desk.writing() as tx:
            trail.append(tx, instances.lock(tx.session, {case!r}), "note_added")
            tx.session.flush()
            if {moment!r} == "in the transaction":
                os.kill(os.getpid(), signal.SIGKILL)
        os.kill(os.getpid(), signal.SIGKILL)
    """
    ended = subprocess.run([sys.executable, "-c", textwrap.dedent(script)], cwd=ROOT, env=os.environ | {"PYTHONPATH": str(ROOT)})
    assert ended.returncode == -signal.SIGKILL
