"""Before a case is archived its documents are looked at: what was never written, and what lacks a required value, is named."""

from __future__ import annotations

import json

from engine.commands import cases, deploy, user_tasks
from engine.model.people import SYSTEM
from engine.packages import PackageFiles
from engine.queries.case_scope import scope_of
from engine.store import case_view
from engine.store.tables import ProcessInstance
from tests.elements.drawing import diagram, end, flow, flows, service, start, user

ANYBODY = '<zeebe:assignmentDefinition candidateGroups="intake"/>'
FORM = f'<zeebe:formDefinition formId="weigh"/>{ANYBODY}'
PAPERS = """
[[document]]
id = "label"
name = "《面单》"
after = "weigh"
fields = [{ label = "单号", of = "number", required = true }, { label = "重量", of = "=weight", required = true }]

[[document]]
id = "receipt"
name = "《签收单》"
after = ["sign"]
fields = [{ label = "签收", of = "=signed" }]
"""


def files(header: str = "") -> PackageFiles:
    headers = f'<zeebe:taskHeaders><zeebe:header key="documents" value="{header}"/></zeebe:taskHeaders>' if header else ""
    xml = diagram(start(), user("weigh", zeebe=FORM), user("sign", zeebe=ANYBODY), service("look", "archive_check", zeebe=headers), user("archive", zeebe=ANYBODY), end(),
                  flows("begin", "weigh", "look", "archive", "done"), flow("weigh", "sign"), flow("sign", "look"))  # fmt: skip
    form = {"type": "default", "id": "weigh", "components": [{"type": "textfield", "key": "weight", "id": "w", "label": "重量"}]}
    return PackageFiles("parcels", {"parcels.bpmn": xml, "documents.toml": PAPERS.encode(), "forms/weigh.form": json.dumps(form).encode()})


def complete(company, instance_id: str, element: str, **values: str) -> None:
    (task,) = company.process_engine.ask(SYSTEM, case_view.open_tasks, instance_id, element)
    person = company.person("wang.min")
    company.process_engine.execute(person, user_tasks.claim, task.id)
    company.process_engine.execute(person, user_tasks.complete, task.id, {key: [value] for key, value in values.items()}, {})


def missing(company, instance_id: str) -> object:
    return company.process_engine.ask(SYSTEM, lambda tx: scope_of(tx, tx.session.get_one(ProcessInstance, instance_id)))["missing_documents"]


def started(company, header: str = "") -> str:
    company.process_engine.execute(SYSTEM, deploy.deploy, files(header))
    return company.process_engine.execute(company.person("wang.min"), cases.start, "parcels", {}).instance_id


def test_a_document_whose_element_never_completed_is_missing(company):
    case = started(company)

    complete(company, case, "weigh", weight="3 kg")

    assert missing(company, case) == ["《签收单》"]


def test_a_document_without_a_required_value_is_missing(company):
    case = started(company, "label")

    complete(company, case, "weigh")

    assert missing(company, case) == ["《面单》"]


def test_nothing_is_missing_when_all_is_written(company):
    case = started(company, "label")

    complete(company, case, "weigh", weight="3 kg")

    assert missing(company, case) == []


def test_a_document_that_the_package_does_not_have_is_an_incident_at_the_element(company):
    case = started(company, "lable")

    complete(company, case, "weigh", weight="3 kg")

    (incident,) = company.process_engine.ask(SYSTEM, case_view.of, case).incidents
    assert (incident.element_id, incident.text_en) == ("look", "There is no document 'lable'.")
