"""Service and send tasks, and other tasks with a task definition: BPMN 2.0.2 clauses 10.3.3 and 13.3.3."""

from __future__ import annotations

from decimal import Decimal

import pytest

from engine.errors import IncidentCause, Text
from tests.elements.drawing import boundary, by_error, by_message, diagram, end, error, flows, mappings, message, node, service, start, user
from tests.elements.playing import Played, refusals

HEADERS = '<zeebe:taskHeaders><zeebe:header key="template" value="thanks"/></zeebe:taskHeaders>'


@pytest.mark.parametrize("tag", ["serviceTask", "sendTask", "scriptTask", "businessRuleTask"])
def test_13_3_3_service_or_send_task_waits_for_its_job(tag):
    zeebe = HEADERS + mappings(inputs={"to": "=customer"})
    played = Played(diagram(start(), service("tell", "mail", zeebe=zeebe, tag=tag), end(), flows("begin", "tell", "done")), customer="li@x")

    job = played.execution.jobs()[0]
    assert (job.type, job.retries, job.headers, job.values["to"]) == ("mail", 3, {"template": "thanks"}, "li@x")

    played.job_done("tell", receipt=7)
    assert played.state == "completed"
    assert played.variables["receipt"] == 7


def test_a_message_throw_or_end_event_with_a_task_definition_is_a_job():
    define = '<zeebe:taskDefinition type="publish" retries="=2"/>'
    xml = diagram(start(), node("intermediateThrowEvent", "told", by_message("hello"), zeebe=define),
                  node("endEvent", "done", by_message("hello"), zeebe=define), flows("begin", "told", "done"), roots=message("hello"))
    played = Played(xml)

    assert [(job.element_id, job.retries) for job in played.execution.jobs()] == [("told", 2)]
    played.job_done("told").job_done("done")

    assert played.state == "completed"
    assert played.execution.end_events == ["done"]


def test_an_error_of_the_job_goes_to_the_boundary_event_with_its_code():
    xml = diagram(start(), service("pay"), boundary("refused", "pay", by_error("no_money")), boundary("other", "pay", by_error()),
                  user("ask"), end(), flows("begin", "pay", "done"), flows("refused", "ask", "done"), flows("other", "done"),
                  roots=error("no_money"))

    assert Played(xml).throw("pay", "no_money").at() == ["ask"]
    assert Played(xml).throw("pay", "anything").path() == ["begin", "other", "done"]


def test_an_error_of_the_job_that_nobody_catches_is_an_incident_there():
    played = Played(diagram(start(), service("pay"), end(), flows("begin", "pay", "done")))

    played.throw("pay", "no_money")

    assert "no_money" in played.execution.incidents()[0].text.en
    assert played.retry("pay").job_done("pay").state == "completed"


def test_a_job_without_retries_is_an_incident_until_it_is_tried_again():
    played = Played(diagram(start(), service("pay"), end(), flows("begin", "pay", "done")))
    execution = played.execution
    execution.fail_job(execution.jobs()[0].eid, Text("超时", "timed out"))
    played.saved = execution.snapshot()
    assert played.execution.jobs() == []

    played.retry("pay")

    assert [job.element_id for job in played.execution.jobs()] == ["pay"]


@pytest.mark.parametrize("tag", ["serviceTask", "sendTask"])
def test_a_task_that_nobody_would_do_is_refused(tag):
    assert refusals(diagram(start(), node(tag, "tell"), end(), flows("begin", "tell", "done"))) == [("tell", "zeebe:taskDefinition")]


def test_a_job_that_the_host_serves_is_done_in_the_same_advance():
    zeebe = HEADERS + mappings(inputs={"to": "=customer"}, outputs={"sent": "=receipt"})
    xml = diagram(start(), service("tell", "mail", zeebe=zeebe, tag="sendTask"), service("print"), end(), flows("begin", "tell", "print", "done"))
    asked = []

    played = Played(xml, served={"mail": lambda job: asked.append(job) or {"receipt": Decimal(7)}}, customer="li@x")

    assert [(job.element_id, job.headers, job.values["to"]) for job in asked] == [("tell", {"template": "thanks"}, "li@x")]
    assert [job.element_id for job in played.execution.jobs()] == ["print"]
    assert played.variables == {"customer": "li@x", "sent": 7}
    assert next(h.payload for h in played.told if h.kind == "job_served") == {"type": "mail", "result": {"receipt": 7}}


def test_a_served_job_that_fails_is_an_incident_at_its_element_until_it_is_tried_again():
    answers = [IncidentCause("tell", Text("没有模板", "no template")), {"receipt": Decimal(7)}]

    def serve(_job):
        answer = answers.pop(0)
        if isinstance(answer, IncidentCause):
            raise answer
        return answer

    played = Played(diagram(start(), service("tell", "mail"), end(), flows("begin", "tell", "done")), served={"mail": serve})
    assert (played.execution.jobs(), played.execution.incidents()[0].text.en) == ([], "no template")

    played.retry("tell")

    assert (played.state, played.variables) == ("completed", {"receipt": 7})
