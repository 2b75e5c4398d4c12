"""What leaves the house and what staff are told, as rows on both databases: each delivery to one worker, links from both ends."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from engine.commands import deliveries
from engine.errors import Text
from engine.model.people import Actor
from engine.queries import notification_list
from engine.store import case_links, notifications, outgoing
from engine.store.ids import new_id
from engine.store.notifications import News
from engine.store.tables import CaseLink, Delivery, Person, ThreadMessage
from tests.store.cases import Desk
from tests.store.threads import at_once


def waiting(desk: Desk, many: int, **changes: object) -> list[str]:
    """Deliveries of one case that are due now."""
    case = desk.start(f"T-{new_id()[-6:]}")
    ids = [new_id() for _ in range(many)]
    with desk.writing() as tx:
        for id_ in ids:
            message = ThreadMessage(id=new_id(), instance_id=case, at=desk.now, author_kind="system", is_internal=False, text="Tea is ready", round=1)
            row = {"id": id_, "instance_id": case, "message_id": message.id, "subject": "", "route": "email", "created_at": desk.now, "due_at": desk.now}
            tx.session.add_all([message, Delivery(**(row | changes))])
    return ids


def claim(desk: Desk, owner: str) -> str:
    with desk.writing() as tx:
        return deliveries.claim(tx, owner)


def test_each_delivery_goes_to_one_worker(desk):
    wanted = waiting(desk, 12)

    taken: list[str] = []

    def work() -> None:
        while id_ := claim(desk, f"worker-{new_id()}"):
            taken.append(id_)

    at_once(4, work)

    assert sorted(taken) == sorted(wanted)


def test_the_one_that_waited_longest_goes_first(desk):
    late = waiting(desk, 1)
    early = waiting(desk, 1, due_at=desk.now - timedelta(minutes=5))

    assert [claim(desk, "worker-1"), claim(desk, "worker-1"), claim(desk, "worker-1")] == [*early, *late, ""]


def test_a_dead_worker_s_delivery_comes_back_after_its_lease(desk):
    wanted = waiting(desk, 1)
    claim(desk, "dead")
    desk.wait(seconds=299)
    assert claim(desk, "worker-1") == ""

    desk.wait(seconds=1)

    assert [claim(desk, "worker-1")] == wanted


def test_only_what_is_due_wakes_the_worker(desk):
    waiting(desk, 1, due_at=desk.now + timedelta(hours=1))
    waiting(desk, 1, state="sent")
    with desk.reading() as tx:
        assert not outgoing.is_any(tx.session, desk.now)

    desk.wait(hours=1)

    with desk.reading() as tx:
        assert outgoing.is_any(tx.session, desk.now)


def test_a_link_is_one_however_often_it_is_made(desk):
    one, other = desk.start("T-1"), desk.start("T-2")

    for _ in range(2):
        with desk.writing() as tx:
            case_links.add(tx, one, other, "derived")
            case_links.add(tx, one, other, "derived")

    with desk.reading() as tx:
        assert [(row.from_id, row.to_id) for row in tx.session.query(CaseLink)] == [(one, other)]


@pytest.fixture
def bert(desk: Desk) -> Actor:
    with desk.writing() as tx:
        tx.session.add(Person(id="bert", login="bert", name="Bert", roles=[], is_active=True, created_at=desk.now))
    return replace(desk.actor, id="bert")


def test_news_stays_unread_for_its_reader_until_it_is_read(desk, bert):
    case = desk.start("T-1")
    with desk.writing() as tx:
        notifications.add(tx, case, ["bert"], News(notifications.TOLD, Text("茶好了", "Tea is ready")))
    desk.actor, anna = bert, desk.actor

    with desk.reading() as tx:
        (unread,) = notification_list.lines(tx)
    with desk.writing() as tx:
        assert notifications.mark_read(tx, unread.id) == case

    with desk.reading() as tx:
        assert [line.is_read for line in notification_list.lines(tx)] == [True]
    desk.actor = anna
    with desk.reading() as tx:
        assert notification_list.lines(tx) == []
