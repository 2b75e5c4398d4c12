"""Diagrams, table and form as Camunda Modeler writes them deploy unmodified and run to the end with the worker of the README."""

from __future__ import annotations

import re
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from decimal import Decimal
from pathlib import Path

import pytest

from engine.commands import deploy, user_tasks
from engine.model.people import SYSTEM
from engine.packages import read_folder
from engine.queries import case_scope
from engine.queries.visible import visible_case
from engine.store import case_view
from tests.browser.served import Served
from tests.company import Company, company, prepared_company
from tests.web.program import Program, program

__all__ = ["company", "prepared_company"]

EXAMPLES = Path(__file__).parent
ROOT = EXAMPLES.parents[1]
ORDER = {
    "orderId": "A-1", "customer": {"name": "Li", "isRegular": True},
    "items": [{"sku": "tea", "price": 19.9, "quantity": 10}, {"sku": "kettle", "price": 450.5, "quantity": 1}],
}  # fmt: skip


@pytest.fixture
def served(company: Company) -> Iterator[Served]:
    serving = Served(company)
    yield serving
    serving.stop()


@pytest.fixture
def shop(served: Served) -> Program:
    served.company.process_engine.execute(SYSTEM, deploy.deploy, read_folder(EXAMPLES / "order-handling.bpmn"))
    return program(served.app, served.company, "shop")


@pytest.fixture
def worker(served: Served, shop: Program) -> Iterator[subprocess.Popen]:
    token = program(served.app, served.company, "worker").token
    with subprocess.Popen([sys.executable, EXAMPLES / "worker.py", served.address, token]) as running:
        yield running
        running.kill()


def test_it_deploys_unmodified_with_nothing_but_warnings(company):
    found = deploy.check(read_folder(EXAMPLES / "order-handling.bpmn"))

    assert [reason for reason in found if reason.severity == "error"] == []


def test_folder_and_lone_diagram_are_the_same_package_but_for_the_name():
    alone, folder = read_folder(EXAMPLES / "order-handling.bpmn"), read_folder(EXAMPLES)

    assert sorted(alone.files.values()) == sorted(folder.files.values())


def test_large_order_runs_to_its_end_with_the_worker(served, shop, worker, company):
    number = shop.ask("/cases", package="order_handling", variables=ORDER)["number"]
    shop.ask("/messages", name="payment-received", correlationKey="A-1", variables={"paidAmount": 584.55}, timeToLiveSeconds=3600)

    review(company, wait_for(lambda: task_of(company, number)))
    wait_for(lambda: served.trigger_due() or row(company, number).state == "completed")

    assert row(company, number).end_event_id == "Event_0p2o5iu"
    variables = company.process_engine.ask(company.person("he.yun"), variables_of, number)
    assert {name: variables[name] for name in ("missingCount", "total", "toPay", "trackingNumber", "paid")} == {
        "missingCount": 0, "total": Decimal("649.5"), "toPay": Decimal("584.55"), "trackingNumber": "SF-A-1",
        "paid": Decimal("584.55"),
    }  # fmt: skip
    assert "discount" not in variables, "with output mappings only these leave the task"
    assert variables["picked"] == [{"sku": "tea", "shelf": "shelf of tea"}, {"sku": "kettle", "shelf": "shelf of kettle"}]


def test_small_order_needs_no_review_and_an_empty_shelf_ends_it(served, shop, company):
    number = shop.ask("/cases", package="order_handling", variables=ORDER | {"items": ORDER["items"][:1]})["number"]
    (job,) = shop.ask("/jobs/activation", type="check-stock", worker="by hand")["jobs"]
    assert job["variables"]["skus"] == ["tea"]
    assert job["variables"]["pickup"] == {"place": "north gate"}
    assert job["headers"] == {"warehouse": "Wuhan"}

    shop.ask(f"/jobs/{job['id']}/error", worker="by hand", code="OUT_OF_STOCK", variables={"reason": "sold out"})

    assert row(company, number).end_event_id == "Event_0declin"


@pytest.mark.parametrize("document", ["README.md", "README.zh-CN.md"])
def test_worker_of_the_readme_is_the_one_that_runs(document):
    shown = re.findall(r"```python\n(.*?)```", (ROOT / document).read_text(), re.DOTALL)

    assert shown == [(EXAMPLES / "worker.py").read_text()]


def wait_for(condition: Callable[[], object], seconds: int = 60) -> object:
    """What the condition gives once it holds: the worker is a process of its own."""
    for _ in range(seconds * 10):
        if found := condition():
            return found
        threading.Event().wait(0.1)
    raise AssertionError("the worker did not get there")


def row(company: Company, number: str):
    return company.process_engine.ask(company.person("he.yun"), visible_case, number)


def variables_of(tx, number: str) -> dict:
    return case_scope.execution_of(tx, visible_case(tx, number)).variables()


def task_of(company: Company, number: str):
    tasks = company.process_engine.ask(SYSTEM, case_view.open_tasks, row(company, number).id)
    return tasks[0] if tasks else None


def review(company: Company, task) -> None:
    wang = company.person("wang.min")
    company.process_engine.execute(wang, user_tasks.claim, task.id)
    company.process_engine.execute(wang, user_tasks.complete, task.id, {"toPay": ["584.55"], "giftWrap": ["true"], "remark": ["blue paper"]}, {})
