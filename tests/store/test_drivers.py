"""Statements that go past SQLAlchemy's own way: the same values, the same errors, and what happens when a connection is lost."""

from __future__ import annotations

import threading
from datetime import timedelta

import psycopg
import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from engine.store import case_members, instances, records, trail
from engine.store.database import ConnectionLost, StaleRevision
from engine.store.drivers import Statement
from engine.store.tables import GroupMember, ProcessInstance
from tests.store.cases import MORNING, Desk, add_entry, read


on_postgresql = pytest.mark.parametrize("database_settings", [pytest.param("postgresql", marks=pytest.mark.postgres)], indirect=True)


@on_postgresql
def test_a_text_with_a_nul_character_is_refused_and_not_cut_short(desk):
    with pytest.raises(DBAPIError), desk.writing() as tx:
        records.add(tx.session, GroupMember, group_id="a\0b", person_id="anna")


def test_values_of_every_kind_come_back_as_they_were(desk):
    case = desk.start("20231009-001")
    later = MORNING + timedelta(microseconds=1)
    with desk.writing() as tx:
        row = instances.lock(tx.session, case)
        row.title, row.stage, row.has_incident, row.ended_at, row.snapshot = "页面 '%s' ä $1", 7, True, later, b"\0\xff"

    with desk.writing() as tx:
        row = instances.lock(tx.session, case)

    assert (row.title, row.stage, row.has_incident, row.ended_at, row.snapshot) == ("页面 '%s' ä $1", 7, True, later, b"\0\xff")


def test_a_statement_that_fails_tells_no_values(desk):
    with pytest.raises(DBAPIError) as caught, desk.writing() as tx:
        tx.session.driver.run(Statement(f"SELECT nothing FROM nowhere WHERE secret = {tx.session.driver.mark(0)}", ["blue teapot"]))

    assert "teapot" not in str(caught.value)


def test_prepared_statements_outlive_a_rollback(desk):
    case = desk.start("20231009-001")
    for _ in range(8):
        with pytest.raises(ZeroDivisionError), desk.writing() as tx:
            instances.lock(tx.session, case)
            tx.session.execute(text("SELECT 1"))
            raise ZeroDivisionError

    with desk.writing() as tx:
        assert instances.lock(tx.session, case).business_key == "20231009-001"


@on_postgresql
def test_a_statement_that_the_server_forgot_is_prepared_anew(desk):
    case = desk.start("20231009-001")
    with desk.writing() as tx:
        instances.lock(tx.session, case)
        tx.session.execute(text("DEALLOCATE ALL"))

    with pytest.raises(StaleRevision), desk.writing() as tx:
        instances.lock(tx.session, case)

    with desk.writing() as tx:
        assert instances.lock(tx.session, case).id == case


@on_postgresql
@pytest.mark.parametrize("moment", ["before the first statement", "before a statement", "before the rows are written"])
def test_a_command_whose_connection_was_lost_may_run_again(desk, moment):
    case = desk.start("20231009-001")

    with pytest.raises(ConnectionLost), desk.writing() as tx:
        if moment != "before the first statement":
            instances.lock(tx.session, case)
        end_connection(desk, tx.session.connection().connection.dbapi_connection.info.backend_pid)
        if moment == "before the rows are written":
            trail.append(tx, records.held(tx.session, ProcessInstance, case), "note_added")
        else:
            instances.lock(tx.session, case)

    add_entry(desk, case)
    assert [each.seq for each in read(desk, case)] == [1, 2, 3, 4]


@on_postgresql
def test_a_connection_that_was_lost_while_it_rested_is_noticed(desk, monkeypatch):
    case = desk.start("20231009-001")
    with desk.writing() as tx:
        pid = tx.session.connection().connection.dbapi_connection.info.backend_pid
    end_connection(desk, pid)
    monkeypatch.setattr("engine.store.database._REST_SECONDS", 0)

    add_entry(desk, case)

    assert len(read(desk, case)) == 4


@on_postgresql
def test_a_wait_for_a_lock_lets_other_threads_run(desk):
    """While one waits in statements that were sent together, whoever holds the lock must come to give it back."""
    case = desk.start("20231009-001")
    has_lock = threading.Event()

    def wait_for_it() -> None:
        has_lock.wait()
        with desk.writing() as tx:
            case_members.add(tx.session, case, person_ids=["anna"])
            instances.lock(tx.session, case).title = "with Anna"

    other = threading.Thread(target=wait_for_it)
    other.start()
    with desk.writing() as tx:
        tx.session.execute(text("LOCK TABLE case_member IN EXCLUSIVE MODE"))
        has_lock.set()
        other.join(0.2)
        assert other.is_alive()
    other.join(5)

    assert not other.is_alive()


def end_connection(desk: Desk, pid: int) -> None:
    """As a restart of the server or a cut line would."""
    with psycopg.connect(desk.settings.database_url.replace("+psycopg", ""), autocommit=True) as other:
        other.execute("SELECT pg_terminate_backend(%s)", [pid])
