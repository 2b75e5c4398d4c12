"""Participants, lanes, message flows and artifacts: BPMN 2.0.2 clauses 9, 10.8 and 8.4. Drawn for people; the process runs as without them."""

from __future__ import annotations

from engine.bpmn import read_definition, translate
from tests.elements.drawing import diagram, end, flows, node, start, user
from tests.elements.playing import Played, refusals

LANES = node("laneSet", "lanes", node("lane", "intake_lane", "<bpmn:flowNodeRef>ask</bpmn:flowNodeRef>", name="Intake"),
             node("lane", "outer_lane", node("childLaneSet", "inner", node("lane", "review_lane", "<bpmn:flowNodeRef>check</bpmn:flowNodeRef>", name="Review"))))
POOL = node("collaboration", "together", node("participant", "company", processRef="the_process", name="Company"), node("participant", "customer", name="Customer"),
            node("messageFlow", "asks", sourceRef="customer", targetRef="ask"))
NOTE = node("textAnnotation", "note", "<bpmn:text>why</bpmn:text>") + node("association", "noted", sourceRef="ask", targetRef="note") + node("group", "frame")
DATA = node("dataObjectReference", "order", dataObjectRef="order_data") + node("dataObject", "order_data") + node("dataStoreReference", "files")
DRAWN = diagram(LANES, start(), user("ask"), user("check"), end(), flows("begin", "ask", "check", "done"), NOTE, DATA, roots=POOL)


def test_9_lanes_pools_and_message_flows_change_nothing():
    assert refusals(DRAWN) == []
    assert Played(DRAWN).complete("ask").complete("check").state == "completed"


def test_8_4_1_an_element_that_a_modeler_notes_as_standing_in_a_frame_runs_as_without_it():
    frame = node("category", "frames", node("categoryValue", "first_step", value="Step 1"))
    inside = "<bpmn:categoryValueRef>first_step</bpmn:categoryValueRef>"
    way = node("sequenceFlow", "on", inside, sourceRef="ask", targetRef="done")
    xml = diagram(start("begin", inside), user("ask", inside), end(), flows("begin", "ask"), way, node("group", "drawn", categoryValueRef="first_step"), roots=frame)

    assert refusals(xml) == []
    assert Played(xml).complete("ask").state == "completed"
    assert b"categoryValueRef" not in translate(xml)


def test_every_element_knows_its_lane():
    elements = read_definition(DRAWN, "test.bpmn").elements

    assert (elements["ask"].lane, elements["check"].lane, elements["begin"].lane) == ("Intake", "Review", None)


def test_a_customer_s_own_process_that_is_only_drawn_is_left_alone():
    drawn = '<bpmn:process id="theirs" isExecutable="false"><bpmn:complexGateway id="odd"/></bpmn:process>'
    xml = diagram(start(), user("ask"), end(), flows("begin", "ask", "done"), roots=drawn)

    assert refusals(xml) == []
    assert Played(xml).at() == ["ask"]


def test_two_executable_processes_or_none_are_refused():
    second = '<bpmn:process id="second" isExecutable="true"/>'
    assert refusals(diagram(start(), end(), flows("begin", "done"), roots=second)) == [("the_process", "process")]
    assert refusals(diagram(start(), end(), flows("begin", "done")).replace(b'isExecutable="true"', b"")) == [("the_process", "isExecutable")]


def test_what_spiffworkflow_receives_is_plain_and_undrawn():
    plain = translate(DRAWN).decode()

    assert "zeebe" not in plain and "lane" not in plain and "collaboration" not in plain
    assert plain.index('id="ask"') < plain.index('id="check"') < plain.index('id="done"')
