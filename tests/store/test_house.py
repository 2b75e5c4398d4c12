"""The house chain: one chain however many append, nothing lost in a crash, nothing changed unseen."""

from __future__ import annotations

import pytest
from sqlalchemy import func, select

from engine.store import house
from engine.store.tables import HouseEntry, HousePending
from tests.store.cases import Desk
from tests.store.crashes import count_statements, crashing
from tests.store.tampering import findings, flip_byte, tamper
from tests.store.threads import at_once


def test_records_come_back_newest_first_with_what_they_say(desk):
    record(desk, "signed_in", {"person_id": "anna"})
    desk.wait(minutes=1)
    record(desk, "signed_out", {"person_id": "anna"})

    assert house.append_pending(desk.store) == 2

    assert [(each.seq, each.kind, each.payload, each.actor_id) for each in read(desk)] == [
        (2, "signed_out", {"person_id": "anna"}, "anna"),
        (1, "signed_in", {"person_id": "anna"}, "anna"),
    ]
    assert findings(desk) == []


def test_records_are_found_by_kind_case_and_page(desk):
    case = desk.start("20231009-001")
    for number in range(3):
        record(desk, "signed_in", {"number": number})
    house.append_pending(desk.store)

    assert [each.instance_id for each in read(desk, instance_id=case)] == [case]
    assert len(read(desk, kinds=["signed_in"])) == 3
    assert [each.seq for each in read(desk, before_seq=3, limit=1)] == [2]


def test_a_record_of_a_command_that_failed_was_never_made(desk):
    with pytest.raises(ZeroDivisionError), desk.writing() as tx:
        house.record(tx, "signed_in", {})
        raise ZeroDivisionError

    assert house.append_pending(desk.store) == 0


def test_many_appenders_and_writers_at_once_make_one_chain(desk):
    moved: list[int] = []

    def work() -> None:
        for number in range(5):
            record(desk, "signed_in", {"number": number})
            moved.append(house.append_pending(desk.store))

    at_once(6, work)
    moved.append(house.append_pending(desk.store))

    assert sum(moved) == 30
    assert sorted(each.seq for each in read(desk)) == list(range(1, 31))
    assert findings(desk) == []


def test_more_records_than_one_batch_are_all_appended(desk, monkeypatch):
    monkeypatch.setattr(house, "_BATCH", 4)
    with desk.writing() as tx:
        for number in range(10):
            house.record(tx, "signed_in", {"number": number})

    assert house.append_pending(desk.store) == 10

    assert [each.payload["number"] for each in reversed(read(desk))] == list(range(10))


def test_recording_does_not_wait_for_an_appender_at_work(desk):
    record(desk, "signed_in", {})
    if not desk.store.is_postgresql:
        # One writer: the appender's batch is short, and recording follows it.
        assert house.append_pending(desk.store) == 1
        return

    with desk.writing() as appender:
        appender.session.scalars(select(house.HouseHead).with_for_update()).one()
        record(desk, "signed_out", {})
        assert house.append_pending(desk.store) == 0

    assert house.append_pending(desk.store) == 2


def test_a_crash_while_appending_moves_everything_or_nothing(desk):
    for _ in range(3):
        record(desk, "signed_in", {})
    statements = count_statements(desk, lambda: house.append_pending(desk.store))
    for _ in range(3):
        record(desk, "signed_out", {})

    for crash_at in range(1, statements + 1):
        with pytest.raises(ZeroDivisionError), crashing(desk, crash_at):
            house.append_pending(desk.store)
        assert counts(desk) == (3, 3)
        assert findings(desk) == []

    assert house.append_pending(desk.store) == 3
    assert findings(desk) == []


@pytest.mark.parametrize("column", ["payload", "hash"])
def test_a_changed_house_entry_is_found(desk, column):
    appended(desk, 3)

    flip_byte(desk, "house_entry", column, "seq = 2", -1)

    assert findings(desk) == [("house", 2, "house: entry 2 was changed. In it: signed in.")]


def test_a_changed_actor_of_a_house_entry_is_found(desk):
    appended(desk, 3)

    tamper(desk, "UPDATE house_entry SET actor_id = 'karl' WHERE seq = 3")

    assert findings(desk) == [("house", 3, "house: entry 3 was changed. In it: signed in.")]


def test_a_deleted_middle_house_entry_is_found(desk):
    appended(desk, 3)

    tamper(desk, "DELETE FROM house_entry WHERE seq = 2")

    assert findings(desk) == [("house", 2, "house: entry 2 is missing.")]


def test_a_deleted_last_house_entry_is_found(desk):
    appended(desk, 3)

    tamper(desk, "DELETE FROM house_entry WHERE seq = 3")

    assert findings(desk) == [("house", 3, "house: the entries from 3 on were cut off.")]


def test_a_deleted_head_of_the_house_is_found(desk):
    appended(desk, 3)

    tamper(desk, "DELETE FROM house_head")

    assert findings(desk) == [("house", 0, "house: the row of its head is missing.")]


@pytest.mark.parametrize(
    ("change", "what"),
    [("DELETE FROM case_key", "is gone, and no erasure was recorded"), ("UPDATE case_key SET key_id = key_id + 7", "is gone, and")],
)
def test_a_house_key_that_is_gone_is_found(desk, change, what):
    appended(desk, 1)

    tamper(desk, f"{change} WHERE instance_id = 'house'")

    assert [(chain, seq, what in text) for chain, seq, text in findings(desk)] == [("house", 1, True)]


def test_a_house_cut_off_together_with_its_head_is_found_and_not_gone_on_with(desk):
    appended(desk, 3)
    tamper(desk, "DELETE FROM house_entry WHERE seq = 3")
    tamper(desk, "UPDATE house_head SET length = 2, hash = (SELECT hash FROM house_entry WHERE seq = 2)")
    record(desk, "signed_in", {})

    with pytest.raises(house.HouseBroken):
        house.append_pending(desk.store)

    assert findings(desk) == [("house", 2, "house: the seal doesn't fit the end of the chain (entry 2).")]


def test_a_record_changed_while_it_waits_is_found_and_not_appended(desk):
    record(desk, "signed_in", {})
    tamper(desk, "UPDATE house_pending SET kind = 'signed_out'")
    record(desk, "signed_in", {})

    assert house.append_pending(desk.store) == 1

    assert findings(desk) == [("house", 0, "house: a record that waits to be appended was changed.")]


def record(desk: Desk, kind: str, payload: dict) -> None:
    with desk.writing() as tx:
        house.record(tx, kind, payload)


def appended(desk: Desk, count: int) -> None:
    for number in range(count):
        record(desk, "signed_in", {"number": number})
    house.append_pending(desk.store)


def read(desk: Desk, **filters) -> list[house.HouseRecord]:
    with desk.reading() as tx:
        return house.read(tx, **filters)


def counts(desk: Desk) -> tuple[int, int]:
    """Appended, and waiting."""
    with desk.reading() as tx:
        return tuple(tx.session.scalar(select(func.count()).select_from(table)) for table in (HouseEntry, HousePending))
