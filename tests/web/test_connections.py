"""The administrator's page of connections: what is set, what a procedure names that isn't, and no secret of either."""

from __future__ import annotations

from dataclasses import replace

import pytest

from engine.commands import deploy
from engine.model.people import SYSTEM
from engine.packages import PackageFiles
from engine.transports import HttpConnector, MailServer, Transports
from tests.elements.drawing import diagram, end, flows, service, start
from tests.web.member import Member
from web.app import create_app

ASKS = '<zeebe:taskHeaders><zeebe:header key="connector" value="{}"/></zeebe:taskHeaders>'
SET = Transports(
    MailServer("mail.example.com", "feedback@example.com", password="s3cret-word"),
    (HttpConnector("warehouse", "https://stock.example.com/hook/t0ken-in-the-path", headers={"Authorization": "Bearer s3cret-word"}),),
)


@pytest.fixture
def page(company) -> str:
    for name, connector in (("orders", "warehouse"), ("parcels", "labels")):
        xml = diagram(start(), service("ask", "http_request", zeebe=ASKS.format(connector)), end(), flows("begin", "ask", "done"), id=name)
        company.process_engine.execute(SYSTEM, deploy.deploy, PackageFiles(name, {f"{name}.bpmn": xml}))
    company.process_engine.settings = replace(company.process_engine.settings, transports=SET)
    return Member(create_app(company.process_engine)).sign_in("gao.wei").get("/administration/connections/").get_data(as_text=True)


def row(page: str, name: str) -> str:
    return page.partition(f'data-connector="{name}"')[2].partition("</tr>")[0]


def test_connector_that_a_procedure_names_and_nobody_set_is_told(page):
    assert "1 个连接器还没有设置" in page
    assert "没有设置" in row(page, "labels")
    assert "parcels" in row(page, "labels")


def test_connector_that_is_set_shows_where_it_goes_and_who_uses_it(page):
    assert "stock.example.com" in row(page, "warehouse")
    assert "没有设置" not in row(page, "warehouse")
    assert "orders" in row(page, "warehouse")
    assert "mail.example.com:587" in page


def test_no_secret_is_shown(page):
    assert "s3cret-word" not in page
    assert "t0ken-in-the-path" not in page


def test_others_find_no_such_page(company):
    member = Member(create_app(company.process_engine)).sign_in("wang.min")

    assert member.get("/administration/connections/").status_code == 404
