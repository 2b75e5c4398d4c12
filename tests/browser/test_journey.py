"""One complaint through the pages only: six stages, an unsatisfied customer, the supervisor, a second round, the archive."""

from __future__ import annotations

import pytest

from tests.browser.customer import Customer
from tests.browser.desk import Desk

FEEDBACK = {
    "concern": "使用疑问",
    "title": "登录后页面加载失败",
    "description": "登录后页面加载失败，多次尝试无效，清除缓存也不行",
    "stated_urgency": "完全无法使用",
    "customer_name": "张三丰",
    "contact": "13812345678",
    "preferred_channel": "电话",
    "privacy_accepted": True,
}
UNCLEAR = {
    "channel": "在线服务平台",
    "received_at": "2023-10-09T08:30",
    "impact": "核心功能或关键操作",
    "urgency": "立即",
    "description_state": "需要核实",
    "question": "请问是在哪个页面、什么时间出现的？",
}
CLEAR = {
    "affected_function": "登录",
    "description": "登录后首页加载失败，工作日早上九点左右",
    "description_state": "清楚",
}
CLASSIFIED = {"feedback_class": "功能问题", "priority": "紧急"}
ASSIGNED = {
    "handler": "li.qiang",
    "planned_at": "2023-10-09T18:00",
    "first_reply": "我们已经收到，正在查找原因，今天 18:00 前给您答复。",
}
ANALYSED = {
    "function_checks": ["复现问题场景", "检查代码逻辑"],
    "cause": "缓存没有随版本更新",
    "solution_kind": "即时解决",
}
PLANNED = {"steps": "修复缓存策略，重新发布", "plain_summary": "我们会修好页面，您刷新后就能正常使用。"}
COMMUNICATED = {
    "contact_channel": "电话",
    "contacted_at": "2023-10-09T09:00",
    "customer_message": "今天 18:00 前修好，期间可以使用手机应用。",
    "is_plain": True,
}
EXECUTED = {
    "operations": [{"at": "2023-10-09T09:00", "work": "10:00完成功能bug修复，已上线测试环境"}],
    "result_text": "修复缓存，页面恢复正常",
}
UNSATISFIED = {"is_solved": "未解决", "rating": "不满意", "comment": "刷新之后还是打不开"}
REVIEWED = {
    "finding": "第一轮只修复了一台服务器",
    "decision": "再次处理",
    "adjustment": "在所有服务器上修复并逐台检查",
    "next_handler": "li.mei",
    "next_planned_at": "2023-10-10T12:00",
}
SATISFIED = {"is_solved": "已解决", "rating": "满意"}
ARCHIVED = {"record_checks": ["内容完整", "联系方式已隐去"], "remark": "第二轮解决"}


@pytest.mark.row("S3.1", "S3.46", "S3.51")
def test_unsatisfied_customer_is_handled_again_until_satisfied_and_both_rounds_stay_visible(visit, served):
    zhang = Customer(visit(width=360)).submit("feedback_handling", FEEDBACK)
    wang, li_qiang, zhao, li_mei, sun = (
        Desk(visit(), login) for login in ("wang.min", "li.qiang", "zhao.lei", "li.mei", "sun.li")
    )

    wang.complete(zhang.number, "登记反馈", UNCLEAR)
    zhang.answer({"answer": "首页，工作日早上九点左右"})
    wang.complete(zhang.number, "登记反馈", CLEAR)
    wang.complete(zhang.number, "分类并判定优先级", CLASSIFIED)
    wang.complete(zhang.number, "分配处理负责人", ASSIGNED)
    li_qiang.complete(zhang.number, "分析原因", ANALYSED)
    li_qiang.complete(zhang.number, "写明解决步骤", PLANNED)
    li_qiang.complete(zhang.number, "向客户说明方案", COMMUNICATED)
    li_qiang.complete(zhang.number, "执行并记录操作", EXECUTED)
    zhang.answer(UNSATISFIED)

    zhao.complete(zhang.number, "主管介入复核", REVIEWED)
    li_mei.complete(zhang.number, "分析原因", ANALYSED | {"cause": "只有一台服务器更新了缓存策略"})
    li_mei.complete(zhang.number, "写明解决步骤", PLANNED | {"steps": "逐台更新并检查"})
    li_mei.complete(zhang.number, "向客户说明方案", COMMUNICATED)
    li_mei.complete(zhang.number, "执行并记录操作", EXECUTED)
    zhang.answer(SATISFIED)
    sun.complete(zhang.number, "复盘并归档", ARCHIVED)

    zhang.look()
    assert zhang.visitor.says("已归档")
    auditor = Desk(visit(), "ma.chao")
    assert_both_rounds_are_visible(auditor, zhang.number)


def assert_both_rounds_are_visible(auditor: Desk, number: str) -> None:
    """On the diagram (how often each element ran) and in the trail (who, what, which flow, which rule)."""
    auditor.visitor.open(f"/audit/cases/{number}")
    trail = auditor.page.inner_text("body")

    for said in ("第2轮", "李强", "李梅", "赵磊", "刷新之后还是打不开", "不满意", "满意"):
        assert said in trail, said
    auditor.page.locator(".djs-container [data-element-id=execute_plan]").first.wait_for()
