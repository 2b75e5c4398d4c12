"""The job http_request: the worker calls what the operator named, the answer goes back through the output mappings."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from engine.commands import cases, deploy, jobs
from engine.errors import NotFound
from engine.model.people import SYSTEM, worker
from engine.packages import PackageFiles
from engine.process_engine import ProcessEngine
from engine.queries import replay
from engine.store import case_view
from engine.transports import Transports
from tests.connectors.loopback_site import web_service
from tests.elements.drawing import diagram, end, flows, mappings, service, start, user

HEADER = '<zeebe:taskHeaders><zeebe:header key="connector" value="stock"/></zeebe:taskHeaders>'


@pytest.fixture
def site():
    with web_service() as running:
        yield running


def begun(company, *connectors) -> str:
    engine = company.process_engine
    company.process_engine = ProcessEngine(replace(engine.settings, transports=Transports(connectors=connectors)), company.clock, engine.library)
    engine.close()
    zeebe = HEADER + mappings(inputs={"body": '={article: "kettle", amount: 2}'}, outputs={"in_stock": "=response.left"})
    parts = [start(), service("ask_stock", "http_request", zeebe=zeebe), user("pack"), end(), flows("begin", "ask_stock", "pack", "done")]
    files = PackageFiles("parcel", {"parcel.bpmn": diagram(*parts, id="parcel")})
    company.process_engine.execute(SYSTEM, deploy.deploy, files)
    return company.process_engine.execute(company.person("wang.min"), cases.start, "parcel", {}).instance_id


def view(company, instance_id):
    return company.process_engine.ask(SYSTEM, case_view.of, instance_id)


def test_the_answer_becomes_variables(company, site):
    site.answers.append((200, {}, b'{"left": 7, "note": "ask 13812345678"}'))
    case = begun(company, site.connector(name="stock"))
    assert site.calls == []

    company.process_engine.deliver_due()

    assert site.calls[0][2] == {"article": "kettle", "amount": 2}
    found = view(company, case)
    assert {"in_stock": 7} in [entry.payload.get("values") for entry in found.entries if entry.kind == "variables_changed"]
    assert "13812345678" not in repr(found.entries)
    assert [task.element_id for task in found.tasks] == ["pack"]
    assert company.process_engine.ask(SYSTEM, replay.replay, found.row.business_key).is_equal


def test_a_service_that_is_busy_is_asked_again_and_then_it_is_an_incident(company, site):
    site.answers += [(503, {}, b"")] * 3
    case = begun(company, site.connector(name="stock"))

    for _ in range(4):
        company.process_engine.deliver_due()
        company.clock.move(timedelta(minutes=2))

    assert (len(site.calls), len({headers["idempotency-key"] for _, headers, _ in site.calls})) == (3, 1)
    assert "HTTP 503" in view(company, case).incidents[0].text_en


def test_a_connector_that_is_not_set_is_an_incident(company, site):
    case = begun(company)

    company.process_engine.deliver_due()

    assert "'stock'" in view(company, case).incidents[0].text_en


def test_nobody_outside_takes_the_product_s_own_calls(company, site):
    begun(company, site.connector(name="stock"))

    with pytest.raises(NotFound):
        company.process_engine.execute(worker("anna"), jobs.activate, "http_request", "anna")
