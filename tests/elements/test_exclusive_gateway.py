"""Exclusive gateways: BPMN 2.0.2 clauses 10.6.2 and 13.4.2."""

from __future__ import annotations

from tests.elements.drawing import diagram, end, exclusive, flow, flows, start, user
from tests.elements.playing import Played, refusals


def choice(*out: str, default: str = "", drawn: str = "") -> bytes:
    attributes = {"default": default} if default else {}
    return diagram(start(), exclusive("large", **attributes), user("a"), user("b"), user("c"), end(), flows("begin", "large"), *out,
                   flows("a", "done"), flows("b", "done"), flows("c", "done"), roots=drawn)


def test_13_4_2_the_first_true_condition_in_order_takes_the_token():
    xml = choice(flow("large", "a", "=amount > 100"), flow("large", "b", "=amount > 10"), flow("large", "c"), default="large_to_c")

    assert Played(xml, amount=500).at() == ["a"]
    assert Played(xml, amount=50).at() == ["b"]
    assert Played(xml, amount=5).at() == ["c"]
    assert Played(xml, amount=50).flows() == ["begin_to_large", "large_to_b"]


def test_the_order_is_the_file_s_and_not_where_boxes_are_drawn():
    shapes = "".join(f'<bpmndi:BPMNShape bpmnElement="{id}"><dc:Bounds x="0" y="{y}" width="1" height="1"/></bpmndi:BPMNShape>'
                     for id, y in (("a", 900), ("b", 100), ("c", 500)))
    xml = choice(flow("large", "a", "=true"), flow("large", "b", "=true"), flow("large", "c"), default="large_to_c",
                 drawn=f'<bpmndi:BPMNDiagram id="d"><bpmndi:BPMNPlane id="p">{shapes}</bpmndi:BPMNPlane></bpmndi:BPMNDiagram>')

    assert refusals(xml) == []
    assert Played(xml).at() == ["a"]


def test_13_4_2_no_true_condition_and_no_default_is_an_exception_and_becomes_an_incident():
    played = Played(choice(flow("large", "a", "=amount > 100"), flow("large", "b", "=amount > 10"), flow("large", "c", "=amount > 5")), amount=1)
    assert played.at() == ["large"]

    played.set(amount=20).retry("large")

    assert played.at() == ["b"]


def test_a_condition_that_isn_t_boolean_or_reads_an_unknown_name_is_an_incident_not_the_default():
    xml = choice(flow("large", "a", "=amount"), flow("large", "b", "=true"), flow("large", "c"), default="large_to_c")

    assert Played(xml, amount=3).execution.incidents()[0].element_id == "large"
    assert Played(xml).execution.incidents()[0].element_id == "large"


def test_13_4_2_every_token_passes_a_merging_gateway_by_itself():
    xml = diagram(start(), exclusive("again"), user("ask"), exclusive("good", default="good_to_again"), end(),
                  flows("begin", "again", "ask", "good"), flow("good", "done", "=answer = \"yes\""), flow("good", "again"))
    played = Played(xml)

    for _ in range(30):
        played.complete("ask", answer="no")
    size = len(played.saved)
    played.complete("ask", answer="no")

    assert len(played.saved) == size
    assert played.complete("ask", answer="yes").state == "completed"


def test_a_flow_without_condition_that_isn_t_the_default_is_refused():
    xml = choice(flow("large", "a", "=amount > 1"), flow("large", "b"), flow("large", "c"), default="large_to_c")

    assert refusals(xml) == [("large_to_b", "conditionExpression")]


def test_conditions_are_feel_and_begin_with_equals():
    xml = choice(flow("large", "a", "${amount > 1}"), flow("large", "b", "=amount >"), flow("large", "c"), default="large_to_c")

    assert {element for element, _ in refusals(xml)} == {"large_to_a", "large_to_b"}
