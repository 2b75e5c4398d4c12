"""Transactions: all or nothing, one after the other where they meet; what was confirmed survives a restart."""

from __future__ import annotations

import threading
from dataclasses import replace

import pytest
from sqlalchemy import text, update
from sqlalchemy.exc import DBAPIError

from engine.errors import NotFound
from engine.store import case_members, case_reads, house, instances, trail
from engine.store.database import StaleRevision, Store
from engine.store.tables import CaseMember, ProcessInstance, Setting, UserTask
from tests.store.cases import MORNING, Desk, add_entry, read
from tests.store.tampering import findings
from tests.store.threads import at_once


def test_what_was_committed_is_there_after_a_restart(desk):
    case = desk.start("20231009-001")
    desk.store.close()

    after = Desk(Store(desk.settings), desk.settings)
    after.store.migrate()

    assert len(read(after, case)) == 3
    assert findings(after) == []
    after.store.close()


def test_an_exception_leaves_nothing_behind(desk):
    with pytest.raises(ZeroDivisionError), desk.writing() as tx:
        tx.session.add(Setting(key="tea", value="green"))
        tx.session.flush()
        raise ZeroDivisionError

    with desk.reading() as tx:
        assert tx.session.get(Setting, "tea") is None


def test_a_query_can_not_write(desk):
    with pytest.raises(DBAPIError, match="(?i)read-?only"), desk.reading() as tx:
        tx.session.add(Setting(key="tea", value="green"))


def test_a_query_sees_one_state_from_beginning_to_end(desk):
    case = desk.start("20231009-001")

    with desk.reading() as tx:
        before = len(trail.read(tx, case))
        add_entry(desk, case)
        after = len(trail.read(tx, case))

    assert (before, after) == (3, 3)


def test_two_writers_of_one_case_both_count(desk):
    case = desk.start("20231009-001", entries=1)

    at_once(10, lambda: add_entry(desk, case))

    assert [each.seq for each in read(desk, case)] == list(range(1, 12))
    assert findings(desk) == []


def test_the_second_writer_sees_what_the_first_one_did(desk):
    case = desk.start("20231009-001")
    with desk.writing() as tx:
        tx.session.add(UserTask(id="serve", instance_id=case, element_id="serve", created_at=MORNING))
    winners = []

    def claim(person: str) -> None:
        with desk.writing() as tx:
            task, _ = instances.lock_of(tx.session, UserTask, "serve")
            if task.assignee_id is None:
                task.assignee_id = person
                winners.append(person)

    at_once(6, lambda: claim(threading.current_thread().name))

    with desk.reading() as tx:
        assert [tx.session.get_one(UserTask, "serve").assignee_id] == winners


def test_a_change_made_without_the_lock_is_refused_and_not_lost(desk):
    case = desk.start("20231009-001")

    with pytest.raises(StaleRevision), desk.writing() as tx:
        row = tx.session.get_one(ProcessInstance, case)
        # Somebody else commits in between.
        tx.session.execute(
            update(ProcessInstance).values(revision=ProcessInstance.revision + 1).execution_options(synchronize_session=False)
        )
        row.title = "cold tea"
        tx.session.flush()


def test_the_revision_grows_with_every_change(desk):
    case = desk.start("20231009-001")
    with desk.reading() as tx:
        before = tx.session.get_one(ProcessInstance, case).revision

    add_entry(desk, case)

    with desk.reading() as tx:
        assert tx.session.get_one(ProcessInstance, case).revision == before + 1


@pytest.mark.parametrize("table", [ProcessInstance, UserTask])
def test_a_case_that_is_not_there_is_not_found(desk, table):
    with pytest.raises(NotFound), desk.writing() as tx:
        if table is ProcessInstance:
            instances.lock(tx.session, "none")
        else:
            instances.lock_of(tx.session, table, "none")


def test_lists_do_not_load_the_snapshot_and_a_lock_does(desk):
    case = desk.start("20231009-001")

    with desk.reading() as tx:
        listed = tx.session.get_one(ProcessInstance, case)
        assert "snapshot" not in listed.__dict__
    with desk.writing() as tx:
        assert "snapshot" in instances.lock(tx.session, case).__dict__


def test_members_are_added_once(desk):
    case = desk.start("20231009-001")

    with desk.writing() as tx:
        case_members.add(tx.session, case, person_ids=["anna"], group_ids=["kitchen", "service"])
        case_members.add(tx.session, case, person_ids=["anna", "karl"], department_ids=["kitchen"])
        case_members.add(tx.session, case)

    with desk.reading() as tx:
        members = tx.session.query(CaseMember.person_id, CaseMember.group_id, CaseMember.department_id).all()
    assert sorted(map(str, members)) == sorted(
        map(
            str,
            [
                ("anna", None, None),
                (None, "kitchen", None),
                (None, "service", None),
                ("karl", None, None),
                (None, None, "kitchen"),
            ],
        )
    )


def test_a_look_at_a_case_is_recorded_once_an_hour(desk):
    case = desk.start("20231009-001")
    house.append_pending(desk.store)

    for minutes in (0, 30, 20, 40):
        desk.wait(minutes=minutes)
        with desk.writing() as tx:
            was_noted = case_reads.is_noted(tx, case)
            case_reads.note(tx, case)
            assert case_reads.is_noted(tx, case) and was_noted == (minutes in (30, 20))
    house.append_pending(desk.store)

    with desk.reading() as tx:
        reads = house.read(tx, kinds=["case_read"])
    assert [(each.instance_id, each.payload) for each in reads] == [(case, {"person_id": "anna"})] * 2


def test_a_database_in_memory_is_refused(settings):
    with pytest.raises(ValueError, match="file"):
        Store(replace(settings, database_url="sqlite://"))


@pytest.mark.postgres
def test_a_plain_postgresql_address_gets_its_driver(settings, postgres_url):
    store = Store(replace(settings, database_url=postgres_url.replace("+psycopg", "")))

    with store.begin_read() as session:
        assert session.execute(text("SELECT 1")).scalar_one() == 1
    assert store.is_postgresql
    store.close()


def test_sqlite_survives_a_power_cut(settings):
    store = Store(settings)

    with store.begin_read() as session:
        pragmas = {name: session.execute(text(f"PRAGMA {name}")).scalar_one() for name in ("journal_mode", "synchronous", "foreign_keys")}

    assert pragmas == {"journal_mode": "wal", "synchronous": 2, "foreign_keys": 1}
    store.close()
