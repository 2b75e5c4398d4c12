"""Likely duplicates while a demand is entered or sorted: like Chinese texts, only open ones, only what the asker may see."""

from __future__ import annotations

import pytest

from engine.commands import messages
from engine.errors import NotFound
from engine.model import people
from engine.queries import similar
from tests.company import Company
from tests.demand import Demand
from tests.stories import Story

NIGHT = {"title": "设备A夜班总误报", "description": "设备A的预警模块夜班误报很高，希望优化一下算法"}
EXPORT = {"title": "数据导出为Excel", "description": "希望增加数据导出为Excel格式的功能"}


def like(company: Company, login: str, **typed: str) -> list[str]:
    sent = {name: [value] for name, value in typed.items()}
    return [each.number for each in company.process_engine.ask(company.person(login), similar.for_start, "demand_analysis", sent)]


def at_task(company: Company, login: str, demand: Demand, element_id: str = "triage_demand", **typed: str):
    sent = {name: [value] for name, value in typed.items()} or None
    return company.process_engine.ask(company.person(login), similar.for_task, demand.task(element_id).id, sent)[1]


@pytest.mark.row("S2.19")
def test_a_demand_in_other_words_finds_the_one_that_says_the_same(company):
    first, other = Demand(company).start(), Demand(company).start(**EXPORT)

    assert like(company, "deng.bo", **NIGHT) == [first.number]
    assert like(company, "deng.bo", description="想把数据导出成Excel") == [other.number]
    assert like(company, "deng.bo", title="希望支持深色模式", description="晚上看屏幕太刺眼") == []


def test_nothing_is_looked_for_in_three_characters(company):
    Demand(company).start()

    assert like(company, "deng.bo", title="误报率") == []


def test_the_case_itself_is_not_like_itself_and_typed_words_count(company):
    first = Demand(company).start()
    second = Demand(company).start(**EXPORT)

    assert at_task(company, "deng.bo", first) == []
    assert [each.number for each in at_task(company, "deng.bo", second, description=NIGHT["description"], title=NIGHT["title"])] == [first.number]


def test_a_suggestion_tells_how_alike_it_is_and_offers_to_merge(company):
    first, second = Demand(company).start(), Demand(company).start(**NIGHT)

    found = at_task(company, "deng.bo", second)[0]

    assert (found.number, found.merge) == (first.number, "case_merged")
    assert 38 <= found.percent <= 100
    assert found.excerpt == "设备A的智能预警模块误报率高，希望优化算法"
    assert found.status.zh == "待处理"


def test_who_may_not_see_a_case_is_told_nothing_of_it(company):
    Demand(company).start()

    assert like(company, "xu.jing", **NIGHT) == []
    assert company.process_engine.ask(people.customer(), similar.for_start, "demand_analysis", {"description": [NIGHT["description"]]}) == []


def test_a_stranger_learns_nothing_from_a_task_that_is_not_theirs(company):
    demand = Demand(company).start()

    with pytest.raises(NotFound):
        at_task(company, "xu.jing", demand)


def test_ended_cases_are_suggested_to_nobody(company):
    first, second = Demand(company).start(), Demand(company).start(**NIGHT)
    merged = {"merged_into": [second.number], "kept_description": ["并入的那条的"], "more_customers": ["0"], "merge_reason": ["同一问题"]}

    company.process_engine.execute(company.person("deng.bo"), messages.send_to_case, first.instance_id, "case_merged", merged)

    assert like(company, "deng.bo", **NIGHT) == [second.number]
    assert company.tables()["similar_gram"]
    assert not [row for row in company.tables()["similar_gram"] if first.instance_id in row]


def test_changed_words_are_found_and_old_ones_no_longer(company):
    demand = Demand(company).start(**EXPORT)
    demand.complete("triage_demand", "deng.bo", description="报表希望能够定时发送到邮箱里面", affected_customers=1, tag_1="功能优化", tag_2="数据输出",
                    impact_scope="个别客户", impact_reason="一家", business_urgency="不影响业务", business_reason="不急")

    assert like(company, "deng.bo", description="报表定时发送到邮箱") == [demand.number]


def test_the_index_holds_no_word_of_anybody_s_case(company):
    Demand(company).start()

    rows = company.tables()["similar_gram"]

    assert rows and all(isinstance(gram, int) for _, gram, _ in rows)
    assert "误报" not in repr(rows)


@pytest.mark.parametrize(("said", "also_said", "is_like"), [
    (("夜班总误报", "设备A的预警模块夜班误报很高，希望优化一下算法，最好一周内"), ("设备A误报太多", "设备A的智能预警误报太多，影响产线"), True),
    (("预警太敏感", "预警模块太敏感"), ("误报率优化", "设备A的智能预警模块误报率高"), True),
    (("页面打不开", "登录以后一直转圈，页面加载不出来"), ("登录后页面加载失败", "登录后页面加载失败，多次尝试无效"), True),
    (("Invoice page", "Invoice page shows an error"), ("An error", "The invoice page shows an error after I choose a month"), True),
    (("深色模式", "希望支持深色模式，晚上看屏幕太刺眼"), ("语音输入", "希望支持语音输入，开车的时候不方便打字"), False),
    (("会员费", "会员费这个月多扣了一次"), ("发票抬头", "发票抬头写成个人了"), False),
    (("Invoice page", "Invoice page shows an error"), ("Dark mode", "Dark mode would be nice at night"), False),
])
def test_what_is_like_and_what_is_not(said, also_said, is_like, company):
    demand = Demand(company).start(title=also_said[0], description=also_said[1])

    assert like(company, "deng.bo", title=said[0], description=said[1]) == ([demand.number] if is_like else [])


def test_a_package_that_compares_nothing_has_no_rows(company):
    Story(company).start()

    assert company.tables()["similar_gram"] == []
