"""A requirement marked as mandatory can't get lost between two versions, not even with its row."""

from __future__ import annotations

import pytest

from engine.commands import deploy
from engine.errors import Undeployable
from engine.model.people import SYSTEM
from engine.packages import PackageFiles
from tests.elements.drawing import diagram, end, flows, start, user

SIGNED = diagram(start(), user("ask"), user("sign"), end(), flows("begin", "ask", "sign", "done"))
UNSIGNED = diagram(start(), user("ask"), end(), flows("begin", "ask", "done"))
ROW = '[[row]]\nid = "R1"\ntext = "Signed"\nelements = ["sign"]\nmandatory = {}\n'
MANDATORY, LIFTED = ROW.format("true"), ROW.format("false")
ELSEWHERE = MANDATORY.replace('"sign"', '"ask"')
ANOTHER = '[[row]]\nid = "R2"\ntext = "Asked"\nelements = ["ask"]\n'


def deployed(company, diagram: bytes, rows: str):
    files = PackageFiles("letters", {"letters.bpmn": diagram, "rows.toml": rows.encode()})
    return company.process_engine.execute(SYSTEM, deploy.deploy, files)


def refused(company, diagram: bytes, rows: str) -> str:
    with pytest.raises(Undeployable) as refusal:
        deployed(company, diagram, rows)
    return " ".join(each.text.en for each in refusal.value.reasons)


def test_element_of_a_mandatory_row_can_not_be_left_out(company):
    deployed(company, SIGNED, MANDATORY)

    assert "'sign' left the diagram, but the requirement R1 'Signed' must stay" in refused(company, UNSIGNED, MANDATORY)


def test_deleting_the_row_with_its_element_is_refused_too(company):
    deployed(company, SIGNED, MANDATORY)

    assert "mandatory and can't be left out" in refused(company, UNSIGNED, ANOTHER)
    assert "mandatory and can't be left out" in refused(company, SIGNED, ANOTHER)


def test_mandatory_row_may_point_elsewhere_but_not_nowhere(company):
    deployed(company, SIGNED, MANDATORY)

    assert "points to" in refused(company, SIGNED, '[[row]]\nid = "R1"\ntext = "Signed"\nkind = "settings"\nmandatory = true\n')
    assert deployed(company, UNSIGNED, ELSEWHERE).number == 2


def test_giving_up_a_mandatory_row_takes_two_versions(company):
    deployed(company, SIGNED, MANDATORY)

    assert "First deploy a version" in refused(company, UNSIGNED, LIFTED.replace('elements = ["sign"]', 'elements = ["ask"]'))
    assert deployed(company, SIGNED, LIFTED).number == 2
    assert deployed(company, UNSIGNED, ANOTHER).number == 3
