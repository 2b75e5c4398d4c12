"""None and terminate end events: BPMN 2.0.2 clauses 10.5.3 and 13.5.6."""

from __future__ import annotations

import pytest

from tests.elements.drawing import TERMINATE, boundary, diagram, end, flows, parallel, start, sub_process, timer, user
from tests.elements.playing import Played, refusals


def test_13_5_6_instance_completes_when_the_last_token_reaches_an_end():
    xml = diagram(start(), parallel("fork"), user("a"), user("b"), end("a_end"), end("b_end"), flows("begin", "fork", "a", "a_end"), flows("fork", "b", "b_end"))
    played = Played(xml)

    assert played.complete("a").state == "active"
    assert played.complete("b").state == "completed"
    assert played.execution.end_events == ["a_end", "b_end"]
    assert played.told[-1].kind == "instance_completed"
    assert played.told[-1].payload["end_event"] == "b_end"


def test_13_5_6_terminate_end_event_cancels_everything_else_in_the_process():
    xml = diagram(start(), parallel("fork"), user("a"), sub_process("b", start("s"), user("c"), end("e"), flows("s", "c", "e")),
                  boundary("late", "b", timer("Duration", "PT1H")), end("stop", TERMINATE), end(), flows("begin", "fork", "a", "stop"),
                  flows("fork", "b", "done"), flows("late", "done"))

    played = Played(xml).complete("a")

    assert played.state == "completed"
    assert sorted(played.cancelled()) == ["b", "c"]
    assert played.execution.timers() == []


def test_13_5_6_terminate_inside_a_sub_process_ends_only_that():
    inner = sub_process("work", start("s"), parallel("fork"), user("a"), user("b"), end("stop", TERMINATE), end("e"), flows("s", "fork", "a", "stop"), flows("fork", "b", "e"))
    xml = diagram(start(), inner, user("after"), end(), flows("begin", "work", "after", "done"))

    assert Played(xml).complete("a").at() == ["after"]


def test_an_element_without_outgoing_flow_ends_its_token():
    assert Played(diagram(start(), user("ask"), flows("begin", "ask"))).complete("ask").state == "completed"


@pytest.mark.parametrize("definition", ["<bpmn:signalEventDefinition/>", "<bpmn:compensateEventDefinition/>"])
def test_ends_that_nothing_would_catch_are_refused_by_name(definition):
    tag = definition.split(":")[1].split("/")[0]
    assert refusals(diagram(start(), end("done", definition), flows("begin", "done"))) == [("done", tag)]
