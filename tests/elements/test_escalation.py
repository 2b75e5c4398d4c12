"""Escalation: throwing, end and boundary events. BPMN 2.0.2 clauses 10.5.6, 13.5.2, 13.5.3 and 13.5.6."""

from __future__ import annotations

from tests.elements.drawing import (
    boundary, by_escalation, diagram, end, escalation, exclusive, flow, flows, parallel, properties, start, sub_process, throw, user,
)
from tests.elements.playing import Played, refusals

ROUND = sub_process("handle_round", start("r"), user("ask"), exclusive("satisfied", default="no"), end("fine"),
                    end("unsatisfied", by_escalation("unsatisfied")), flows("r", "ask", "satisfied"), flow("satisfied", "fine", "=answer = \"yes\""),
                    flow("satisfied", "unsatisfied", id="no"))
AGAIN = diagram(start(), ROUND, boundary("came_back", "handle_round", by_escalation("unsatisfied")), user("supervise"), end(),
                flows("begin", "handle_round", "done"), flows("came_back", "supervise"),
                flow("supervise", "handle_round", zeebe=properties(newRound="true")), roots=escalation("unsatisfied"))


def test_13_5_6_escalation_end_event_triggers_the_boundary_that_catches_it():
    played = Played(AGAIN)

    played.complete("ask", answer="no")

    assert played.at() == ["supervise"]
    assert played.path()[-2:] == ["unsatisfied", "came_back"]
    assert played.cancelled() == ["handle_round"]


def test_rounds_are_counted_by_the_flow_and_a_hundredth_costs_what_the_first_did():
    played = Played(AGAIN)
    sizes = []

    for number in range(1, 41):
        assert played.execution.round == number
        assert played.execution.user_tasks()[0].round == number
        sizes.append(len(played.saved))
        played.complete("ask", answer="no").complete("supervise")

    assert max(sizes) <= 1.2 * sizes[0]
    assert [h.payload for h in played.told if h.kind == "round_started"][0] == {"flow": "supervise_to_handle_round"}
    assert played.complete("ask", answer="yes").state == "completed"


def test_an_escalation_in_one_sub_process_leaves_a_parallel_one_alone():
    def branch(id: str) -> str:
        return sub_process(id, start(f"{id}_r"), user(f"{id}_ask"), end(f"{id}_up", by_escalation("up")), flows(f"{id}_r", f"{id}_ask", f"{id}_up")) + \
            boundary(f"{id}_came", id, by_escalation("up")) + user(f"{id}_help") + end(f"{id}_end") + flows(f"{id}_came", f"{id}_help", f"{id}_end")

    xml = diagram(start(), parallel("fork"), branch("a"), branch("b"), end(), end("other"), flows("begin", "fork", "a", "done"), flows("fork", "b", "other"),
                  roots=escalation("up"))
    played = Played(xml)

    played.complete("a_ask")

    assert played.at() == ["a_help", "b", "b_ask"]


def test_13_5_3_non_interrupting_escalation_boundary_catches_every_time_and_the_work_goes_on():
    inner = sub_process("work", start("w"), throw("first", by_escalation("note")), throw("second", by_escalation("note")), user("ask"), end("we"),
                        flows("w", "first", "second", "ask", "we"))
    xml = diagram(start(), inner, boundary("noted", "work", by_escalation("note"), interrupting=False), user("read"), end(), end("read_end"),
                  flows("begin", "work", "done"), flows("noted", "read", "read_end"), roots=escalation("note"))

    assert Played(xml).at() == ["ask", "read", "read", "work"]


def test_the_event_that_names_the_code_comes_before_the_one_that_catches_all():
    xml = diagram(start(), ROUND, boundary("any", "handle_round", by_escalation()), boundary("named", "handle_round", by_escalation("unsatisfied")),
                  user("a"), user("b"), end(), flows("begin", "handle_round", "done"), flows("any", "a", "done"), flows("named", "b", "done"),
                  roots=escalation("unsatisfied"))

    assert Played(xml).complete("ask", answer="no").at() == ["b"]


def test_13_5_2_an_escalation_that_nobody_catches_changes_nothing():
    xml = diagram(start(), throw("up", by_escalation("up")), user("ask"), end("done", by_escalation("up")), flows("begin", "up", "ask", "done"),
                  roots=escalation("up"))

    assert Played(xml).complete("ask").state == "completed"


def test_an_escalation_passes_levels_that_do_not_catch_it():
    deep = sub_process("outer", start("o"), ROUND, end("oe"), flows("o", "handle_round", "oe"))
    xml = diagram(start(), deep, boundary("came", "outer", by_escalation("unsatisfied")), user("help"), end(), flows("begin", "outer", "done"),
                  flows("came", "help", "done"), roots=escalation("unsatisfied"))

    played = Played(xml).complete("ask", answer="no")

    assert played.at() == ["help"]
    assert played.cancelled() == ["handle_round", "outer"]


def test_an_escalation_that_does_not_exist_is_refused():
    xml = diagram(start(), end("done", '<bpmn:escalationEventDefinition escalationRef="missing"/>'), flows("begin", "done"))
    assert refusals(xml) == [("done", "escalationRef")]
