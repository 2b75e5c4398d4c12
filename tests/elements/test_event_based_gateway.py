"""Event-based gateways: BPMN 2.0.2 clauses 10.6.6 and 13.4.4."""

from __future__ import annotations

from tests.elements.drawing import by_message, catch, diagram, end, exclusive, flow, flows, message, node, start, timer, user
from tests.elements.playing import Played, refusals

RACE = diagram(start(), node("eventBasedGateway", "first_of"), catch("answered", by_message("answer")), catch("silent", timer("Duration", "P3D")),
               node("receiveTask", "called", messageRef="message_call"), user("read"), user("remind"), user("talk"), end(),
               flows("begin", "first_of", "answered", "read", "done"), flows("first_of", "silent", "remind", "done"),
               flows("first_of", "called", "talk", "done"), roots=message("answer") + message("call"))


def test_13_4_4_the_first_event_takes_the_token_and_the_others_are_given_up():
    played = Played(RACE)
    assert played.at() == ["first_of"]
    assert {s.element_id for s in played.execution.subscriptions()} == {"answered", "called"}

    played.send("answered", text="yes")

    assert played.tasks() == ["read"]
    assert (played.execution.subscriptions(), played.execution.timers()) == ([], [])
    assert played.path() == ["begin", "first_of", "answered"]
    assert played.flows() == ["begin_to_first_of", "first_of_to_answered", "answered_to_read"]
    assert played.variables == {"text": "yes"}


def test_a_timer_or_a_receive_task_may_win_as_well():
    assert Played(RACE).wait_until_due("silent").tasks() == ["remind"]
    assert Played(RACE).send("called").tasks() == ["talk"]


def test_the_race_is_run_anew_in_every_round():
    xml = diagram(start(), exclusive("again"), node("eventBasedGateway", "first_of"), catch("answered", by_message("answer")), catch("silent", timer("Duration", "P3D")), end(),
                  flows("begin", "again", "first_of", "answered", "done"), flows("first_of", "silent"), flow("silent", "again"), roots=message("answer"))
    played = Played(xml)

    for _ in range(3):
        played.wait_until_due("silent")

    assert played.send("answered").state == "completed"


def test_only_events_of_their_own_may_follow():
    xml = diagram(start(), node("eventBasedGateway", "first_of"), user("ask"), catch("silent", timer("Duration", "P3D")), end(),
                  flows("begin", "first_of", "ask", "done"), flows("first_of", "silent", "done"))
    assert refusals(xml) == [("ask", "eventBasedGateway")]
