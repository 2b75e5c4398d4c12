"""A file as Camunda Modeler writes it, with every kind of `zeebe:` element we run, deploys unmodified and runs to its end."""

from __future__ import annotations

from pathlib import Path

from engine.bpmn import read_definition, reasons
from tests.elements.drawing import diagram, end, flows, mappings, start, user
from tests.elements.playing import Played

FILE = Path(__file__).parent / "diagrams" / "order_as_the_modeler_writes_it.bpmn"
CALLED = diagram(start(), user("pack", zeebe=mappings(outputs={"weight": "=kilos"})), end(), flows("begin", "pack", "done"), id="packing")


def test_it_deploys_unmodified_with_nothing_but_warnings_about_ids():
    found = reasons(FILE.read_bytes(), FILE.name, form_ids=("order", "check_order"), decision_ids=("discount",), clock_names=(),
                    called_processes={"packing": ()})

    assert {(reason.severity, reason.field) for reason in found} == {("warning", "id")}


def test_it_runs_to_its_end_with_an_outside_worker():
    case = Played(read_definition(FILE.read_bytes(), FILE.name, {"packing": CALLED}), decisions={"discount": 5}, orderId="A-7", customer="Li",
                  items=[{"name": "tea", "price": 4}, {"name": "cup", "price": 6}])
    assert case.execution.user_tasks()[0].candidate_groups == ["sales"]

    case.complete("Activity_Check", ok=True)
    while jobs := case.execution.jobs():        # the worker: takes what there is, answers with what it found
        case.job_done(jobs[0].element_id, available=jobs[0].values.get("item", {}).get("name") != "tea", sent=True)
        if subscriptions := case.execution.subscriptions():
            assert subscriptions[0].correlation_key == "A-7"
            case.send("Activity_Wait", paid=10)
        if tasks := case.execution.user_tasks():
            case.complete(tasks[0].element_id, kilos=3)

    assert case.state == "completed"
    assert {name: case.variables[name] for name in ("stock", "total", "rebate", "weight", "amount")} == {
        "stock": [False, True], "total": 10, "rebate": 5, "weight": 3, "amount": 10}
