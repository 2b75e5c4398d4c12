"""A form that stands inside the diagram, as Camunda Modeler embeds it, is a form like any other."""

from __future__ import annotations

import json

import pytest

from engine.commands import cases, deploy, user_tasks
from engine.commands.running_case import RunningCase
from engine.errors import InvalidValues, Undeployable
from engine.model.people import SYSTEM
from engine.packages import PackageFiles
from engine.store import case_view
from tests.elements.drawing import diagram, end, flows, start, user

CHECK = {
    "type": "default", "schemaVersion": 16, "id": "Form_its_own_name",
    "components": [{"type": "number", "key": "amount", "label": "Amount", "validate": {"required": True, "max": 90}}],
}  # fmt: skip
KEY = '<zeebe:formDefinition formKey="camunda-forms:bpmn:userTaskForm_1"/><zeebe:assignmentDefinition assignee="wang.min"/>'


def drawn(form: str) -> PackageFiles:
    xml = diagram(start(), user("check", zeebe=KEY), end(), flows("begin", "check", "done"), id="claim").decode()
    inside = f'<bpmn:extensionElements><zeebe:userTaskForm id="userTaskForm_1">{form}</zeebe:userTaskForm></bpmn:extensionElements>'
    head, tail = xml.split('isExecutable="true">', 1)
    return PackageFiles("claim", {"claim.bpmn": f'{head}isExecutable="true">{inside}{tail}'.encode()})


def state_and_amount(tx, instance_id):
    case = RunningCase.look(tx, instance_id)
    return case.row.state, case.execution.variables()["amount"]


def test_what_is_typed_into_it_is_held_to_its_rules_and_kept(company):
    company.process_engine.execute(SYSTEM, deploy.deploy, drawn(json.dumps(CHECK)))
    case = company.process_engine.execute(SYSTEM, cases.start, "claim", {})
    (task,) = company.process_engine.ask(SYSTEM, case_view.open_tasks, case.instance_id)
    wang_min = company.person("wang.min")

    with pytest.raises(InvalidValues):
        company.process_engine.execute(wang_min, user_tasks.complete, task.id, {"amount": ["91"]})
    company.process_engine.execute(wang_min, user_tasks.complete, task.id, {"amount": ["90"]})

    state, amount = company.process_engine.ask(SYSTEM, state_and_amount, case.instance_id)
    assert (state, amount) == ("completed", 90)


def test_one_that_is_no_form_is_refused_by_its_name(company):
    with pytest.raises(Undeployable) as refused:
        company.process_engine.execute(SYSTEM, deploy.deploy, drawn("no form"))

    assert ("claim.bpmn/userTaskForm_1.form", "文件不是有效的 JSON。") in [(each.file, each.text.zh) for each in refused.value.reasons]
