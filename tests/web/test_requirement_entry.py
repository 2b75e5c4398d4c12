"""How a requirement comes in from outside: by the website's form and by the app, which speaks to the API."""

from __future__ import annotations

from datetime import timedelta

import pytest

from engine.model.people import SYSTEM
from engine.store import case_view, cases
from tests.web.customer_visit import CustomerVisit
from tests.web.program import program
from web.app import create_app

FORM = "/feedback/requirement_feedback"
REQUIREMENT = {
    "scenario": "售后技术支持",
    "title": "登录慢",
    "problem": "高峰时段登录响应超30秒",
    "situation": "早上九点",
    "suggestion": "希望 3 秒内打开",
    "online_source": "官网表单",
    "company_name": "客户A",
    "customer_name": "张三",
    "industry": "制造业",
    "contact": "13812345678",
    "preferred_channel": "系统消息",
    "privacy_accepted": "true",
}


@pytest.fixture
def app(company):
    return create_app(company.process_engine)


@pytest.mark.row("S0.22", "S0.85")
def test_confirmation_page_gives_the_number_and_no_name(app, company):
    visit = CustomerVisit(app)
    visit.get(FORM)
    company.clock.move(timedelta(minutes=3))

    received = visit.post(FORM, REQUIREMENT, page=FORM).headers["Location"]

    assert "NRR-2023-001" in visit.text(received)
    status = visit.text(received.removesuffix("/received"))
    assert "NRR-2023-001" in status
    assert not {name for name in ("张三", "张*") if name in status}


@pytest.mark.row("S0.16")
def test_vague_words_are_hinted_at_while_the_form_is_filled_in(app):
    visit = CustomerVisit(app)

    vague, exact = (visit.post(f"{FORM}/form", REQUIREMENT | {"problem": problem}, page=FORM).get_data(as_text=True) for problem in ("系统卡顿", "高峰时段登录响应超30秒"))

    assert "描述有些模糊" in vague
    assert "描述有些模糊" not in exact


@pytest.mark.row("S0.7")
def test_app_starts_a_case_over_the_api_and_the_case_says_so(app, company):
    app_box = program(app, company, "app")

    answer = app_box.ask("/cases", package="requirement_feedback", variables=REQUIREMENT | {"online_source": "APP意见箱", "privacy_accepted": True})

    case = company.process_engine.ask(SYSTEM, cases.case_by_key, answer["number"])
    written = [entry.payload["values"] for entry in company.process_engine.ask(SYSTEM, case_view.entries, case.id) if entry.kind == "variables_changed"]
    assert [each["online_source"] for each in written if "online_source" in each] == ["APP意见箱"]
    assert [each["channel"] for each in written if "channel" in each][-1] == "在线表单"
