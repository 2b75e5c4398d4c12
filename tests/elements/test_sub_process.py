"""Embedded sub-processes: BPMN 2.0.2 clauses 10.3.5 and 13.3.4."""

from __future__ import annotations

from tests.elements.drawing import boundary, diagram, end, flow, flows, mappings, parallel, script, start, sub_process, timer, user
from tests.elements.playing import Played, refusals


def inside(id: str, *more: str) -> str:
    return sub_process(id, start(f"{id}_begin"), user(f"{id}_ask"), end(f"{id}_done"), flows(f"{id}_begin", f"{id}_ask", f"{id}_done"), *more)


def test_13_3_4_sub_process_completes_when_no_token_is_left_inside():
    xml = diagram(start(), sub_process("handle", start("h_begin"), parallel("fork"), user("a"), user("b"), end("h_a"), end("h_b"),
                                       flows("h_begin", "fork", "a", "h_a"), flows("fork", "b", "h_b")),
                  user("after"), end(), flows("begin", "handle", "after", "done"))
    played = Played(xml)
    assert played.at() == ["a", "b", "handle"]

    played.complete("a")
    assert played.at() == ["b", "handle"]
    played.complete("b")

    assert played.at() == ["after"]
    assert played.path() == ["begin", "h_begin", "fork", "a", "h_a", "b", "h_b", "handle"]


def test_sub_processes_within_sub_processes_run_inside_out():
    xml = diagram(start(), sub_process("outer", start("o"), inside("inner"), end("oe"), flows("o", "inner", "oe")), end(),
                  flows("begin", "outer", "done"))

    played = Played(xml).complete("inner_ask")

    assert played.path()[-5:] == ["inner_done", "inner", "oe", "outer", "done"]


def test_what_is_written_inside_is_the_instance_s_and_only_mapped_names_are_local():
    zeebe = mappings(inputs={"local": "=1"}, outputs={"kept": "=local + 1"})
    xml = diagram(start(), sub_process("handle", start("h"), user("ask"), end("he"), flows("h", "ask", "he"), zeebe=zeebe), end(),
                  flows("begin", "handle", "done"))
    played = Played(xml)

    played.complete("ask", local=41, shared="yes")

    assert played.variables == {"shared": "yes", "kept": 42}


def test_typed_work_survives_an_interrupting_boundary_event():
    xml = diagram(start(), sub_process("handle", start("h"), user("one"), user("two"), end("he"), flows("h", "one", "two", "he")),
                  boundary("late", "handle", timer("Duration", "PT1H")), script("read", "=typed", "seen"), end(), end("ended"),
                  flows("begin", "handle", "done"), flows("late", "read", "ended"))
    played = Played(xml).complete("one", typed="hours of work")

    played.wait_until_due("late")

    assert played.cancelled() == ["two", "handle"]
    assert played.variables == {"typed": "hours of work", "seen": "hours of work"}


def test_a_sub_process_may_be_entered_again_and_again():
    xml = diagram(start(), inside("handle"), user("back"), end(), flows("begin", "handle", "back"), flow("back", "handle"),)
    played = Played(xml)

    for _ in range(3):
        played.complete("handle_ask").complete("back")

    assert played.at() == ["handle", "handle_ask"]


def test_a_boundary_event_and_a_flow_may_not_reach_across_the_border():
    xml = diagram(start(), inside("handle"), user("out"), end(), flows("begin", "handle", "done"), flow("handle_ask", "out"), flows("out", "done"))
    assert ("handle_ask_to_out", "sequenceFlow") in refusals(xml)


def test_a_sub_process_without_a_plain_start_is_refused():
    xml = diagram(start(), sub_process("handle", user("ask"), end("he"), flows("ask", "he")), end(), flows("begin", "handle", "done"))
    assert ("handle", "startEvent") in refusals(xml)
