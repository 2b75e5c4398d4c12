"""One urgent request through the pages only: a question, the green channel, a second round, a derived request, the archive."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.browser.customer import Customer
from tests.browser.desk import Desk

MOBILE = "13812345678"
REQUEST = {
    "request_type": "问题",
    "title": "下单后支付中断",
    "problem": "客户下单后点击支付，页面提示支付中断",
    "background": "昨晚升级之后开始出现",
    "stated_urgency": "立即",
    "organisation": "华信科技有限公司",
    "contact_name": "张伟",
    "contact": MOBILE,
    "preferred_channel": "电话",
    "privacy_accepted": True,
}
ASK = "能否具体说明您遇到的问题步骤？"
RECORDED = {
    "channel": "在线客服系统",
    "request_type": "问题",
    "category": "产品故障",
    "expected_result": "今天上午恢复支付",
    "business_impact": "核心业务",
    "urgency": "立即",
    "urgency_judged_by": "客户自述",
}
CALLED = {"called_at": "2023-10-09T09:20", "spoken_with": "张先生", "call_note": "确认只有网银支付中断"}
FIRST_PLAN = {"first_plan": "先查支付网关日志，恢复支付，再排查原因", "expected_finish_at": "2023-10-09T12:00"}
LOGGED = {"log_entries": [{"at": "2023-10-09T10:00", "step": "查支付网关日志", "problem": "证书昨晚过期", "solution": "换上新证书"}]}
MEETING = {
    "next_step": "需要跨部门协同",
    "meeting_at": "2023-10-09T09:50",
    "meeting_summary": "产品运营部确认手机端是否受影响",
    "helpers": [{"point": "确认手机端的影响", "person": "guo.tao", "due_at": "2023-10-09T12:00"}],
}
RESULT = {"solution": "更换支付网关证书", "operating_steps": "请重新登录后再次支付", "cautions": "旧页面请不要继续支付"}
ANSWERED = {"call_outcome": "已接通", "called_at": "2023-10-09T11:00", "spoken_with": "张先生", "call_note": "已告知结果和操作步骤"}
NOT_RESOLVED = {
    "is_satisfied": "不满意",
    "resolved": "没有完全解决",
    "score": "2",
    "opinion": "手机上还是中断",
    "derived": "有",
    "derived_type": "建议",
    "derived_title": "证书到期前提醒",
    "derived_problem": "希望证书到期前 30 天收到提醒",
}
RESOLVED = {"is_satisfied": "满意", "resolved": "完全解决", "score": "5", "opinion": "这次好了", "derived": "没有"}
RESTARTED = {"restart_reason": "手机端没有换证书", "restart_demand": "手机端一起换", "next_handler": "luo.bin"}
ARCHIVED = {"record_checks": ["内容完整", "可以追溯", "联系方式已隐去"]}


@pytest.mark.row("S1.1", "S1.57", "S1.58")
def test_urgent_request_goes_through_the_green_channel_and_a_second_round_to_the_archive(visit, served):
    zhang = Customer(visit(width=360)).submit("request_response", REQUEST)
    wang, liu, luo, guo = (Desk(visit(), login) for login in ("wang.min", "liu.fang", "luo.bin", "guo.tao"))
    number = zhang.number

    ask_with_the_ready_text(wang, number)
    zhang.answer({"answer": "点击支付后等十秒，提示支付中断"})
    wang.complete(number, "接收并记录需求", RECORDED | {"description_state": "清楚"})
    liu.complete(number, "分类并判定优先级", {})
    liu.complete(number, "分配责任人", {"handler": "luo.bin"})

    call(luo, number)
    luo.complete(number, "执行处理并记录", LOGGED | MEETING)
    guo.complete(number, "跨部门协同", {"help_result": "手机端也受影响"})
    luo.complete(number, "执行处理并记录", LOGGED | {"next_step": "处理完成"})
    luo.complete(number, "写处理结果说明", RESULT)
    report(wang, number)
    zhang.answer(NOT_RESOLVED)

    assert haves(wang, number) == "3/4"
    liu.complete(number, "重新启动处理", RESTARTED)
    luo.complete(number, "直接致电客户", CALLED | FIRST_PLAN)
    luo.complete(number, "执行处理并记录", LOGGED | {"next_step": "处理完成"})
    luo.complete(number, "写处理结果说明", RESULT)
    report(wang, number)
    zhang.answer(RESOLVED)
    wang.complete(number, "归档", ARCHIVED)

    assert haves(wang, number) == "4/4"
    assert_derived_request_is_linked(wang, number)
    zhang.look()
    assert zhang.visitor.says("已归档")


def ask_with_the_ready_text(wang: Desk, number: str) -> None:
    """The question is put in with its button; nothing of it is typed."""
    form = wang.take(number, "接收并记录需求")
    form.locator("[name='description_state'][value='不清楚']").check()
    ready = form.locator(".canned li", has_text=ASK)
    expect(ready).to_be_visible()
    ready.get_by_role("button", name="插入").click()
    expect(form.locator("[name='question']")).to_have_value(ASK)
    wang.complete(number, "接收并记录需求", RECORDED | {"description_state": "不清楚"})


def call(luo: Desk, number: str) -> None:
    """Green channel: the number is revealed for the call, with a reason; without a call log the task can't be finished."""
    luo.take(number, "直接致电客户")
    luo.page.locator(".reveal summary").click()
    luo.page.locator(".reveal [name=reason]").fill("绿色通道，致电确认细节")
    luo.page.locator(".reveal button").click()
    expect(luo.page.locator(".reveal")).to_contain_text(MOBILE)
    luo.complete(number, "直接致电客户", CALLED | FIRST_PLAN)


def report(wang: Desk, number: str) -> None:
    """The customer prefers the phone, so that is the default."""
    expect(wang.take(number, "准备反馈结果").locator("[name='report_channel'][value='电话']")).to_be_checked()
    wang.complete(number, "准备反馈结果", {})
    wang.complete(number, "致电告知结果", ANSWERED)


def haves(desk: Desk, number: str) -> str:
    desk.visitor.open(f"/cases/{number}")
    return desk.page.locator(".haves-count").inner_text()


def assert_derived_request_is_linked(wang: Desk, number: str) -> None:
    """Both cases lead to each other; the new one waits to be recorded."""
    wang.visitor.open(f"/cases/{number}")
    derived = f"{number[:-3]}002"
    wang.page.locator(f"a[href*='/cases/{derived}']").first.click()
    expect(wang.page.locator(".case-key")).to_have_text(derived)
    expect(wang.page.locator("h1")).to_contain_text("证书到期前提醒")
    expect(wang.page.locator(f"a[href*='/cases/{number}']").first).to_be_visible()
