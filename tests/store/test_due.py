"""Due work: each row to one worker, back after a lease that ran out, later and later after failures."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from sqlalchemy import text

from engine.store import due
from engine.store.ids import new_id
from engine.store.tables import Job, Timer
from tests.store.cases import MORNING, Desk
from tests.store.threads import at_once


def test_only_waiting_rows_whose_time_has_come_are_taken_the_longest_due_first(desk):
    arm(desk, first=MORNING - timedelta(hours=2), second=MORNING, later=MORNING + timedelta(seconds=1), unarmed=None)
    arm(desk, over=MORNING - timedelta(hours=3), state="cancelled")

    assert claim(desk, "worker-1") == ["first", "second"]


def test_a_row_under_a_lease_is_nobody_elses(desk):
    arm(desk, first=MORNING)

    assert claim(desk, "worker-1") == ["first"]
    assert claim(desk, "worker-2") == []


def test_the_lease_of_a_dead_worker_is_taken_over(desk):
    arm(desk, first=MORNING)
    claim(desk, "worker-1")

    desk.wait(seconds=60)

    assert claim(desk, "worker-2") == ["first"]
    with desk.reading() as tx:
        row = tx.session.get_one(Timer, "first")
    assert (due.is_leased(row, "worker-1"), due.is_leased(row, "worker-2"), row.attempts) == (False, True, 2)


def test_a_lease_can_be_extended_and_released(desk):
    arm(desk, first=MORNING)
    claim(desk, "worker-1")
    desk.wait(seconds=50)
    change(desk, lambda row: due.extend(row, desk.now))
    desk.wait(seconds=50)

    assert claim(desk, "worker-2") == []

    change(desk, due.release)
    assert claim(desk, "worker-2") == ["first"]


def test_rows_are_taken_in_portions(desk):
    arm(desk, **{f"timer-{number}": MORNING + timedelta(microseconds=number) for number in range(5)})
    desk.wait(seconds=1)

    with desk.writing() as tx:
        portion = due.claim_due(tx.session, Timer, desk.now, "worker-1", limit=2)

    assert [row.id for row in portion] == ["timer-0", "timer-1"]


@pytest.mark.postgres
@pytest.mark.parametrize("database_settings", ["postgresql"], indirect=True)
def test_a_portion_is_one_however_the_server_joins(desk):
    """Joined row by row a subquery that skips locked rows would be asked anew for each, and find others each time."""
    arm(desk, **{f"timer-{number}": MORNING for number in range(5)})

    with desk.writing() as tx:
        for plan in ("hashagg", "hashjoin", "mergejoin", "material", "sort", "seqscan", "indexscan", "bitmapscan"):
            tx.session.execute(text(f"SET LOCAL enable_{plan} = off"))
        portion = due.claim_due(tx.session, Timer, desk.now, "worker-1", limit=2)

    assert [row.id for row in portion] == ["timer-0", "timer-1"]


def test_workers_at_once_never_take_the_same_row(desk):
    arm(desk, **{f"timer-{number}": MORNING for number in range(40)})
    taken: list[str] = []

    def work() -> None:
        with desk.writing() as tx:
            taken.extend(row.id for row in due.claim_due(tx.session, Timer, desk.now, "worker", limit=10))

    at_once(4, work)

    assert len(taken) == len(set(taken)) > 0


@pytest.mark.postgres
@pytest.mark.parametrize("database_settings", ["postgresql"], indirect=True)
def test_a_worker_does_not_wait_for_rows_another_one_is_taking(desk):
    arm(desk, first=MORNING, second=MORNING)

    with desk.writing() as slow:
        one = due.claim_due(slow.session, Timer, desk.now, "worker-1", limit=1)
        other = claim(desk, "worker-2")

    assert {one[0].id, *other} == {"first", "second"}


def test_failures_are_tried_again_later_and_later_and_then_given_up(desk):
    arm(desk, first=MORNING)
    pauses, goes_on = [], True

    while goes_on:
        assert claim(desk, "worker-1") == ["first"]
        with desk.writing() as tx:
            row = tx.session.get_one(Timer, "first")
            goes_on = due.postpone(row, desk.now, "no answer", most_attempts=4)
            pause = row.lease_until - desk.now
        assert claim(desk, "worker-2") == []
        pauses.append(pause.total_seconds())
        desk.wait(seconds=pause.total_seconds())

    assert pauses == [5, 10, 20, 40]
    assert row.last_error == "no answer"


def test_the_pause_never_exceeds_an_hour():
    row = Timer(id="first", attempts=400)

    due.postpone(row, MORNING, "no answer", most_attempts=1000)

    assert row.lease_until == MORNING + timedelta(hours=1)


def test_jobs_can_be_taken_by_type(desk):
    case = desk.start("20231009-001")
    with desk.writing() as tx:
        for type_ in ("brew", "pour"):
            job = Job(id=type_, instance_id=case, element_id="serve", type=type_, due_at=MORNING, payload={"cups": 2})
            tx.session.add(job)

    with desk.writing() as tx:
        (job,) = due.claim_due(tx.session, Job, desk.now, "worker-1", 10, due.LEASE, Job.type == "pour")

    assert (job.id, job.payload, job.attempts) == ("pour", {"cups": 2}, 1)


def arm(desk: Desk, *, state: str = "waiting", **due_times: datetime | None) -> None:
    case = desk.start(new_id(), entries=1)
    with desk.writing() as tx:
        for id_, at in due_times.items():
            timer = Timer(id=id_, instance_id=case, element_id="remind", armed_at=MORNING, due_at=at, state=state)
            tx.session.add(timer)


def claim(desk: Desk, owner: str) -> list[str]:
    with desk.writing() as tx:
        return [row.id for row in due.claim_due(tx.session, Timer, desk.now, owner, limit=10)]


def change(desk: Desk, how) -> None:
    with desk.writing() as tx:
        how(tx.session.get_one(Timer, "first"))
