"""An open page learns within seconds that its case has moved on, without losing what is typed in it."""

from __future__ import annotations

import re

import pytest

from engine.model import people
from engine.queries import case_news
from tests.demand import Demand
from tests.web.staff_room import StaffRoom

ASKS = re.compile(r'hx-get="([^"]+/news\?seen=\d+)" hx-trigger="every (\d+)s"')


@pytest.fixture
def room(company) -> StaffRoom:
    return StaffRoom(company)


@pytest.mark.row("S2.39")
def test_open_page_asks_every_four_seconds_and_is_told_the_new_status(room):
    demand = Demand(room.company).start().until_at("refine_requirement")
    address, seconds = ASKS.search(room.page("guo.tao", f"/cases/{demand.number}")).groups()
    assert int(seconds) < 5
    assert room.member("guo.tao").get(address).status_code == 204

    for element, who, values in [("refine_requirement", "guo.tao", {"refined_scope": "设备A", "acceptance_criteria": "5%"}),
                                 ("start_development", "li.qiang", {"approach": "时序模型"}),
                                 ("develop_solution", "li.qiang", {"works": [{"at": "2023-10-09T09:00", "work": "完成"}], "solution": "V2"})]:
        demand.complete(element, who, **values)

    told = room.member("guo.tao").get(address).get_data(as_text=True)
    assert "测试中" in told and "需求处理与执行" in told
    assert ASKS.search(told)[1] != address


def test_looking_for_news_writes_nothing(room):
    demand = Demand(room.company).start()
    address = ASKS.search(room.page("deng.bo", f"/cases/{demand.number}"))[1]
    before = room.company.tables()

    room.member("deng.bo").get(address)

    assert room.company.tables() == before


def test_news_of_others_cases_is_not_found(room):
    demand = Demand(room.company).start()

    assert room.member("xu.jing").get(f"/cases/{demand.number}/news?seen=0").status_code == 404


def test_customer_s_page_is_told_as_well_and_after_a_merge_of_the_one_that_goes_on(room):
    first, second = Demand(room.company).start(), Demand(room.company).start()
    engine = room.company.process_engine
    assert engine.ask(people.customer(second.instance_id), case_news.of_customer, second.view.row.trail_length) is None
    second.run.message({"message": "case_merged", "by": "deng.bo", "values": {
        "merged_into": first.number, "kept_description": "本条的", "more_customers": 1, "merge_reason": "同一问题"}})

    seen = first.view.row.trail_length
    first.until_at("score_demand")

    told = engine.ask(people.customer(second.instance_id), case_news.of_customer, seen)
    assert told.stage == (3, told.stage[1]) and told.stage[1].zh == "需求分析与优先级评估"
