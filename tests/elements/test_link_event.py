"""Link events: BPMN 2.0.2 clauses 10.5.5 and 13.5.2. A pair is a sequence flow that isn't drawn."""

from __future__ import annotations

from engine.bpmn import translate
from tests.elements.drawing import catch, diagram, end, exclusive, flow, flows, start, throw, user
from tests.elements.playing import Played, refusals


def link(name: str) -> str:
    return f'<bpmn:linkEventDefinition name="{name}"/>'


JUMP = diagram(start(), user("ask"), throw("leave", link("A")), catch("arrive", link("A")), user("after"), end(),
               flows("begin", "ask", "leave"), flows("arrive", "after", "done"))


def test_13_5_2_the_token_leaves_at_the_throw_and_arrives_at_the_catch():
    played = Played(JUMP).complete("ask")

    assert played.at() == ["after"]
    assert played.path() == ["begin", "ask", "leave", "arrive"]
    assert refusals(JUMP) == []


def test_several_throws_lead_to_one_catch_and_may_make_a_loop():
    xml = diagram(start(), exclusive("which", default="other"), throw("back", link("again")), throw("also_back", link("again")), catch("again", link("again")), user("ask"),
                  exclusive("good", default="no"), end(), flows("begin", "which", "back"), flow("which", "also_back", id="other"), flows("again", "ask", "good"),
                  flow("good", "done", "=ok"), flow("good", "third", id="no"), throw("third", link("again"))).replace(
        b'<bpmn:sequenceFlow id="which_to_back" sourceRef="which" targetRef="back">',
        b'<bpmn:sequenceFlow id="which_to_back" sourceRef="which" targetRef="back"><bpmn:conditionExpression>=ok</bpmn:conditionExpression>')
    assert refusals(xml) == []

    played = Played(xml, ok=False).complete("ask").complete("ask")

    assert played.tasks() == ["ask"]
    assert played.complete("ask", ok=True).state == "completed"


def test_spiffworkflow_receives_a_plain_flow():
    plain = translate(JUMP).decode()
    assert "linkEventDefinition" not in plain
    assert 'sourceRef="leave" targetRef="arrive"' in plain


def test_a_link_without_partner_is_refused():
    alone = diagram(start(), throw("leave", link("A")), flows("begin", "leave"))
    twice = diagram(start(), throw("leave", link("A")), catch("one", link("A")), catch("two", link("A")), end(), flows("begin", "leave"), flows("one", "done"), flows("two", "done"))
    assert refusals(alone) == [("leave", "linkEventDefinition")]
    assert ("leave", "linkEventDefinition") in refusals(twice)
