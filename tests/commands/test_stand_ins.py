"""A task that names somebody who isn't there lies with whoever answers for the department, or an incident says so."""

from __future__ import annotations

import pytest

from engine.commands import cases, deploy, groups, incidents, leaving, user_tasks
from engine.errors import Refused
from engine.model.people import SYSTEM
from engine.packages import PackageFiles
from engine.queries import inbox, incident_list, replay
from engine.store import case_view
from tests.elements.drawing import diagram, end, flows, script, start, user

SETTINGS = b'[case]\ndepartment = "responsible"\n'


def package(assignee: str, department: str) -> PackageFiles:
    assigned = f'<zeebe:assignmentDefinition assignee="{assignee}"/>'
    xml = diagram(
        start(), script("routed", f'="{department}"', "responsible"), user("answer", zeebe=assigned), end(),
        flows("begin", "routed", "answer", "done"), id="letter",
    )  # fmt: skip
    return PackageFiles("letter", {"letter.bpmn": xml, "package.toml": SETTINGS})


def begun(company, assignee: str, department: str):
    """The one task of a new case, and the case."""
    execute = company.process_engine.execute
    execute(SYSTEM, deploy.deploy, package(assignee, department))
    case = execute(SYSTEM, cases.start, "letter", {})
    return task_of(company, case), case


def task_of(company, case):
    (task,) = company.process_engine.ask(SYSTEM, case_view.open_tasks, case.instance_id)
    return task


def test_task_of_an_unknown_assignee_lies_with_the_supervisor_who_can_hand_it_on(company):
    task, case = begun(company, "nobody.here", "product_technology")
    zhao_lei = company.person("zhao.lei")

    assert task.assignee_id == zhao_lei.id
    assert company.process_engine.ask(zhao_lei, inbox.count, "mine") == 1
    company.process_engine.execute(zhao_lei, user_tasks.assign, task.id, "li.qiang")
    company.process_engine.execute(company.person("li.qiang"), user_tasks.complete, task.id, {})
    assert company.process_engine.ask(SYSTEM, replay.replay, case.business_key).result == replay.EQUAL


def test_task_of_somebody_who_left_lies_with_the_supervisor(company):
    li_qiang = company.person("li.qiang")
    company.process_engine.execute(company.person("gao.wei"), leaving.leave, li_qiang.id)

    task, _ = begun(company, "li.qiang", "product_technology")

    assert task.assignee_id == company.person("zhao.lei").id


def test_without_a_responsible_department_management_is_asked(company):
    task, _ = begun(company, "nobody.here", "no_such_department")

    assert task.assignee_id is None
    chen = company.person("chen.guodong")
    company.process_engine.execute(chen, user_tasks.claim, task.id)
    assert task_of(company, _).assignee_id == chen.id


@pytest.fixture
def deserted(company):
    """A task for nobody in a company without management."""
    gao_wei = company.person("gao.wei")
    company.process_engine.execute(gao_wei, groups.change, "management", "公司管理层", "Management", ())
    return begun(company, "nobody.here", "no_such_department")


def test_task_for_nobody_at_all_is_an_incident(company, deserted):
    (line,) = company.process_engine.ask(SYSTEM, incident_list.incidents)

    assert "nobody.here" in line.cause.en
    assert line.element_id == "answer"


def test_incident_of_a_task_for_nobody_is_resolved_once_there_is_somebody(company, deserted):
    task, case = deserted
    (line,) = company.process_engine.ask(SYSTEM, incident_list.incidents)
    with pytest.raises(Refused):
        company.process_engine.execute(SYSTEM, incidents.retry, line.id)
    chen, gao_wei = company.person("chen.guodong"), company.person("gao.wei")
    company.process_engine.execute(gao_wei, groups.change, "management", "公司管理层", "Management", (chen.id,))

    company.process_engine.execute(SYSTEM, incidents.retry, line.id)

    assert company.process_engine.ask(SYSTEM, incident_list.incidents) == []
    company.process_engine.execute(company.person("chen.guodong"), user_tasks.claim, task.id)
    assert not company.process_engine.ask(SYSTEM, case_view.of, case.instance_id).row.has_incident


def test_task_that_names_nobody_lies_with_management(company):
    case = unassigned(company, "")

    task = task_of(company, case)

    assert task.assignee_id is None
    assert company.process_engine.ask(company.person("chen.guodong"), inbox.count, "claimable") == 1


def test_task_of_an_unknown_group_lies_with_management_until_the_group_is_there(company):
    case = unassigned(company, '<zeebe:assignmentDefinition candidateGroups="proof_readers"/>')

    company.process_engine.execute(
        company.person("gao.wei"), groups.create, "proof_readers", "校对组", "Proof readers", (company.person("wang.min").id,)
    )

    task = task_of(company, case)
    assert company.process_engine.ask(company.person("chen.guodong"), inbox.count, "claimable") == 1
    company.process_engine.execute(company.person("wang.min"), user_tasks.claim, task.id)
    assert task_of(company, case).assignee_id == company.person("wang.min").id


def unassigned(company, assignment: str):
    xml = diagram(start(), user("answer", zeebe=assignment), end(), flows("begin", "answer", "done"), id="letter")
    company.process_engine.execute(SYSTEM, deploy.deploy, PackageFiles("letter", {"letter.bpmn": xml}))
    return company.process_engine.execute(SYSTEM, cases.start, "letter", {})
