"""Message catch and boundary events and receive tasks: BPMN 2.0.2 clauses 10.5.5, 13.3.3, 13.5.2 and 13.5.3."""

from __future__ import annotations

import pytest

from tests.elements.drawing import boundary, by_message, catch, diagram, end, flows, mappings, message, node, parallel, start, timer, user
from tests.elements.playing import Played, refusals


def receive(id: str = "wait", *inner: str, zeebe: str = "") -> str:
    return node("receiveTask", id, *inner, zeebe=zeebe, messageRef="message_paid")


def line(part: str) -> bytes:
    return diagram(start(), part, end(), flows("begin", "wait", "done"), roots=message("paid", "=order"))


@pytest.mark.parametrize("part", [catch("wait", by_message("paid")), receive()])
def test_13_5_2_message_catch_waits_for_its_message_and_key(part):
    played = Played(line(part), order="A-1")
    subscription = played.execution.subscriptions()[0]
    assert (subscription.element_id, subscription.message_name, subscription.correlation_key) == ("wait", "paid", "A-1")
    assert played.state == "active"

    played.send("wait", amount=12)

    assert played.state == "completed"
    assert played.variables == {"order": "A-1", "amount": 12}


@pytest.mark.parametrize("part", [catch("wait", by_message("paid"), zeebe=mappings(outputs={"sum": "=amount * 2"})),
                                  receive(zeebe=mappings(outputs={"sum": "=amount * 2"}))])
def test_output_mappings_decide_what_a_message_leaves(part):
    assert Played(line(part), order="A-1").send("wait", amount=12).variables == {"order": "A-1", "sum": 24}


def test_two_that_wait_for_one_name_are_told_apart():
    xml = diagram(start(), parallel("fork"), catch("first", by_message("paid")), catch("second", by_message("paid")), user("a"), user("b"), end(), end("e"),
                  flows("begin", "fork", "first", "a", "done"), flows("fork", "second", "b", "e"), roots=message("paid"))

    assert Played(xml).send("second").at() == ["b", "first"]


def test_13_5_3_interrupting_message_boundary_cancels_its_activity():
    xml = diagram(start(), user("ask"), boundary("called", "ask", by_message("paid")), user("talk"), end(), flows("begin", "ask", "done"),
                  flows("called", "talk", "done"), roots=message("paid"))

    played = Played(xml).send("called", note="now")

    assert (played.tasks(), played.cancelled(), played.variables["note"]) == (["talk"], ["ask"], "now")


def test_13_5_3_non_interrupting_message_boundary_catches_every_message():
    xml = diagram(start(), user("ask"), boundary("called", "ask", by_message("paid"), interrupting=False), user("talk"), end(), end("e"),
                  flows("begin", "ask", "done"), flows("called", "talk", "e"), roots=message("paid"))

    played = Played(xml).send("called").send("called").send("called")

    assert played.tasks() == ["ask", "talk", "talk", "talk"]
    assert [s.is_interrupting for s in played.execution.subscriptions()] == [False]


def test_a_receive_task_may_have_boundary_events():
    xml = diagram(start(), receive(), boundary("late", "wait", timer("Duration", "PT1H")), user("remind"), end(), flows("begin", "wait", "done"),
                  flows("late", "remind", "done"), roots=message("paid", "=order"))

    assert Played(xml, order="A").wait_until_due("late").tasks() == ["remind"]


def test_a_key_that_is_null_is_an_incident():
    played = Played(line(receive()))
    assert played.execution.incidents()[0].element_id == "wait"

    assert played.set(order="A").retry("wait").execution.subscriptions()[0].correlation_key == "A"


def test_a_receive_task_or_event_without_a_message_is_refused():
    for part in (node("receiveTask", "wait"), catch("wait", "<bpmn:messageEventDefinition/>"), catch("wait")):
        assert refusals(line(part))[0][0] == "wait"


def test_a_message_name_or_code_that_is_an_expression_is_refused():
    xml = diagram(start(), catch("wait", by_message("paid")), end(), flows("begin", "wait", "done"), roots=message("paid").replace('name="paid"', 'name="=kind"'))
    assert refusals(xml) == [("wait", "message")]
