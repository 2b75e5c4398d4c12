"""Incidents: the element that can't go on keeps its token and asks for help; everything else goes on; trying again works."""

from __future__ import annotations

from engine.bpmn import reasons
from engine.errors import IncidentCause, Text
from tests.elements.drawing import (
    boundary, by_message, diagram, end, event_sub_process, exclusive, flow, flows, message, node, parallel, several, start, timer, user,
)
from tests.elements.playing import Played

ASSIGNED = '<zeebe:assignmentDefinition assignee="=keeper"/>'


def two_branches(part: str, id: str) -> bytes:
    return diagram(start(), parallel("fork"), part, user("other"), end(), end("e"), flows("begin", "fork", id, "done"), flows("fork", "other", "e"))


def test_other_branches_go_on_while_one_waits_for_help():
    played = Played(two_branches(user("ask", zeebe=ASSIGNED), "ask"))
    assert (played.at(), played.tasks()) == (["ask", "other"], ["other"])

    played.complete("other", keeper="Li")
    assert played.state == "active"
    played.retry("ask")

    assert played.execution.user_tasks()[0].assignee == "Li"
    assert [h.kind for h in played.told if h.kind.startswith("incident")] == ["incident_raised", "incident_resolved"]


def test_what_is_tried_again_in_vain_is_an_incident_again():
    played = Played(two_branches(user("ask", zeebe=ASSIGNED), "ask")).retry("ask").retry("ask")

    assert len(played.execution.incidents()) == 1
    assert played.path().count("ask") == 0


def test_a_decision_without_an_answer_is_an_incident_at_its_task():
    def undecided(scope):
        if "kind" not in scope:
            raise IncidentCause("priority", Text("没有匹配的规则。", "No rule matches."))
        return "high"

    rule = node("businessRuleTask", "classify", zeebe='<zeebe:calledDecision decisionId="priority" resultVariable="rank"/>')
    played = Played(two_branches(rule, "classify"), decisions={"priority": undecided})
    incident = played.execution.incidents()[0]
    assert (incident.element_id, incident.text.en) == ("classify", "No rule matches.")

    played.set(kind="late").retry("classify")

    assert played.variables["rank"] == "high"
    assert played.path() == ["begin", "fork", "classify", "done"]


def test_one_instance_of_several_may_wait_for_help_while_the_others_go_on():
    loop = several("=people", "person", output=("said", "=answer"), enough="=limit > 5 and numberOfCompletedInstances >= 9")
    played = Played(two_branches(user("ask", loop), "ask"), people=["Li", "Wang"])

    played.complete("ask", 0, answer="a")
    assert [i.element_id for i in played.execution.incidents()] == ["ask"]
    assert played.tasks().count("ask") == 1
    played.set(limit=1).retry("ask").complete("ask", 0, answer="b")

    assert played.variables["said"] == ["a", "b"]


def test_an_interrupting_event_takes_the_incident_with_it():
    stop = event_sub_process("stop", node("startEvent", "stopped", by_message("stop")), end("se"), flows("stopped", "se"))
    for part in (boundary("late", "ask", timer("Duration", "PT1H")), ""):
        xml = diagram(start(), user("ask", zeebe=ASSIGNED), part, exclusive("next"), end(), flows("begin", "ask", "next", "done"), flow("late", "next") if part else "", stop,
                      roots=message("stop"))
        played = Played(xml)
        assert len(played.execution.incidents()) == 1

        played.send("stopped")

        assert (played.state, played.execution.incidents()) == ("completed", [])


def test_a_choice_without_default_is_a_warning_unless_it_compares_one_value():
    def warned(*conditions: str) -> list[str]:
        targets = [f"end_{number}" for number in range(len(conditions))]
        xml = diagram(start(), exclusive("which"), *map(end, targets), flows("begin", "which"),
                      *(flow("which", target, condition) for target, condition in zip(targets, conditions, strict=True)))
        return [r.field for r in reasons(xml, "test.bpmn", form_ids=(), decision_ids=()) if r.severity == "warning"]

    assert warned("=a > 1", "=b > 1") == ["default"]
    assert warned("=a.kind = \"x\"", "=a.kind = \"y\"") == []
