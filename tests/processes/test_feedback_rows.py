"""The feedback procedure's rows that no story tells: words, options, tables and what each form asks for."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from engine import decisions, packages
from engine.commands import cases
from engine.errors import InvalidValues
from engine.model import people
from engine.store import case_view

FOLDER = Path(__file__).resolve().parents[2] / "processes/feedback_handling"
NOW = datetime(2023, 10, 9, 1, tzinfo=UTC)
PACKAGE = packages.read_package(packages.read_folder(FOLDER))
PEOPLE = [{"label": "李强", "value": "li.qiang"}]
SCOPE = {
    "round": 1, "departments": {"product_technology": {"id": "product_technology", "name": "产品技术部", "people": PEOPLE}},
    "responsible_department": "product_technology", "record_warnings": [], "latest_answer": None, "plans": [], "answers": [],
}


def options(form: str, key: str) -> list[str]:
    return [option.value for option in PACKAGE.forms[form].field(key).options]


def decide(table: str, **values: object) -> object:
    return decisions.load_decisions(PACKAGE.decision_files[f"{table}.dmn"], f"{table}.dmn").decisions[table].evaluate(values, now=NOW, zone="Asia/Shanghai").value


def refused(form: str, typed: dict[str, list[str]], **scope: object) -> set[str]:
    """The fields that can't stay as they are."""
    with pytest.raises(InvalidValues) as refusal:
        PACKAGE.forms[form].validate(typed, {}, SCOPE | scope, now=NOW, zone="Asia/Shanghai")
    return set(refusal.value.fields)


@pytest.mark.row("S3.2")
@pytest.mark.parametrize("concern", ["使用疑问", "服务投诉与建议", "售后问题", "新功能需求"])
def test_customer_can_start_with_each_of_the_four_concerns(concern, company):
    typed = {"concern": [concern], "title": ["页面加载失败"], "description": ["登录后页面加载失败"], "is_anonymous": ["true"], "privacy_accepted": ["true"]}

    started = company.process_engine.execute(people.customer(), cases.start, "feedback_handling", typed)

    view = company.process_engine.ask(people.SYSTEM, case_view.of, started.instance_id)
    assert "register_feedback" in view.waiting_elements


@pytest.mark.row("S3.5", "S3.12")
def test_intake_chooses_one_of_five_channels_and_must():
    assert options("register_feedback", "channel") == ["客服", "在线服务平台", "邮箱", "官方APP/小程序留言", "第三方投诉平台"]
    assert "channel" in refused("register_feedback", {})


@pytest.mark.row("S3.10")
def test_contact_a_customer_types_is_masked_in_the_variable():
    typed = {"concern": ["使用疑问"], "title": ["页面"], "description": ["登录后页面加载失败"], "customer_name": ["张三"], "contact": ["13812345678"],
             "preferred_channel": ["电话"], "privacy_accepted": ["true"]}

    accepted = PACKAGE.forms["submit_feedback"].validate(typed, {}, SCOPE, now=NOW, zone="Asia/Shanghai")

    assert accepted.values["contact"] == "138****5678"
    assert accepted.values["customer_name"] == "张*"


@pytest.mark.row("S3.15", "S3.16", "S3.17")
@pytest.mark.parametrize(("feedback_class", "department", "is_complaint"), [
    ("功能问题", "product_technology", False), ("服务投诉", "customer_service", True), ("需求建议", "product_operations", False),
])
def test_each_type_goes_to_its_department(feedback_class, department, is_complaint):
    assert decide("routing", feedback_class=feedback_class, other_department=None) == {"department": department, "is_complaint": is_complaint}


@pytest.mark.row("S3.18")
def test_other_matters_go_to_the_department_that_was_chosen_and_one_must_be():
    assert decide("routing", feedback_class="其他问题", other_department="finance")["department"] == "finance"
    assert "other_department" in refused("classify_feedback", {"feedback_class": ["其他问题"], "priority": ["中"]}, proposed_class="其他问题", proposed_priority="中")


@pytest.mark.row("S3.19")
@pytest.mark.parametrize(("impact", "urgency", "priority"), [
    ("核心功能或关键操作", "立即", "紧急"), ("核心功能或关键操作", "尽快", "紧急"), ("核心功能或关键操作", "可以等", "高"), ("部分功能", "立即", "高"),
    ("部分功能", "尽快", "高"), ("部分功能", "可以等", "中"), ("轻微体验", "立即", "中"), ("轻微体验", "可以等", "中"), ("不影响使用", "立即", "低"),
])
def test_impact_and_urgency_propose_a_priority(impact, urgency, priority):
    assert decide("priority", impact=impact, urgency=urgency) == priority


@pytest.mark.row("S3.19")
def test_changing_a_proposal_needs_a_reason():
    changed = {"feedback_class": ["功能问题"], "priority": ["高"]}

    assert refused("classify_feedback", changed, proposed_class="功能问题", proposed_priority="紧急") == {"override_reason"}


@pytest.mark.row("S3.20", "S3.22")
def test_definitions_of_urgent_and_high_are_shown_where_they_are_chosen():
    shown = PACKAGE.forms["classify_feedback"].field("priority").description

    assert "紧急：影响核心功能或客户关键操作" in shown
    assert "高：部分功能受影响，体验很差" in shown
    assert [(each.value, each.rank) for each in PACKAGE.settings.priorities] == [("紧急", 1), ("高", 2), ("中", 3), ("低", 4)]


