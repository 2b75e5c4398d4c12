"""Conditional events: catch, boundary and event sub-process start. BPMN 2.0.2 clauses 10.5.5, 13.5.2 and 13.5.3."""

from __future__ import annotations

from tests.elements.drawing import boundary, catch, diagram, end, event_sub_process, flows, node, parallel, start, user
from tests.elements.playing import Played, refusals


def when(condition: str) -> str:
    return f'<bpmn:conditionalEventDefinition><bpmn:condition xsi:type="bpmn:tFormalExpression">{condition}</bpmn:condition></bpmn:conditionalEventDefinition>'


def test_13_5_2_the_token_waits_until_the_condition_is_true():
    xml = diagram(start(), parallel("fork"), catch("paid_enough", when("=paid &gt;= 10")), user("pay"), user("after"), end(), end("e"),
                  flows("begin", "fork", "paid_enough", "after", "done"), flows("fork", "pay", "e"))
    assert refusals(xml) == []
    played = Played(xml)
    assert played.at() == ["paid_enough", "pay"]

    assert played.set(paid=5).at() == ["paid_enough", "pay"]
    assert played.complete("pay", paid=12).at() == ["after"]


def test_13_5_3_an_interrupting_one_cancels_its_activity():
    xml = diagram(start(), user("ask"), boundary("urgent", "ask", when("=priority = 1")), user("hurry"), end(), flows("begin", "ask", "done"), flows("urgent", "hurry", "done"))
    played = Played(xml, priority=3)

    assert played.set(priority=1).tasks() == ["hurry"]
    assert played.cancelled() == ["ask"]


def test_10_5_5_it_must_become_false_before_it_triggers_again():
    xml = diagram(start(), user("ask"), boundary("hot", "ask", when("=heat &gt; 30"), interrupting=False), user("cool"), end(), end("e"),
                  flows("begin", "ask", "done"), flows("hot", "cool", "e"))
    played = Played(xml, heat=20).set(heat=31).set(heat=40)
    assert played.tasks().count("cool") == 1

    played.set(heat=20).set(heat=35)

    assert played.tasks().count("cool") == 2


def test_13_5_4_an_event_sub_process_may_start_with_one():
    inner = event_sub_process("stop", node("startEvent", "too_much", when("=sum &gt; 100"), isInterrupting="true"), user("explain"), end("se"), flows("too_much", "explain", "se"))
    played = Played(diagram(start(), user("ask"), end(), flows("begin", "ask", "done"), inner), sum=1)

    assert played.set(sum=101).at() == ["explain", "stop"]


def test_a_condition_that_is_no_truth_is_an_incident_and_one_about_time_is_refused():
    def waiting(condition: str) -> bytes:
        return diagram(start(), catch("wait", when(condition)), end(), flows("begin", "wait", "done"))

    assert Played(waiting("=sum"), sum=3).execution.incidents()[0].element_id == "wait"
    assert refusals(waiting("=now() &gt; limit")) == [("wait", "condition")]
    assert refusals(waiting("sum &gt; 3")) == [("wait", "condition")]


def test_a_loop_without_any_wait_becomes_an_incident_and_not_a_hanging_server():
    xml = diagram(start(), node("exclusiveGateway", "again"), node("task", "note"), flows("begin", "again", "note", "again"))

    assert len(Played(xml).execution.incidents()) == 1
