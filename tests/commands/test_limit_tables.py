"""Tables of limits: a wrong one is refused at deploy, a wrong answer is an incident and never in anybody's way."""

from __future__ import annotations

import pytest

from engine.commands import cases, deploy, incidents, user_tasks
from engine.errors import Undeployable
from engine.model.people import SYSTEM
from engine.packages import PackageFiles
from engine.queries import incident_list, replay
from engine.store import case_view
from tests.elements.drawing import diagram, end, flows, script, start, user

CLOCK = """[[clock]]
name = "delivery"
label = "送达"
start = ["begin"]
stop = ["deliver"]
limits = "delivery_limit"
""".encode()
WANG = '<zeebe:assignmentDefinition assignee="wang.min"/>'
PARCEL = diagram(
    start(), script("weighed", '="h"', "unit_of_table"), user("pack", zeebe=WANG), script("asked", "=null", "unit_of_table"),
    user("deliver", zeebe=WANG), end(),
    flows("begin", "weighed", "pack", "asked", "deliver", "done"), id="parcel",
)  # fmt: skip


def table(*rules: tuple[str, str], policy: str = "FIRST", outputs: tuple[str, ...] = ("amount", "unit")) -> bytes:
    columns = "".join(f'<output id="o_{name}" name="{name}"/>' for name in outputs)
    rows = "".join(
        f'<rule id="r{number}"><inputEntry id="i{number}"><text>-</text></inputEntry>'
        + "".join(f'<outputEntry id="e{number}_{place}"><text>{cell}</text></outputEntry>' for place, cell in enumerate(cells[: len(outputs)]))
        + "</rule>"
        for number, cells in enumerate(rules)
    )
    return (
        '<definitions xmlns="https://www.omg.org/spec/DMN/20191111/MODEL/" id="d" name="d" namespace="d"><decision id="delivery_limit" name="d">'
        f'<decisionTable id="t" hitPolicy="{policy}"><input id="in" label="in"><inputExpression id="ine"><text>round</text></inputExpression></input>'
        f"{columns}{rows}</decisionTable></decision></definitions>"
    ).encode()


def parcels(limits: bytes, diagram_: bytes = PARCEL) -> PackageFiles:
    return PackageFiles("parcel", {"parcel.bpmn": diagram_, "package.toml": CLOCK, "delivery_limit.dmn": limits})


@pytest.mark.parametrize(
    ("limits", "says"),
    [
        (table(("2", '"days"')), "days"),
        (table(("0", '"h"')), "0"),
        (table(("99999", '"wd"')), "99999"),
        (table(("2", "-")), "unit"),
        (table(("2", '"h"'), outputs=("amount",)), "unit"),
        (table(("2", '"h"'), policy="COLLECT"), "one rule"),
    ],
)
def test_table_that_no_clock_can_count_by_is_refused_with_its_place(company, limits, says):
    with pytest.raises(Undeployable) as refused:
        company.process_engine.execute(SYSTEM, deploy.deploy, parcels(limits))

    reason = next(each for each in refused.value.reasons if each.severity == "error")
    assert (reason.file, reason.element) == ("delivery_limit.dmn", "delivery_limit")
    assert says in reason.text.en


def test_table_whose_cells_are_computed_is_deployed(company):
    deployed = company.process_engine.execute(SYSTEM, deploy.deploy, parcels(table(("round * 2", "unit_of_table"))))

    assert deployed.is_new


@pytest.fixture
def stuck(company):
    """A parcel whose clock had two hours when its unit became a word that no clock knows."""
    spoilt = PARCEL.replace(b"=null", b"=&quot;fortnights&quot;")
    execute = company.process_engine.execute
    execute(SYSTEM, deploy.deploy, parcels(table(("2", "unit_of_table")), spoilt))
    case = execute(SYSTEM, cases.start, "parcel", {})
    complete(company, case, "pack")
    return case


def complete(company, case, element_id: str) -> None:
    (task,) = company.process_engine.ask(SYSTEM, case_view.open_tasks, case.instance_id, element_id)
    company.process_engine.execute(company.person("wang.min"), user_tasks.complete, task.id, {})


def test_unusable_answer_keeps_the_limit_and_raises_an_incident_beside_the_task(company, stuck):
    view = company.process_engine.ask(SYSTEM, case_view.of, stuck.instance_id)

    (clock,) = view.clocks.values()
    assert clock.due_at == company.clock.now().replace(hour=3)
    assert [task.element_id for task in view.tasks] == ["deliver"]
    (line,) = company.process_engine.ask(SYSTEM, incident_list.incidents)
    assert "fortnights" in line.cause.en and line.element.zh == "送达"


def test_corrected_variable_resolves_it_and_the_case_replays(company, stuck):
    (line,) = company.process_engine.ask(SYSTEM, incident_list.incidents)

    company.process_engine.execute(SYSTEM, incidents.change_variables, line.id, {"unit_of_table": "bh"}, "slip in the table")

    assert company.process_engine.ask(SYSTEM, incident_list.incidents) == []
    view = company.process_engine.ask(SYSTEM, case_view.of, stuck.instance_id)
    assert not view.row.has_incident
    complete(company, stuck, "deliver")
    assert company.process_engine.ask(SYSTEM, replay.replay, stuck.business_key).result == replay.EQUAL


def test_trying_again_what_is_still_wrong_leaves_one_incident(company, stuck):
    (line,) = company.process_engine.ask(SYSTEM, incident_list.incidents)

    company.process_engine.execute(SYSTEM, incidents.retry, line.id)

    assert [each.id for each in company.process_engine.ask(SYSTEM, incident_list.incidents)] == [line.id]