@pytest.mark.row("S3.24", "S3.26")
def test_definitions_of_medium_and_low_are_shown_where_they_are_chosen():
    shown = PACKAGE.forms["classify_feedback"].field("priority").description

    assert "中：非核心优化，轻微体验问题" in shown
    assert "低：长期建议，不影响使用" in shown
    assert all(each.definition.zh and each.definition.en != each.definition.zh for each in PACKAGE.settings.priorities)


@pytest.mark.row("S3.21", "S3.23")
@pytest.mark.parametrize(("priority", "respond", "resolve"), [("紧急", (2, "h"), (24, "h")), ("高", (4, "h"), (48, "h")), ("中", (24, "h"), (7, "wd"))])
def test_limits_for_response_and_solution(priority, respond, resolve):
    assert tuple(decide("respond_limit", priority=priority).values()) == respond
    assert tuple(decide("resolve_limit", priority=priority).values()) == resolve


@pytest.mark.row("S3.27")
def test_low_priority_is_promised_a_plan_not_a_solution():
    assert decide("respond_limit", priority="低") == {"amount": 3, "unit": "wd"}
    assert decide("plan_reply_limit", priority="低") == {"amount": 15, "unit": "wd"}
    assert decide("resolve_limit", priority="低") is None
    assert "communicate_plan" in PACKAGE.settings.clock("plan_reply").stop


@pytest.mark.row("S3.34")
@pytest.mark.parametrize(("feedback_class", "field", "checks"), [
    ("功能问题", "function_checks", ["复现问题场景", "检查代码逻辑"]), ("服务投诉", "complaint_checks", ["调取沟通记录", "核实服务流程"]),
    ("需求建议", "suggestion_checks", ["评估客户价值", "评估实现成本"]), ("其他问题", "other_checks", ["核对业务记录", "核对规则依据"]),
])
def test_what_is_checked_depends_on_the_type_and_the_cause_is_required(feedback_class, field, checks):
    assert options("analyse_cause", field) == checks
    assert refused("analyse_cause", {}, feedback_class=feedback_class) == {field, "cause", "solution_kind"}


@pytest.mark.row("S3.41")
def test_handler_sees_the_agreed_plan_while_carrying_it_out():
    plan = {"round": 1, "kind": "即时解决", "cause": "缓存没有刷新", "plan": "清除缓存", "planned_at": None}

    shown = PACKAGE.forms["execute_plan"].view({}, SCOPE | {"plans": [plan]}, NOW, "Asia/Shanghai", PACKAGE.texts)

    table = next(each for each in shown if each.type == "table")
    assert [cell.zh for cell in table.rows[0]][:4] == ["1", "即时解决", "缓存没有刷新", "清除缓存"]


@pytest.mark.row("S3.43", "S3.45")
def test_customer_answers_both_questions_and_satisfaction_has_three_levels():
    assert options("confirm_result", "rating") == ["满意", "一般", "不满意"]
    assert [each.value for each in PACKAGE.settings.satisfaction] == ["满意", "一般", "不满意"]
    assert refused("confirm_result", {}) == {"is_solved", "rating"}


@pytest.mark.row("S3.44")
def test_signature_on_paper_can_be_uploaded_with_the_confirmation():
    assert PACKAGE.forms["confirm_result"].field("confirmation_files").type == "filepicker"


@pytest.mark.row("S3.48")
def test_old_plans_are_only_shown_and_the_new_cause_starts_empty():
    plan = {"round": 1, "kind": "即时解决", "cause": "缓存没有刷新", "plan": "清除缓存", "planned_at": None}
    scope = SCOPE | {"round": 2, "plans": [plan], "review": {"finding": "手机端也有", "adjustment": "一起修"}, "feedback_class": "功能问题"}

    shown = {each.key or each.name: each for each in PACKAGE.forms["analyse_cause"].view({}, scope, NOW, "Asia/Shanghai", PACKAGE.texts)}

    assert shown["cause"].value == ""
    assert [cell.zh for cell in shown["earlier_plans"].rows[0]][2:4] == ["缓存没有刷新", "清除缓存"]


@pytest.mark.row("S3.58")
def test_register_has_the_fourteen_columns_in_order():
    assert [column.label.zh for column in PACKAGE.settings.register] == [
        "反馈编号", "客户名称/联系人", "联系方式(隐去隐私)", "反馈渠道", "反馈日期时间", "反馈类型", "优先级", "问题描述", "处理负责人", "计划完成时间",
        "实际处理进度", "解决方案/处理结果", "客户满意度", "备注",
    ]


@pytest.mark.row("S3.59")
def test_status_words_are_listed_in_order_and_assumed_ones_are_marked():
    listed = {each.value: each.is_assumed for each in PACKAGE.settings.statuses}

    assert list(listed) == ["待分类", "已分类", "处理中", "待客户确认", "二次处理", "已完成", "无法解决", "未确认", "已归档", "已撤回", "已拒绝", "已合并"]
    assert [word for word, is_assumed in listed.items() if not is_assumed] == ["已完成"]


def test_every_row_of_the_procedure_is_listed_once_and_in_order():
    months = packages.read_package(packages.read_folder(FOLDER.with_name("feedback_handling_months")))

    here, of_months = ([int(row.id.removeprefix("S3.")) for row in each.rows] for each in (PACKAGE, months))

    assert here == sorted(here) and of_months == sorted(of_months)
    assert sorted(here + of_months) == list(range(1, 62))
