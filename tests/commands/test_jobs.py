"""Jobs for outside workers: locked to one, retried, failed into an incident, and never done twice."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal

import pytest

from engine.commands import cases, deploy, incidents, jobs
from engine.errors import Conflict, NotFound
from engine.model import people
from engine.model.people import SYSTEM, worker
from engine.packages import PackageFiles
from engine.queries import audit_lines
from engine.store import case_view

DIAGRAM = """<?xml version="1.0" encoding="UTF-8"?>
<bpmn:definitions xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:zeebe="http://camunda.org/schema/zeebe/1.0"
  id="definitions" targetNamespace="http://bpmn.io/schema/bpmn">
  <bpmn:process id="send_parcel" name="Send a parcel" isExecutable="true">
    <bpmn:startEvent id="parcel_ordered"><bpmn:outgoing>to_print</bpmn:outgoing></bpmn:startEvent>
    <bpmn:sequenceFlow id="to_print" sourceRef="parcel_ordered" targetRef="print_label" />
    <bpmn:serviceTask id="print_label" name="Print the label">
      <bpmn:extensionElements><zeebe:taskDefinition type="print-label" retries="2" /></bpmn:extensionElements>
      <bpmn:incoming>to_print</bpmn:incoming><bpmn:outgoing>to_sent</bpmn:outgoing>
    </bpmn:serviceTask>
    <bpmn:boundaryEvent id="address_wrong" attachedToRef="print_label">
      <bpmn:outgoing>to_returned</bpmn:outgoing><bpmn:errorEventDefinition id="address_error" errorRef="no_such_address" />
    </bpmn:boundaryEvent>
    <bpmn:sequenceFlow id="to_sent" sourceRef="print_label" targetRef="parcel_sent" />
    <bpmn:sequenceFlow id="to_returned" sourceRef="address_wrong" targetRef="parcel_returned" />
    <bpmn:endEvent id="parcel_sent"><bpmn:incoming>to_sent</bpmn:incoming></bpmn:endEvent>
    <bpmn:endEvent id="parcel_returned"><bpmn:incoming>to_returned</bpmn:incoming></bpmn:endEvent>
  </bpmn:process>
  <bpmn:error id="no_such_address" name="no such address" errorCode="NO_ADDRESS" />
</bpmn:definitions>
"""
ANNA, BERT = worker("anna"), worker("bert")


@pytest.fixture
def instance_id(company) -> str:
    files = PackageFiles("send_parcel", {"send_parcel.bpmn": DIAGRAM.encode()})
    company.process_engine.execute(SYSTEM, deploy.deploy, files)
    return company.process_engine.execute(company.person("wang.min"), cases.start, "send_parcel", {}).instance_id


def activated(company, actor=ANNA, name="anna"):
    return company.process_engine.execute(actor, jobs.activate, "print-label", name)


def row_of(company, instance_id):
    return company.process_engine.ask(SYSTEM, case_view.of, instance_id).row


def test_a_job_is_locked_to_the_worker_that_took_it(company, instance_id):
    (job,) = activated(company)

    assert activated(company, BERT, "bert") == []
    with pytest.raises(Conflict):
        company.process_engine.execute(BERT, jobs.complete, job.id, "bert", {})


def test_a_completed_job_moves_the_case_on_with_its_variables(company, instance_id):
    (job,) = activated(company)

    company.process_engine.execute(ANNA, jobs.complete, job.id, "anna", {"label": Decimal(7)})

    assert row_of(company, instance_id).end_event_id == "parcel_sent"
    with pytest.raises((Conflict, NotFound)):
        company.process_engine.execute(ANNA, jobs.complete, job.id, "anna", {})


def test_the_lock_of_a_dead_worker_ends_and_another_takes_over(company, instance_id):
    activated(company)
    company.clock.move(timedelta(minutes=5, seconds=1))

    (job,) = activated(company, BERT, "bert")

    with pytest.raises(Conflict):
        company.process_engine.execute(ANNA, jobs.complete, job.id, "anna", {})
    company.process_engine.execute(BERT, jobs.complete, job.id, "bert", {})
    assert row_of(company, instance_id).state == "completed"


def test_a_job_without_retries_is_an_incident_until_somebody_helps(company, instance_id):
    for _ in range(2):
        (job,) = activated(company)
        company.process_engine.execute(ANNA, jobs.fail, job.id, "anna", "printer on fire")
    view = company.process_engine.ask(SYSTEM, case_view.of, instance_id)
    assert view.row.has_incident
    assert "printer on fire" in view.incidents[0].text_en
    assert activated(company) == []

    company.process_engine.execute(company.person("he.yun"), incidents.retry, view.incidents[0].id)

    assert not row_of(company, instance_id).has_incident
    (job,) = activated(company)
    company.process_engine.execute(ANNA, jobs.complete, job.id, "anna", {})
    assert row_of(company, instance_id).end_event_id == "parcel_sent"


def test_only_the_packages_owner_resolves_an_incident(company, instance_id):
    for _ in range(2):
        (job,) = activated(company)
        company.process_engine.execute(ANNA, jobs.fail, job.id, "anna", "no paper")
    incident = company.process_engine.ask(SYSTEM, case_view.of, instance_id).incidents[0]

    with pytest.raises(NotFound):
        company.process_engine.execute(company.person("wang.min"), incidents.retry, incident.id)


def test_a_business_error_of_a_job_is_a_bpmn_error(company, instance_id):
    (job,) = activated(company)

    company.process_engine.execute(ANNA, jobs.throw_error, job.id, "anna", "NO_ADDRESS", "unknown street")

    assert row_of(company, instance_id).end_event_id == "parcel_returned"


def test_back_off_keeps_a_failed_job_from_being_taken_at_once(company, instance_id):
    (job,) = activated(company)
    company.process_engine.execute(ANNA, jobs.fail, job.id, "anna", "busy", back_off=timedelta(minutes=10))

    assert activated(company) == []
    company.clock.move(timedelta(minutes=10))
    assert [each.id for each in activated(company)] == [job.id]


def test_a_lone_diagram_is_not_open_to_strangers(company, instance_id):
    with pytest.raises(NotFound):
        company.process_engine.execute(people.customer(), cases.start, "send_parcel", {})


def test_staff_cannot_take_jobs(company, instance_id):
    with pytest.raises(NotFound):
        activated(company, company.person("gao.wei"))


def test_an_auditor_reads_what_a_program_brought_also_no_and_zero(company, instance_id):
    (job,) = activated(company)
    company.process_engine.execute(ANNA, jobs.complete, job.id, "anna", {"label": Decimal(0), "is_printed": False})

    lines = company.process_engine.ask(SYSTEM, lambda tx: audit_lines.lines(tx, case_view.of(tx, instance_id).row))

    (typed,) = (line for line in lines if line.kind == "values_entered" and line.place == job.element_id)
    assert {fact.name.zh: fact.value for fact in typed.facts} == {"label": Decimal(0), "is_printed": False}
