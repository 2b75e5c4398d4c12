"""Script, business rule, manual and none tasks: BPMN 2.0.2 clauses 10.3.3 and 13.3.3."""

from __future__ import annotations

import pytest

from tests.elements.drawing import diagram, end, flows, mappings, node, script, start, user
from tests.elements.playing import Played, refusals


def decide(id: str = "classify", decision: str = "priority", zeebe: str = "") -> str:
    return node("businessRuleTask", id, zeebe=f'<zeebe:calledDecision decisionId="{decision}" resultVariable="found"/>{zeebe}')


def line(part: str, id: str) -> bytes:
    return diagram(start(), part, end(), flows("begin", id, "done"))


def test_13_3_3_script_task_runs_its_feel_and_goes_on():
    played = Played(line(script("add", "={sum: a + b, at: now()}", "result"), "add"), a=1, b=2)

    assert played.state == "completed"
    assert played.variables["result"]["sum"] == 3


def test_a_script_keeps_its_result_inside_when_output_mappings_decide():
    played = Played(line(script("add", "=a + 1", "inner", mappings(outputs={"outer": "=inner * 2"})), "add"), a=1)

    assert played.variables == {"a": 1, "outer": 4}


@pytest.mark.parametrize("text", ["=__import__('os').system('true')", "=open('/etc/passwd')", "__import__('os')"])
def test_a_script_is_never_python(text):
    xml = line(script("add", text), "add")

    assert refusals(xml) or Played(xml).variables["result"] is None


def test_13_3_3_business_rule_task_takes_the_decision_s_value():
    played = Played(line(decide(), "classify"), decisions={"priority": lambda scope: scope["kind"] + "!"}, kind="urgent")

    assert played.variables["found"] == "urgent!"
    told = next(h for h in played.told if h.kind == "decision_evaluated")
    assert (told.element_id, told.payload["decision_id"], told.payload["rules"]) == ("classify", "priority", [1])


def test_13_3_3_manual_and_none_tasks_pass_the_token_on():
    played = Played(diagram(start(), node("manualTask", "pack"), node("task", "note"), user("ask"), end(),
                            flows("begin", "pack", "note", "ask", "done")))

    assert played.path() == ["begin", "pack", "note"]
    assert played.at() == ["ask"]


def test_an_unknown_decision_or_a_script_without_equals_is_refused():
    assert refusals(line(decide(), "classify")) == [("classify", "decisionId")]
    assert refusals(line(decide(), "classify"), decision_ids=("priority",)) == []
    assert refusals(line(script("add", "a + 1"), "add"))[0] == ("add", "zeebe:script")
    assert refusals(line(script("add", "=a +"), "add")) == [("add", "zeebe:script")]
    assert refusals(line(node("scriptTask", "add", "<bpmn:script>1+1</bpmn:script>", scriptFormat="python"), "add"))[0][0] == "add"
