"""The list of cases filtered by the customer's industry, a word of the procedure's own form."""

from __future__ import annotations

import re

import pytest

from engine.commands import cases
from engine.model.people import customer
from engine.queries import case_search
from engine.queries.case_search import Wanted
from engine.scenarios.running import submitted
from tests.processes.requirement import STORIES
from tests.web.member import Member
from web.app import create_app

TYPED = next(step["start"]["values"] for step in STORIES["satisfied"].steps if "start" in step)


def sent(company, industry: str, **changes: str) -> str:
    values = TYPED | {"industry": industry} | changes
    return company.process_engine.execute(customer(None), cases.start, "requirement_feedback", submitted(values)).business_key


@pytest.fixture
def three(company) -> list[str]:
    return [sent(company, "制造业"), sent(company, "互联网企业"), sent(company, "制造业")]


def found(company, login: str, **wanted: str) -> set[str]:
    return {row.number for row in company.process_engine.ask(company.person(login), case_search.search, Wanted(**wanted)).rows}


@pytest.mark.row("S0.10")
def test_the_list_is_filtered_by_industry(company, three):
    assert found(company, "wang.min", segment="制造业") == {three[0], three[2]}
    assert found(company, "wang.min", segment="互联网企业") == {three[1]}
    assert found(company, "wang.min", segment="实体零售机构") == set()
    assert found(company, "wang.min", segment="制造业", type="功能优化") == set()


def test_a_corrected_industry_is_the_one_that_counts(company, three):
    first = Member(create_app(company.process_engine)).sign_in("wang.min")
    page = first.get(f"/cases/{three[0]}").get_data(as_text=True)
    task = re.search(r"/user-tasks/([0-9a-f]{32})/claim", page)[1]
    first.post(f"/user-tasks/{task}/claim")
    values = {"channel": "在线表单", "received_at": "2023-10-09T08:50", "industry": "实体零售机构", "description": "只能导出全部", "description_state": "具体", "online_source": "官网表单"}

    answer = first.post(f"/user-tasks/{task}/completion", **values)

    assert answer.status_code == 303
    assert found(company, "wang.min", segment="实体零售机构") == {three[0]}


def test_the_page_offers_the_industries_of_the_form_under_its_label(company, three):
    member = Member(create_app(company.process_engine)).sign_in("wang.min")

    page = member.get("/cases?segment=制造业").get_data(as_text=True)
    led = member.post("/search", q="", segment="互联网企业")

    choice = re.search(r'<label[^>]*for="by-segment">([^<]+)</label><select id="by-segment" name="segment">(.*?)</select>', page, re.DOTALL)
    assert choice[1] == "所属行业"
    assert re.findall(r'value="([^"]+)"', choice[2])[:3] == ["互联网企业", "制造业服务商", "实体零售机构"]
    assert 'value="制造业" selected' in choice[2]
    assert re.findall(r'case-number">([^<]+)<', page) == [three[2], three[0]]
    assert re.findall(r'case-number">([^<]+)<', member.get(led.headers["Location"]).get_data(as_text=True)) == [three[1]]


def test_what_was_chosen_stays_where_nobody_has_it(company, three):
    shown = Member(create_app(company.process_engine)).sign_in("wang.min").get("/cases?segment=<x>").get_data(as_text=True)

    assert "没有符合条件的工单" in shown and "<x>" not in shown
