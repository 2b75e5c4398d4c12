"""What a package's owner reads before deploying, of this installation: who isn't there, which connector isn't set, what may not be lost."""

from __future__ import annotations

from dataclasses import replace

import pytest

from engine.commands import deploy, groups, leaving
from engine.model.people import SYSTEM
from engine.packages import PackageFiles
from engine.transports import HttpConnector, Transports
from tests.commands.test_mandatory_rows import MANDATORY, SIGNED, UNSIGNED
from tests.commands.test_mandatory_rows import deployed as letters_deployed
from tests.elements.drawing import diagram, end, flows, service, start, user


def found(company, task: str, **more: bytes):
    """(severity, element, field, English) of everything that stands against a package of one task."""
    xml = diagram(start(), task, end(), flows("begin", "review", "done"), id="letter")
    files = PackageFiles("letter", {"letter.bpmn": xml, **more})
    reasons = company.process_engine.ask(SYSTEM, deploy.check_here, files)
    return [(each.severity, each.element, each.field, each.text.en) for each in reasons if each.file == "letter.bpmn"]


def of_task(company, assigned: str):
    return found(company, user("review", zeebe=f"<zeebe:assignmentDefinition {assigned}/>"))


def warning(field: str, text: str):
    return [("warning", "review", field, text)]


@pytest.mark.parametrize(
    ("assigned", "field", "text"),
    [
        ('candidateGroups="intak"', "candidateGroups", "The directory has no group or department 'intak'. Did you mean 'intake'?"),
        ('candidateGroups="=[&quot;intake&quot;, &quot;reviw&quot;]"', "candidateGroups", "The directory has no group or department 'reviw'. Did you mean 'review'?"),
        ('candidateUsers="wang.min, wangmin"', "candidateUsers", "The directory has no person 'wangmin'. Did you mean 'wang.min'?"),
        ('assignee="li.qang"', "assignee", "The directory has no person 'li.qang'. Did you mean 'li.qiang'?"),
        ('candidateGroups="xyzzy"', "candidateGroups", "The directory has no group or department 'xyzzy'."),
    ],
)
def test_name_that_nobody_has_is_said_at_its_task_with_the_nearest_one(company, assigned, field, text):
    assert of_task(company, assigned) == warning(field, text)


@pytest.mark.parametrize(
    "assigned",
    ['candidateGroups="intake"', 'candidateGroups="product_technology"', 'candidateUsers="wang.min"', 'assignee="=handler" candidateGroups="=[place]"'],
)
def test_names_that_are_there_or_worked_out_later_are_no_reason(company, assigned):
    names = {text for _, _, field, text in of_task(company, assigned) if "directory" in text}

    assert not names


def test_task_that_names_nobody_is_said_and_a_customers_task_is_not(company):
    customers = '<zeebe:properties><zeebe:property name="huixiang:actor" value="customer"/></zeebe:properties>'

    assert [line[1:3] for line in found(company, user("review"))] == [("review", "candidateGroups")]
    assert found(company, user("review", zeebe=customers)) == []


def test_empty_group_and_person_who_left_are_said(company):
    gao_wei = company.person("gao.wei")
    company.process_engine.execute(gao_wei, groups.create, "proof_readers", "校对组", "Proof readers", ())
    company.process_engine.execute(gao_wei, leaving.leave, company.person("li.qiang").id)

    assert of_task(company, 'candidateGroups="proof_readers"') == warning("candidateGroups", "There is nobody in 'proof_readers' now.")
    assert of_task(company, 'candidateGroups="intake" candidateUsers="li.qiang"') == warning("candidateUsers", "'li.qiang' has left.")


def test_package_is_deployed_before_its_people_are_there(company):
    xml = diagram(start(), user("review", zeebe='<zeebe:assignmentDefinition candidateGroups="proof_readers"/>'), end(), flows("begin", "review", "done"))

    outcome = company.process_engine.execute(SYSTEM, deploy.deploy, PackageFiles("letter", {"letter.bpmn": xml}))

    assert outcome.is_new
    assert [(each.element, each.text.zh) for each in outcome.warnings] == [("review", "通讯录里没有小组或部门“proof_readers”。")]


def test_connector_that_nobody_set_is_said_at_its_task(company):
    task = service("review", "http_request", zeebe='<zeebe:taskHeaders><zeebe:header key="connector" value="warehous"/></zeebe:taskHeaders>')
    engine = company.process_engine

    (unset,) = found(company, task)
    engine.settings = replace(engine.settings, transports=Transports(connectors=(HttpConnector("warehouse", "https://example.com"),)))
    (misspelt,) = found(company, task)
    known = found(company, task.replace("warehous", "warehouse"))

    assert unset == ("warning", "review", "connector", "The connector 'warehous' isn't set in this installation; a case that comes here stops until a person helps.")
    assert misspelt[3].endswith("Did you mean 'warehouse'?")
    assert known == []


def test_lost_element_of_a_mandatory_row_is_said_at_the_diagram_while_it_is_drawn(company):
    letters_deployed(company, SIGNED, MANDATORY)

    reasons = company.process_engine.ask(SYSTEM, deploy.check_here, PackageFiles("letters", {"letters.bpmn": UNSIGNED, "rows.toml": MANDATORY.encode()}))

    (lost,) = [each for each in reasons if each.severity == "error"]
    assert (lost.file, lost.element) == ("letters.bpmn", "sign")
    assert "R1" in lost.text.zh and "“Signed”必须保留" in lost.text.zh


def test_row_that_went_with_its_element_is_said_before_anybody_deploys(company):
    letters_deployed(company, SIGNED, MANDATORY)

    reasons = company.process_engine.ask(SYSTEM, deploy.check_here, PackageFiles("letters", {"letters.bpmn": UNSIGNED}))

    assert {(each.file, each.element) for each in reasons if each.severity == "error"} == {("letters.bpmn", "sign"), ("rows.toml", "R1")}
