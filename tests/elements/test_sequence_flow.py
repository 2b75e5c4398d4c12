"""Sequence flows: BPMN 2.0.2 clauses 8.4.13 and 13.3.1; forks and conditions behind tasks, our `newRound`."""

from __future__ import annotations

from tests.elements.drawing import diagram, end, exclusive, flow, flows, node, properties, start, user
from tests.elements.playing import Played, refusals


def behind_a_task(*out: str, default: str = "") -> bytes:
    return diagram(start(), user("ask", **({"default": default} if default else {})), user("a"), user("b"), end(), flows("begin", "ask"), *out, flows("a", "done"), flows("b", "done"))


def test_13_3_1_two_flows_out_of_a_task_are_a_fork():
    played = Played(behind_a_task(flow("ask", "a"), flow("ask", "b"))).complete("ask")

    assert played.at() == ["a", "b"]
    assert played.flows()[-2:] == ["ask_to_a", "ask_to_b"]


def test_13_3_1_conditions_on_flows_out_of_a_task_hold():
    xml = behind_a_task(flow("ask", "a", "=x > 1"), flow("ask", "b"), default="ask_to_b")

    assert Played(xml, x=5).complete("ask").at() == ["a"]
    assert Played(xml, x=0).complete("ask").at() == ["b"]


def test_no_flow_out_of_a_task_that_may_be_taken_is_an_incident_with_the_work_kept():
    played = Played(behind_a_task(flow("ask", "a", "=x > 1"), flow("ask", "b", "=x > 2")), x=0).complete("ask", typed="kept")
    assert played.tasks() == []

    played.set(x=2).retry("ask")

    assert played.at() == ["a"]
    assert played.variables["typed"] == "kept"
    assert played.path() == ["begin", "ask"]


def test_two_flows_between_the_same_elements_are_two_flows():
    played = Played(behind_a_task(flow("ask", "a", id="one"), flow("ask", "a", id="other"), flow("a", "b"))).complete("ask")

    assert played.tasks() == ["a", "a"]
    assert played.flows()[-2:] == ["one", "other"]


def test_a_flow_with_new_round_counts_and_every_name_sees_the_round():
    xml = diagram(start(), exclusive("again"), user("ask", zeebe='<zeebe:assignmentDefinition candidateGroups="=if round = 1 then &quot;first&quot; else &quot;second&quot;"/>'),
                  exclusive("good", default="back"), end(), flows("begin", "again", "ask", "good"), flow("good", "done", "=round >= 3"),
                  flow("good", "again", id="back", zeebe=properties(newRound="true")))
    played = Played(xml)
    assert played.execution.user_tasks()[0].candidate_groups == ["first"]

    played.complete("ask")
    assert played.execution.user_tasks()[0].candidate_groups == ["second"]
    assert (played.execution.round, played.execution.user_tasks()[0].round) == (2, 2)

    assert played.complete("ask").complete("ask").state == "completed"
    assert [h.round for h in played.told if h.kind == "round_started"] == [2, 3]


def test_a_variable_can_not_hide_what_is_read_only():
    played = Played(diagram(start(), user("ask"), exclusive("good", default="no"), end(), end("other"), flows("begin", "ask", "good"),
                            flow("good", "done", "=round = 1"), flow("good", "other", id="no")))

    assert played.complete("ask", round=99).execution.end_events == ["done"]


def test_flows_that_lead_nowhere_or_elements_out_of_reach_are_refused():
    assert ("nowhere", "sequenceFlow") in refusals(diagram(start(), end(), flows("begin", "done"), flow("begin", "missing", id="nowhere")))
    assert ("lost", "user_task") in refusals(diagram(start(), user("lost"), end(), flows("begin", "done"), flows("lost", "done")))
    assert ("begin_to_done", "conditionExpression") in refusals(diagram(start(), end(), flow("begin", "done", "=x")))
    assert ("begin_to_done", "huixiang:newRound") in refusals(diagram(start(), end(), flow("begin", "done", zeebe=properties(newRound="yes"))))


def test_an_immediate_false_or_a_foreign_attribute_is_refused():
    xml = diagram(start(), node("userTask", "ask", **{"camunda:assignee": "li"}), end(), flows("begin", "ask", "done"))
    assert refusals(xml) == [("ask", "camunda:assignee")]
