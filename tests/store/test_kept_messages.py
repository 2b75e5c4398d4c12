"""Kept messages: sealed, wanted by whoever waits, given to each process once even when two nodes come at the same time."""

from __future__ import annotations

from datetime import timedelta

from engine.store import messages, work_waiting
from engine.store.ids import new_id
from engine.store.tables import BufferedMessage, Subscription
from tests.store.cases import Desk
from tests.store.threads import at_once


def test_kept_message_is_wanted_by_the_case_that_waited_longest(desk):
    message = keep(desk)
    older, newer = waiting_case(desk, "T-1"), waiting_case(desk, "T-2")

    with desk.reading() as tx:
        assert messages.wanted(tx.session, tx.now) == [(message, older)]
        assert messages.longest_waiting(tx, "poured", "cup-1") == {"tea": older}
        assert work_waiting.is_any(tx.session, tx.now)
    assert older != newer


def test_two_nodes_at_once_give_a_message_once(desk):
    message = keep(desk)
    waiting_case(desk, "T-1")

    given = []

    def give():
        with desk.writing() as tx:
            given.append(messages.give(tx, message, "tea"))

    at_once(4, give)

    assert sorted(given) == [False, False, False, True]
    with desk.reading() as tx:
        assert messages.wanted(tx.session, tx.now) == []


def test_kept_message_is_sealed_and_goes_with_its_time(desk):
    message = keep(desk)
    with desk.writing() as tx:
        messages.give(tx, message, "tea")
        row = messages.kept(tx, message)
        assert b"jasmine" not in row.cipher
        assert messages.values_of(tx, row) == {"kind": "jasmine"}
        assert messages.is_known(tx, "poured", "cup-1", "M-1")

    desk.wait(hours=1)

    with desk.writing() as tx:
        assert messages.kept(tx, message) is None
        assert work_waiting.is_any(tx.session, tx.now)
        messages.drop_expired(tx.session, tx.now)
    with desk.reading() as tx:
        assert tx.session.get(BufferedMessage, message) is None


def keep(desk: Desk) -> str:
    with desk.writing() as tx:
        return messages.keep(tx, "poured", "cup-1", {"kind": "jasmine"}, tx.now + timedelta(hours=1), "M-1")


def waiting_case(desk: Desk, number: str) -> str:
    case = desk.start(number)
    with desk.writing() as tx:
        tx.session.add(Subscription(
            id=new_id(), instance_id=case, element_id="wait", message_name="poured", correlation_key="cup-1", is_interrupting=True, created_at=desk.now,
        ))  # fmt: skip
    desk.wait(seconds=1)
    return case
