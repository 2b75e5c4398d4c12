"""Published messages: once to each process, kept for those that come to wait in time, never twice."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal

import pytest

from engine.commands import cases, deploy, published_messages
from engine.errors import Conflict, InvalidValues, NotFound
from engine.model.people import SYSTEM, worker
from engine.packages import PackageFiles
from engine.store import case_view
from tests.elements.drawing import by_message, catch, diagram, end, flows, message, parallel, start, user

BANK = worker("bank")
DAY = timedelta(days=1)
PAID = message("paid", "=order")
ONE_PAYMENT = diagram(start(), catch("wait", by_message("paid")), end(), flows("begin", "wait", "done"), roots=PAID, id="one_payment")
TWO_PAYMENTS = diagram(
    start(), parallel("fork"), catch("first", by_message("paid")), catch("second", by_message("paid")), end(), end("e"),
    flows("begin", "fork", "first", "done"), flows("fork", "second", "e"), roots=PAID, id="two_payments",
)  # fmt: skip
LATE = diagram(start(), user("ask"), catch("wait", by_message("paid")), end(), flows("begin", "ask", "wait", "done"), roots=PAID, id="late_payment")
BEGINS = diagram(start("begin", by_message("paid")), user("ask"), end(), flows("begin", "ask", "done"), roots=message("paid"), id="begins")


@pytest.fixture(autouse=True)
def packages(company):
    for id_, xml in {"one_payment": ONE_PAYMENT, "two_payments": TWO_PAYMENTS}.items():
        deployed(company, id_, xml)


def deployed(company, id_: str, xml: bytes) -> None:
    company.process_engine.execute(SYSTEM, deploy.deploy, PackageFiles(id_, {f"{id_}.bpmn": xml}))


def started(company, package: str, order: str = "A-1") -> str:
    return company.process_engine.execute(BANK, cases.start_by_program, package, {"order": order}).instance_id


def publish(company, key: str = "A-1", life: timedelta = timedelta(), message_id: str | None = None, **values):
    return company.process_engine.execute(BANK, published_messages.publish, "paid", key, values, life, message_id)


def view(company, instance_id: str):
    return company.process_engine.ask(SYSTEM, case_view.of, instance_id)


def correlated(company, instance_id: str) -> list[str]:
    return [entry.element_id for entry in view(company, instance_id).entries if entry.kind == "message_correlated"]


def test_message_goes_to_each_process_once_and_there_to_who_waited_longest(company):
    older, newer, two = started(company, "one_payment"), started(company, "one_payment"), started(company, "two_payments")

    done = publish(company, sum=Decimal(3))

    assert done == published_messages.Published(2, is_buffered=False)
    assert [len(correlated(company, each)) for each in (older, newer, two)] == [1, 0, 1]


def test_other_keys_are_left_alone(company):
    other = started(company, "one_payment", "A-2")

    with pytest.raises(NotFound):
        publish(company, "A-1")
    assert correlated(company, other) == []


def test_message_nobody_waits_for_is_kept_for_who_comes_in_time(company):
    assert publish(company, life=DAY).correlated == 0
    late = started(company, "one_payment")

    company.process_engine.trigger_due()

    assert view(company, late).row.state == "completed"


def test_kept_message_is_given_to_a_process_only_once(company):
    publish(company, life=DAY)
    first, second, two = started(company, "one_payment"), started(company, "one_payment"), started(company, "two_payments")

    for _ in range(3):
        company.process_engine.trigger_due()

    assert [len(correlated(company, each)) for each in (first, second, two)] == [1, 0, 1]


def test_process_that_took_a_message_at_once_does_not_get_it_again(company):
    two = started(company, "two_payments")
    publish(company, life=DAY)

    company.process_engine.trigger_due()

    assert len(correlated(company, two)) == 1


def test_message_is_over_when_its_time_is(company):
    publish(company, life=timedelta(hours=1), card="6222 0200 0000 0000")
    company.clock.move(timedelta(hours=1))
    late = started(company, "one_payment")

    company.process_engine.trigger_due()

    assert view(company, late).row.state == "active"
    assert company.tables()["buffered_message"] == []


def test_message_comes_to_a_case_that_only_now_gets_that_far(company):
    deployed(company, "late_payment", LATE)
    case = started(company, "late_payment")
    publish(company, life=DAY)
    company.process_engine.trigger_due()
    assert correlated(company, case) == []

    from_task(company, case)
    company.process_engine.trigger_due()

    assert view(company, case).row.state == "completed"


def from_task(company, case: str) -> None:
    """The user task before the wait is done, as its assignee would."""
    company.process_engine.execute(SYSTEM, complete_open_task, case)


def complete_open_task(tx, case: str) -> None:
    running = published_messages.RunningCase.load(tx, case)
    running.execution.complete_user_task(running.execution.user_tasks()[0].eid, {})
    running.save()


def test_sender_may_safely_send_again(company):
    publish(company, life=DAY, message_id="M-7")

    with pytest.raises(Conflict):
        publish(company, life=DAY, message_id="M-7")
    assert publish(company, "A-9", life=DAY, message_id="M-7").is_buffered


def test_message_begins_a_case_where_the_diagram_starts_with_it(company):
    deployed(company, "begins", BEGINS)

    done = publish(company, note="call 13812345678")

    assert done.correlated == 1
    (row,) = [row for row in company.tables()["process_instance"] if "begins" in row]
    assert [task.element_id for task in view(company, row[0]).tasks] == ["ask"]


def test_what_waits_is_sealed_and_contact_data_is_masked_when_it_arrives(company):
    publish(company, life=DAY, note="call 13812345678")
    assert "13812345678" not in repr(company.tables())
    late = started(company, "one_payment")

    company.process_engine.trigger_due()

    (entry,) = [each for each in view(company, late).entries if each.kind == "message_correlated"]
    assert entry.payload["values"] == {"note": "call 138****5678"}


def test_read_only_names_and_strangers_are_refused(company):
    started(company, "one_payment")

    with pytest.raises(InvalidValues):
        publish(company, clocks=1)
    with pytest.raises(NotFound):
        company.process_engine.execute(company.person("he.yun"), published_messages.publish, "paid", "A-1", {})
