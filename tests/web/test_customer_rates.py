"""At the revisit customers rate on their own page; until then, and afterwards, the page doesn't offer it."""

from __future__ import annotations

import pytest

from engine.commands import cases
from engine.model.people import customer
from engine.scenarios.running import submitted
from tests.demand import PAGE, Demand
from tests.web.customer_visit import CustomerVisit
from tests.web.member import Member
from web.app import create_app

SENT = ("title", "description", "customer_name", "industry", "company_size", "usage_time", "contact", "preferred_channel")
COMPLETED = {key: PAGE[key] for key in ("channel", "sub_channel", "scenario", "purpose", "industry", "company_size", "usage_time")}
OFFER = "评价处理效果"
RATING = {"score": "5", "effect": "用了一周，误报少了很多"}


class Revisited:
    """A demand that its customer sent, up to the week in which they have used the result."""

    def __init__(self, company):
        started = company.process_engine.execute(
            customer(None), cases.start, "demand_analysis", submitted({key: PAGE[key] for key in SENT} | {"privacy_accepted": True})
        )
        self.demand = Demand(company)
        self.demand.run.instance_id = started.instance_id
        self.demand.complete("collect_demand", "tang.yue", **COMPLETED)
        self.visit = CustomerVisit(create_app(company.process_engine))
        self.visit.address = f"/c/{started.business_key}/{started.code}"

    @property
    def page(self) -> str:
        return self.visit.text(self.visit.address)


@pytest.fixture
def revisited(company) -> Revisited:
    case = Revisited(company)
    case.demand.until_at("revisit_customer")
    return case


@pytest.mark.row("S2.46", "S2.47")
def test_the_customer_rates_on_their_own_page_from_the_seventh_day(revisited):
    early = revisited.page
    revisited.demand.wait("P7D")
    due = revisited.page

    form = revisited.visit.text(f"{revisited.visit.address}/messages/effect_rated")
    answer = revisited.visit.act("messages/effect_rated", RATING)

    assert OFFER not in early and OFFER in due and OFFER not in revisited.page
    assert "误报率" in form and "确定：" not in form and answer.status_code == 303
    assert revisited.demand.variable("satisfaction") == "5"
    assert revisited.demand.view.waiting_elements == {"archive_demand"}


def test_two_points_need_a_reason_and_begin_another_round(revisited):
    revisited.demand.wait("P7D")

    missing = revisited.visit.act("messages/effect_rated", RATING | {"score": "2"})
    revisited.visit.act("messages/effect_rated", RATING | {"score": "2", "visit_comment": "夜班误报还是很多"})

    assert missing.status_code == 422
    assert revisited.demand.view.row.round == 2
    assert revisited.demand.variable("revisits")[-1]["channel"] == "客户进度页"


def test_staff_can_still_enter_what_the_customer_said_on_the_phone(revisited):
    revisited.demand.wait("P7D")

    revisited.demand.complete("revisit_customer", "tang.yue", contact_channel="电话", visited_at="2023-10-16T10:00", effect="误报率 3%", score="4")

    assert revisited.demand.variable("satisfaction") == "4"
    assert OFFER not in revisited.page


def test_staff_are_offered_only_what_the_case_waits_for(company, revisited):
    page = Member(create_app(company.process_engine)).sign_in("deng.bo").get(f"/cases/{revisited.demand.number}").get_data(as_text=True)

    assert "判为无效" in page and OFFER not in page
