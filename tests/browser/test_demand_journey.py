"""One demand through the pages only: reported twice and merged, scored blindly, carried out, a low score, a second round, closed."""

from __future__ import annotations

from datetime import timedelta

import pytest
from playwright.sync_api import expect

from tests.browser.customer import Customer
from tests.browser.desk import Desk

ONLINE = {
    "title": "设备A夜班总误报", "description": "设备A的预警模块夜班误报很高，希望优化算法", "customer_name": "李先生", "industry": "汽车零部件",
    "company_size": "中型企业", "usage_time": "2年", "contact": "13912345678", "preferred_channel": "电话", "privacy_accepted": True,
}  # fmt: skip
FORUM = {
    "title": "智能预警模块误报率优化", "description": "设备A的智能预警模块误报率高，希望优化算法", "customer_name": "王女士", "industry": "汽车零部件",
    "company_size": "中型企业", "usage_time": "1年", "contact": "13812345678", "preferred_channel": "电话", "privacy_accepted": True,
}  # fmt: skip
SOURCE = {"channel": "线上问卷", "sub_channel": "产品内嵌弹窗", "scenario": "产品升级前调研", "purpose": "产品迭代"}
SORTED = {
    "affected_customers": "5", "tag_1": "功能优化", "tag_2": "算法模块", "impact_scope": "多个核心客户", "impact_reason": "影响 5 家核心客户的生产稳定性",
    "business_urgency": "影响核心业务", "business_reason": "误报导致停线",
}  # fmt: skip
SCORES = {"urgency": "4", "importance": "5", "feasibility": "3", "customer_value": "5"}
PANEL = {"guo.tao": "产品", "li.qiang": "技术", "wang.min": "客服", "he.jia": "市场"}
PLAN = {
    "lead_person": "guo.tao", "support_person": "li.qiang", "estimate_weeks": "6", "review_on": "2023-10-16", "development_on": "2023-10-30",
    "test_on": "2023-11-13", "planned_on": "2023-11-20",
}  # fmt: skip
RESULT = {"metric_name": "误报率", "before_value": "15%", "after_value": "3%", "result_explanation": "算法已更新，误报率从15%降至3%", "final_solution": "算法更新文档"}
LOW = {"contact_channel": "电话", "visited_at": "2023-10-16T10:00", "effect": "白天好了", "score": "2", "visit_comment": "夜班误报还是很多"}
HIGH = {"contact_channel": "电话", "visited_at": "2023-10-23T10:00", "effect": "一周没有误报", "score": "5"}


@pytest.mark.row("S2.3", "S2.19", "S2.47")
def test_merged_demand_is_scored_blindly_handled_again_after_a_low_score_and_closed(visit, served):
    wang_li, li = Customer(visit(width=360)), Customer(visit(width=360))
    tang, deng, huang, guo, li_qiang = (Desk(visit(), login) for login in ("tang.yue", "deng.bo", "huang.jie", "guo.tao", "li.qiang"))

    wang_li.submit("demand_analysis", FORUM)
    li.submit("demand_analysis", ONLINE)
    for each in (wang_li, li):
        tang.complete(each.number, "补全登记", SOURCE)
    merge_the_one_that_is_suggested(deng, li.number, wang_li.number)
    deng.complete(wang_li.number, "去重、打标签、初评", SORTED)

    desks = {"guo.tao": guo, "li.qiang": li_qiang, "wang.min": Desk(visit(), "wang.min"), "he.jia": Desk(visit(), "he.jia")}
    for login, side in PANEL.items():
        assert_nothing_is_revealed(deng, wang_li.number)
        desks[login].complete(wang_li.number, "四部门盲评", SCORES | {f"{key}_reason": f"{side}部门的理由" for key in SCORES})
    assert_result_is_revealed(deng, wang_li.number)
    deng.complete(wang_li.number, "评审会结论", {"review_decision": "进入处理", "review_conclusion": "纳入下一版本"})

    carry_out(wang_li.number, huang, guo, li_qiang, tang)
    pass_days(served, 7)
    tang.complete(wang_li.number, "回访客户", LOW)
    carry_out(wang_li.number, huang, guo, li_qiang, tang)
    pass_days(served, 7)
    tang.complete(wang_li.number, "回访客户", HIGH)
    tang.complete(wang_li.number, "归档", {"solution_archived": True, "revisit_archived": True})

    for each in (wang_li, li):
        each.look()
        assert each.visitor.says("您的需求已完成闭环")
        assert each.visitor.says("算法已更新，误报率从15%降至3%")
    auditor = Desk(visit(), "ma.chao")
    auditor.find(wang_li.number)
    assert auditor.visitor.says("已关闭") and auditor.visitor.says("第2轮")


def merge_the_one_that_is_suggested(deng: Desk, number: str, into: str) -> None:
    """From the list beside the form, with both cases side by side."""
    deng.take(number, "去重、打标签、初评")
    suggested = deng.page.locator("#similar .similar-case", has_text=into)
    expect(suggested).to_be_visible()
    suggested.get_by_role("link", name="并入这条").click()
    form = deng.page.locator("form.card")
    expect(form.locator("table")).to_contain_text("智能预警模块误报率优化")
    form.locator("[name=kept_description][value=并入的那条的]").check()
    form.locator("[name=more_customers]").fill("1")
    form.locator("[name=merge_reason]").fill("同一设备的同一个问题")
    with deng.page.expect_navigation():
        form.get_by_role("button", name="并入同类需求").click()
    assert deng.visitor.says("已合并")


def assert_nothing_is_revealed(desk: Desk, number: str) -> None:
    desk.find(number)
    room = desk.page.locator("#scoring")
    expect(room).to_contain_text("互不可见")
    expect(room.locator(".scoring-total")).to_have_count(0)
    assert "部门的理由" not in desk.page.content()


def assert_result_is_revealed(desk: Desk, number: str) -> None:
    desk.find(number)
    expect(desk.page.locator(".scoring-total")).to_contain_text("4.3")
    expect(desk.page.locator(".scoring-level")).to_have_text("A 级")
    expect(desk.page.locator(".scoring-formula")).to_have_text("4 × 30% + 5 × 30% + 3 × 20% + 5 × 20% = 4.3")
    expect(desk.page.locator(".scoring-shifts li")).to_have_count(4)


def carry_out(number: str, lead: Desk, guo: Desk, li_qiang: Desk, tang: Desk) -> None:
    """Step 4 and the call of step 5."""
    lead.complete(number, "责任到人，定计划", PLAN)
    guo.complete(number, "需求评审", {"refined_scope": "先覆盖设备A", "acceptance_criteria": "误报率不高于 5%"})
    li_qiang.complete(number, "开发启动", {"approach": "改用时序模型"})
    li_qiang.complete(number, "开发并提交测试", {"works": [{"at": "2023-10-09T09:00", "work": "换用时序模型"}], "solution": "预警算法 V2"})
    guo.complete(number, "测试验收", {"test_result": "通过", "test_note": "误报率 3%"})
    tang.complete(number, "写明处理结果", RESULT)
    tang.complete(number, "电话告知客户", {"called_at": "2023-10-09T10:00", "call_note": "先用一周看看"})


def pass_days(served, days: int) -> None:
    served.company.clock.move_to(served.company.clock.now() + timedelta(days=days, minutes=1))
    served.trigger_due()
