"""Start events: BPMN 2.0.2 clauses 10.5.2 and 13.5.1."""

from __future__ import annotations

import pytest

from tests.elements.drawing import by_message, diagram, end, flows, message, node, script, start, timer, user
from tests.elements.playing import Played, refusals


def test_13_5_1_none_start_event_puts_a_token_on_its_outgoing_flow():
    played = Played(diagram(start(), user("ask"), end(), flows("begin", "ask", "done")), customer="Li Hua")

    assert played.at() == ["ask"]
    assert played.path() == ["begin"]
    assert played.variables == {"customer": "Li Hua"}


def test_13_5_1_each_message_start_event_begins_its_own_way():
    xml = diagram(start(), start("letter_came", by_message("letter")), user("ask"), user("open_letter"), end(),
                  flows("begin", "ask", "done"), flows("letter_came", "open_letter", "done"), roots=message("letter"))
    definition = Played(xml).definition

    assert dict(definition.message_starts) == {"letter": "letter_came"}
    assert Played(definition).at() == ["ask"]
    assert Played(definition, start_event="letter_came").at() == ["open_letter"]


def test_a_form_may_stand_on_the_start_event():
    xml = diagram(start(zeebe='<zeebe:formDefinition formId="registration"/>'), end(), flows("begin", "done"))

    assert refusals(xml, form_ids=("registration",)) == []
    assert refusals(xml) == [("begin", "formId")]


def test_the_variables_of_the_start_are_seen_by_the_first_script():
    played = Played(diagram(start(), script("count", "=count(items)", "total"), end(), flows("begin", "count", "done")), items=["a", "b"])

    assert played.variables["total"] == 2
    assert played.state == "completed"


@pytest.mark.parametrize("event", ["<bpmn:signalEventDefinition/>", "<bpmn:conditionalEventDefinition/>"])
def test_a_start_that_nothing_would_trigger_is_refused(event):
    xml = diagram(start("begin", event), end(), flows("begin", "done"))

    assert refusals(xml)[0][0] == "begin"


@pytest.mark.parametrize("event", [timer("Date", "2030-01-01T00:00:00Z"), timer("Cycle", "R/P1M"), timer("Cycle", "0 0 9 1 * *"),
                                   timer("Cycle", "=date and time(month.working_days[-3], time(\"09:00:00\"))")])
def test_13_5_1_each_timer_start_event_begins_its_own_way(event):
    xml = diagram(start(), start("month_ended", event), user("ask"), user("count"), end(), flows("begin", "ask", "done"), flows("month_ended", "count", "done"))

    assert refusals(xml) == []
    assert Played(xml).at() == ["ask"]
    assert Played(xml, start_event="month_ended").at() == ["count"]


@pytest.mark.parametrize(("event", "field"), [(timer("Duration", "P1D"), "timeDuration"), (timer("Date", "tomorrow"), "timerEventDefinition"),
                                              (timer("Cycle", "=next_report_on"), "timerEventDefinition")])
def test_a_timer_start_reads_no_variables_and_counts_from_nothing(event, field):
    xml = diagram(start("begin", event), end(), flows("begin", "done"))

    assert ("begin", field) in refusals(xml)


def test_a_process_without_or_with_two_none_starts_is_refused():
    assert ("the_process", "startEvent") in refusals(diagram(end()))
    assert ("the_process", "startEvent") in refusals(diagram(start(), start("again"), end(), flows("begin", "done"), flows("again", "done")))


def test_an_instance_may_not_be_created_by_a_receive_task():
    xml = diagram(start(), node("receiveTask", "wait", instantiate="true", messageRef="message_letter"), end(),
                  flows("begin", "wait", "done"), roots=message("letter"))

    assert refusals(xml) == [("wait", "instantiate")]
