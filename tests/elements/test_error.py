"""BPMN errors: end and boundary events. BPMN 2.0.2 clauses 10.5.6, 13.5.3 and 13.5.6."""

from __future__ import annotations

from tests.elements.drawing import boundary, by_error, diagram, end, error, flow, flows, parallel, start, sub_process, user
from tests.elements.playing import Played, refusals

WORK = sub_process("work", start("w"), user("ask"), end("broken", by_error("broken")), flows("w", "ask", "broken"))


def test_13_5_6_error_end_event_ends_the_sub_process_and_goes_to_its_boundary():
    xml = diagram(start(), WORK, boundary("caught", "work", by_error("broken")), user("mend"), end(), flows("begin", "work", "done"),
                  flows("caught", "mend", "done"), roots=error("broken"))

    played = Played(xml).complete("ask")

    assert played.at() == ["mend"]
    assert played.cancelled() == ["work"]
    assert "error_thrown" in [h.kind for h in played.told]


def test_everything_else_inside_is_cancelled_with_it():
    inner = sub_process("work", start("w"), parallel("fork"), user("a"), user("b"), end("broken", by_error("broken")), end("we"),
                        flows("w", "fork", "a", "broken"), flows("fork", "b", "we"))
    xml = diagram(start(), inner, boundary("caught", "work", by_error()), end(), end("other"), flows("begin", "work", "done"), flow("caught", "other"),
                  roots=error("broken"))

    played = Played(xml).complete("a")

    assert played.state == "completed"
    assert played.cancelled() == ["b", "work"]
    assert played.execution.end_events == ["other"]


def test_an_error_goes_up_through_scopes_but_never_to_a_parallel_one():
    deep = sub_process("outer", start("o"), WORK, end("oe"), flows("o", "work", "oe"))
    aside = sub_process("aside", start("s"), user("other"), end("se"), flows("s", "other", "se"))
    xml = diagram(start(), parallel("fork"), deep, aside, boundary("up", "outer", by_error("broken")), boundary("never", "aside", by_error("broken")),
                  end(), end("x"), end("y"), flows("begin", "fork", "outer", "done"), flows("fork", "aside", "x"), flows("up", "y"), flows("never", "x"),
                  roots=error("broken"))

    played = Played(xml).complete("ask")

    assert played.at() == ["aside", "other"]
    assert played.execution.end_events == ["y"]


def test_an_error_that_nobody_catches_stops_at_its_event_as_an_incident():
    played = Played(diagram(start(), WORK, end(), flows("begin", "work", "done"), roots=error("broken")))

    played.complete("ask")

    assert [(i.element_id, "broken" in i.text.zh) for i in played.execution.incidents()] == [("broken", True)]
    assert played.at() == ["broken", "work"]


def test_a_non_interrupting_error_boundary_or_an_error_without_code_is_refused():
    xml = diagram(start(), WORK, boundary("caught", "work", by_error("broken"), interrupting=False), end(), flows("begin", "work", "done"),
                  flows("caught", "done"), roots=error("broken"))
    assert ("caught", "cancelActivity") in refusals(xml)
    assert ("done", "errorRef") in refusals(diagram(start(), end("done", by_error()), flows("begin", "done")))
