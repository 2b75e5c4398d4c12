"""One requirement through the pages only: a question back, a change of the plan, a failed acceptance, a call, the archive."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.browser.customer import Customer
from tests.browser.desk import Desk

REQUIREMENT = {
    "scenario": "产品功能优化建议",
    "title": "报表导出增加日期筛选",
    "problem": "系统卡顿",
    "situation": "每月初财务导出上月报表时",
    "suggestion": "希望在报表导出功能中增加‘自定义日期范围筛选’",
    "online_source": "APP意见箱",
    "company_name": "客户A",
    "customer_name": "张三丰",
    "industry": "制造业",
    "contact": "13812345678",
    "preferred_channel": "电话",
    "privacy_accepted": True,
}
VAGUE = {"description_state": "需要补充", "question": "卡顿出现在哪个页面、要等多少秒？"}
CONCRETE = {"description": "导出全部报表要等 90 秒，希望只导出需要的日期", "description_state": "具体"}
REVIEWED = {
    "completeness": "完整",
    "scope": "符合",
    "feasibility": "可行",
    "requirement_class": "功能优化",
    "problem_kind": "报表与导出",
    "priority": "重要",
    "review_result": "受理",
    "review_opinion": "信息完整，属于报表模块",
}
ASSIGNED = {"responsible_department": "product", "handler": "bai.xue", "meeting_choice": "需要"}
MEETING = {
    "held_at": "2023-10-09T09:00",
    "meeting_solution": "在导出页增加起止日期",
    "meeting_resources": "前端 1 人 3 天",
    "meeting_due_at": "2023-10-13T18:00",
}
ORDERED = {
    "goal": "客户可以按日期导出报表",
    "criteria": [{"criterion": "导出的内容只含所选日期"}, {"criterion": "导出 1 万行不超过 10 秒"}],
    "handling_plan": "三天开发，一天测试",
}
CHANGE = {
    "change_kind": "延长时间",
    "change_reason": "第三方接口变更，需要重新联调",
    "change_impact": "上线推迟三天",
    "new_planned_at": "2023-10-16T18:00",
}
WORKED = {
    "work_entries": [{"at": "2023-10-09T09:00", "work": "完成日期控件"}],
    "stage_report": "开发完成，测试通过 12 项",
    "result_text": "2.3 版已上线日期筛选",
}
INVITED = {
    "acceptance_at": "2023-10-09T09:30",
    "invitation": "邀请客户参与",
    "acceptance_words": "日期筛选已在测试环境上线，请您试用",
}
AMONG_OURSELVES = {"acceptance_at": "2023-10-09T09:30", "invitation": "不邀请"}
FAILED = {"acceptance_result": "不通过", "acceptance_note": "跨年没有数据", "shortfall": "跨年的日期范围导出为空"}
PASSED = {"acceptance_result": "通过", "acceptance_note": "两条标准都达到"}
TOLD = {
    "solution_text": "导出页增加了起止日期",
    "effect_text": "现在可以只导出需要的日期",
    "advice_text": "跨度很大时建议分月导出",
    "result_channel": "电话",
}
CALLED = {
    "call_log": [{"at": "2023-10-09T09:00", "said": "已说明结果，客户表示明白"}],
    "spoken_with": "张女士",
    "is_told": True,
}
ARCHIVED = {"record_checks": ["材料齐全", "联系方式只有客户编号"], "remark": "第二轮通过"}


@pytest.mark.row("S0.1", "S0.56", "S0.64")
def test_requirement_goes_through_change_and_failed_acceptance_to_the_archive(visit, served, tmp_path):
    report = tmp_path / "测试报告.pdf"
    report.write_bytes(b"%PDF-1.4\n%%EOF\n")
    zhang = Customer(visit(width=360)).submit("requirement_feedback", REQUIREMENT)
    wang, ding, bai, qian = (Desk(visit(), login) for login in ("wang.min", "ding.ning", "bai.xue", "qian.wen"))

    wang.complete(zhang.number, "登记需求", VAGUE)
    zhang.answer({"answer": "导出页，要等 90 秒"})
    wang.complete(zhang.number, "登记需求", CONCRETE)
    ding.complete(zhang.number, "审核并分类", REVIEWED)
    ding.complete(zhang.number, "确定部门和负责人", ASSIGNED)
    ding.complete(zhang.number, "需求评审会", MEETING)
    ding.complete(zhang.number, "下达任务单", ORDERED)

    bai.tell(zhang.number, "需求变更申请", CHANGE)
    ding.complete(zhang.number, "审批变更", {"approval": "同意", "approval_opinion": "同意，请告知客户"})
    hand_in(bai, zhang.number, report)
    ding.complete(zhang.number, "组织验收", INVITED)
    zhang.answer({"goal_reached": "没有达到", "verdict_opinion": "跨年导出是空的"})
    ding.complete(zhang.number, "按标准验收", FAILED)

    hand_in(bai, zhang.number, report)
    ding.complete(zhang.number, "组织验收", AMONG_OURSELVES)
    ding.complete(zhang.number, "按标准验收", PASSED)
    wang.complete(zhang.number, "准备结果反馈", TOLD)
    wang.complete(zhang.number, "电话反馈结果", CALLED)
    zhang.answer({"rating": "满意", "comment": "很实用，谢谢"})
    qian.complete(zhang.number, "归档", ARCHIVED)

    zhang.look()
    assert zhang.visitor.says("已归档")
    assert not zhang.visitor.says("张三丰")
    assert_story_is_in_the_trail(Desk(visit(), "ma.chao"), zhang.number)


def hand_in(bai: Desk, number: str, report: Path) -> None:
    bai.complete(number, "实施并记录进展", WORKED)
    bai.complete(number, "提交验收申请", {"achieved": "两条标准都已达到", "proof_kinds": ["测试报告"], "proof": str(report)})


def assert_story_is_in_the_trail(auditor: Desk, number: str) -> None:
    auditor.visitor.open(f"/audit/cases/{number}")
    trail = auditor.page.inner_text("body")

    for said in ("第2轮", "白雪", "丁宁", "钱文", "跨年的日期范围导出为空", "第三方接口变更，需要重新联调", "变更审批中", "满意"):
        assert said in trail, said
