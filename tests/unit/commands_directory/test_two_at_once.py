"""Two administrators at the same moment, on a database where both really run."""

from __future__ import annotations

import pytest

from engine.commands import departments, leaving, people
from engine.commands.departments import DepartmentFields
from tests.at_once import at_once
from tests.unit.commands_directory.conftest import Office, fields

pytestmark = pytest.mark.postgres


def test_two_administrators_who_let_each_other_go_leave_one(busy_office: Office):
    office = busy_office
    office.as_("wang", people.change, "chen", fields(roles=("administrator",)))
    wang, chen = office.actor("wang"), office.actor("chen")

    outcomes = at_once(
        lambda: office.run(wang, leaving.leave, "chen"),
        lambda: office.run(chen, leaving.leave, "wang"),
    )

    assert sorted(outcomes) == ["done", "last_administrator"]


def test_two_departments_never_stand_below_each_other(busy_office: Office):
    office, wang = busy_office, busy_office.actor("wang")
    for name in ("north", "south"):
        office.run(wang, departments.create, name, region())

    outcomes = at_once(
        lambda: office.run(wang, departments.change, "north", region("south")),
        lambda: office.run(wang, departments.change, "south", region("north")),
    )

    assert sorted(outcomes) == ["done", "invalid_values"]


def region(parent_id: str = "company") -> DepartmentFields:
    return DepartmentFields("大区", "Region", None, None, parent_id)
