"""Deploying: what a modeler saved runs beside what is there, and no two packages number their cases alike."""

from __future__ import annotations

import pytest

from engine.commands import cases, deploy
from engine.errors import Undeployable
from engine.model.people import SYSTEM
from engine.packages import PackageFiles
from tests.elements.drawing import diagram, end, flows, node, script, start, user

TASK = diagram(start(), user("ask"), end(), flows("begin", "ask", "done"))
CALLS = diagram(
    start(), node("callActivity", "ship", zeebe='<zeebe:calledElement processId="shipping"/>'), end(), flows("begin", "ship", "done"), id="order",
)  # fmt: skip
SHIPPING = diagram(start(), script("number", "=7", "tracking"), user("hand_over"), end(), flows("begin", "number", "hand_over", "done"), id="shipping")


def deployed(company, id_: str, **files: bytes):
    named = {name.replace("__", "."): content for name, content in files.items()}
    return company.process_engine.execute(SYSTEM, deploy.deploy, PackageFiles(id_, named))


def test_lone_diagrams_number_their_cases_apart(company):
    deployed(company, "first", first__bpmn=TASK)
    deployed(company, "second", second__bpmn=TASK)

    keys = [company.process_engine.execute(SYSTEM, cases.start, each, {}).business_key for each in ("first", "second", "first")]

    assert keys == ["first-20231009-001", "second-20231009-001", "first-20231009-002"]


def test_pattern_of_another_package_is_refused(company):
    numbered = b'[number]\npattern = "{YYYY}{MM}{DD}-{NNN}"\n'

    with pytest.raises(Undeployable) as refused:
        deployed(company, "first", first__bpmn=TASK, package__toml=numbered)

    assert "feedback_handling" in refused.value.reasons[0].text.en


def test_pattern_that_can_give_a_number_of_another_package_is_refused(company):
    with pytest.raises(Undeployable):
        deployed(company, "first", first__bpmn=TASK, package__toml=b'[number]\npattern = "{YYYY}{MM}{DD}-{N}"\n')


def test_count_that_begins_anew_gives_no_number_twice(company):
    """The same pattern counted by day, then by year: the year's first numbers were given on that day already."""
    by_day, by_year = (f'[number]\npattern = "L{{YYYY}}{{MM}}{{DD}}-{{NNN}}"\nreset = "{each}"\n'.encode() for each in ("day", "year"))
    deployed(company, "first", first__bpmn=TASK, package__toml=by_day)
    before = [company.process_engine.execute(SYSTEM, cases.start, "first", {}).business_key for _ in range(2)]
    deployed(company, "first", first__bpmn=TASK, package__toml=by_year)

    after = [company.process_engine.execute(SYSTEM, cases.start, "first", {}).business_key for _ in range(2)]

    assert before + after == [f"L20231009-00{serial}" for serial in (1, 2, 3, 4)]


def test_called_process_of_the_same_package_runs_inside(company):
    deployed(company, "order", order__bpmn=CALLS, shipping__bpmn=SHIPPING)

    started = company.process_engine.execute(SYSTEM, cases.start, "order", {})

    tables = company.tables()
    assert [row for row in tables["user_task"] if "shipping/hand_over" in row and started.instance_id in row]


def test_fault_of_a_called_process_is_a_fault_of_the_package(company):
    with pytest.raises(Undeployable) as refused:
        deployed(company, "order", order__bpmn=CALLS, shipping__bpmn=SHIPPING.replace(b"=7", b"=7 +"))

    assert {reason.file for reason in refused.value.reasons if reason.severity == "error"} == {"shipping.bpmn"}
