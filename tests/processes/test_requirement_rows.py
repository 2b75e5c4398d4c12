"""The requirement procedure's rows that no story tells: words, options, tables and what each form asks for."""

from __future__ import annotations

import re
from datetime import UTC, datetime

import pytest

from engine import bpmn, decisions
from engine.errors import InvalidValues
from engine.model.form_schema import INPUTS, all_fields
from tests.company import ROOT
from tests.processes.requirement import PACKAGE

NOW = datetime(2024, 3, 15, 6, 30, tzinfo=UTC)
ZONE = "Asia/Shanghai"
FROM_OUTSIDE, BY_STAFF = {"case": {"started_by": None}}, {"case": {"started_by": "yan.ming"}}
FOUND_GOOD = {"completeness": ["完整"], "scope": ["符合"], "feasibility": ["可行"], "requirement_class": ["功能优化"], "problem_kind": ["报表与导出"], "priority": ["一般"], "review_opinion": ["可以实现"]}
DIAGRAM = bpmn.read_definition(PACKAGE.xml, "requirement_feedback.bpmn")


def options(form: str, key: str) -> list[str]:
    return [option.value for option in PACKAGE.forms[form].field(key).options]


def decide(table: str, **values: object) -> object:
    return decisions.load_decisions(PACKAGE.decision_files[f"{table}.dmn"], f"{table}.dmn").decisions[table].evaluate(values, now=NOW, zone=ZONE).value


def refused(form: str, typed: dict[str, list[str]], **scope: object) -> set[str]:
    """The fields that can't stay as they are."""
    with pytest.raises(InvalidValues) as refusal:
        PACKAGE.forms[form].validate(typed, {}, scope, now=NOW, zone=ZONE)
    return set(refusal.value.fields)


def shown(form: str, values: dict[str, object], **scope: object) -> dict[str, object]:
    """The fields a person sees, groups opened."""
    views = PACKAGE.forms[form].view(values, scope, NOW, ZONE, PACKAGE.texts)
    flat = [inner for each in views for inner in ([each, *each.children] if each.type == "group" else [each]) if not each.is_hidden]
    return {each.key or each.name: each for each in flat if not each.is_hidden}


@pytest.mark.row("S0.5", "S0.23", "S0.39")
def test_first_three_stages_have_their_names():
    assert [(each.number, each.name) for each in DIAGRAM.stages][:3] == [(1, "需求接收与登记"), (2, "初步审核与分类"), (3, "处理与分配")]
    assert [DIAGRAM.elements[id_].stage for id_ in ("register_requirement", "review_requirement", "issue_task_order")] == [1, 2, 3]


@pytest.mark.row("S0.49", "S0.58", "S0.71")
def test_last_three_stages_have_their_names():
    assert [(each.number, each.name) for each in DIAGRAM.stages][3:] == [(4, "实施与进度跟踪"), (5, "结果反馈与客户确认"), (6, "闭环归档与数据分析")]
    assert [DIAGRAM.elements[id_].stage for id_ in ("implement_plan", "accept_requirement", "archive_case")] == [4, 5, 6]


@pytest.mark.row("S0.7")
@pytest.mark.parametrize("typed", [{}, {"channel": ["电话"]}])
def test_customers_say_where_online_they_are_and_staff_don_t_have_to(typed):
    assert options("submit_requirement", "online_source") == ["官网表单", "APP意见箱"]
    assert "online_source" in shown("submit_requirement", {}, **FROM_OUTSIDE)
    assert "online_source" not in shown("submit_requirement", {"channel": "电话"}, **BY_STAFF)
    assert ("channel" in refused("submit_requirement", typed, **BY_STAFF)) is (typed == {})


@pytest.mark.row("S0.8")
def test_intake_chooses_one_of_four_channels_and_must():
    assert options("register_requirement", "channel") == ["电话", "邮件", "在线表单", "线下沟通"]
    assert "channel" in refused("register_requirement", {})


@pytest.mark.row("S0.15", "S0.87")
def test_description_is_asked_for_in_three_parts_with_the_procedure_s_example():
    fields = shown("submit_requirement", {}, **FROM_OUTSIDE)

    assert [fields[key].label.zh for key in ("problem", "situation", "suggestion")] == ["期望解决的问题", "具体场景", "功能要求或改进建议"]
    assert fields["suggestion"].example.zh == "希望在报表导出功能中增加‘自定义日期范围筛选’"
    assert {"problem", "situation", "suggestion"} <= refused("submit_requirement", {}, **FROM_OUTSIDE)


def test_the_hint_to_the_customer_and_the_table_for_staff_know_the_same_vague_words():
    form = (ROOT / "processes/requirement_feedback/forms/submit_requirement.form").read_text()
    [said_to_customers] = re.findall(r"some word in \[([^\]]+)\]", form)
    told_to_staff = re.findall(r'<outputEntry[^>]*>\s*<text>"([^"]+)"', PACKAGE.decision_files["vague_wording.dmn"].decode())

    assert told_to_staff and set(re.findall(r'\\"([^"\\]+)\\"', said_to_customers)) == set(told_to_staff)


@pytest.mark.row("S0.16", "S0.17")
@pytest.mark.parametrize(("problem", "is_vague"), [("系统卡顿", True), ("高峰时段登录响应超30秒", False), ("高峰时段登录卡顿超30秒", False), ("导出不好用", True), ("报表缺少合计行", False)])
def test_vague_wording_is_hinted_at_while_it_is_typed_and_told_to_whoever_registers(problem, is_vague):
    assert ("vague_hint" in shown("submit_requirement", {"problem": problem}, **FROM_OUTSIDE)) is is_vague
    assert bool(decide("vague_wording", problem=problem)) is is_vague


@pytest.mark.row("S0.26", "S0.27")
def test_review_can_t_be_sent_without_its_three_findings_and_they_limit_its_conclusion():
    def conclusions(**findings: str) -> list[str]:
        values = {"completeness": "完整", "scope": "符合", "feasibility": "可行"} | findings
        return [value for value, _ in shown("review_requirement", values, reviews=[])["review_result"].options]

    assert {"completeness", "scope", "feasibility"} <= refused("review_requirement", {"review_opinion": ["可以"]}, reviews=[])
    assert conclusions() == ["受理", "不采纳"]
    assert conclusions(completeness="不完整") == ["需要补充", "不采纳"]
    assert conclusions(feasibility="不可行") == ["不采纳"]
    assert conclusions(scope="不符合", completeness="不完整") == ["超出业务范围"]


@pytest.mark.row("S0.34")
def test_not_adopting_needs_a_reason():
    assert refused("review_requirement", FOUND_GOOD | {"review_result": ["不采纳"]}, reviews=[]) == {"decline_reason"}


@pytest.mark.row("S0.29", "S0.86")
def test_exactly_one_of_five_types_is_chosen_and_must_be():
    assert options("review_requirement", "requirement_class") == ["功能优化", "技术故障", "服务体验", "定制开发", "其他"] == list(PACKAGE.settings.types)
    assert PACKAGE.forms["review_requirement"].field("requirement_class").type == "radio"
    assert "requirement_class" in refused("review_requirement", {}, reviews=[])


@pytest.mark.row("S0.88")
def test_exactly_one_of_three_priorities_is_chosen_and_must_be():
    assert options("review_requirement", "priority") == ["紧急", "重要", "一般"]
    assert PACKAGE.forms["review_requirement"].field("priority").type == "radio"
    assert "priority" in refused("review_requirement", {}, reviews=[])


@pytest.mark.row("S0.30", "S0.31", "S0.32")
def test_definition_and_example_of_each_priority_are_shown_where_it_is_chosen():
    words = PACKAGE.forms["review_requirement"].field("priority").description

    for said in ("紧急：影响客户核心业务或造成重大损失，例如系统崩溃、订单无法提交", "重要：客户多次提出或影响关键体验，例如功能缺失导致操作低效", "一般：非核心功能的优化或偶发问题，例如界面文案调整"):
        assert said in words
    assert [(each.value, each.rank, bool(each.definition.zh)) for each in PACKAGE.settings.priorities] == [("紧急", 1, True), ("重要", 2, True), ("一般", 3, True)]


@pytest.mark.row("S0.41", "S0.42")
@pytest.mark.parametrize(("requirement_class", "priority", "department"), [
    ("技术故障", "紧急", "technology"), ("技术故障", "一般", "technology"), ("功能优化", "重要", "product"), ("服务体验", "一般", "after_sales"),
    ("定制开发", "紧急", "technology"), ("定制开发", "一般", "design"), ("其他", "重要", "product"),
])
def test_type_and_priority_propose_a_department(requirement_class, priority, department):
    assert decide("routing", requirement_class=requirement_class, priority=priority) == department


@pytest.mark.row("S0.41")
def test_proposed_department_is_filled_in_and_may_be_changed_with_a_person_of_the_new_one():
    people = {"product": {"name": "产品部", "people": [{"label": "白雪", "value": "bai.xue"}]}, "design": {"name": "设计部", "people": [{"label": "方圆", "value": "fang.yuan"}]}}
    scope = {"departments": people, "responsible_department": "product"}

    fields = shown("assign_handler", {}, **scope)
    accepted = PACKAGE.forms["assign_handler"].validate({"responsible_department": ["design"], "handler": ["fang.yuan"], "meeting_choice": ["不需要"]}, {}, scope, now=NOW, zone=ZONE)

    assert (fields["responsible_department"].value, fields["responsible_department"].is_readonly) == ("product", False)
    assert accepted.values["handler"] == "fang.yuan"
    assert refused("assign_handler", {"responsible_department": ["design"], "handler": ["bai.xue"], "meeting_choice": ["不需要"]}, **scope) == {"handler"}


@pytest.mark.row("S0.43")
def test_meeting_that_is_held_has_three_results():
    assert {"meeting_solution", "meeting_resources", "meeting_due_at"} <= refused("hold_review_meeting", {}, departments={})


@pytest.mark.row("S0.45")
def test_task_order_states_goal_solution_delivery_and_criteria():
    assert {"goal", "solution", "planned_at", "criteria"} <= refused("issue_task_order", {})
    assert PACKAGE.settings.clock("deliver").limits == "deliver_limit"


@pytest.mark.row("S0.51")
def test_work_log_takes_as_many_entries_as_there_were():
    entries = {f"work_entries[{n}].{key}": [value] for n in range(3) for key, value in (("at", "2024-03-18T10:00"), ("work", f"第 {n} 步"))}
    accepted = PACKAGE.forms["implement_plan"].validate(entries | {"stage_report": ["完成"], "result_text": ["已上线"]}, {}, {"work_log": [], "change_requests": []}, now=NOW, zone=ZONE)

    assert [each["work"] for each in accepted.values["work_entries"]] == ["第 0 步", "第 1 步", "第 2 步"]
    assert "work_entries" in refused("implement_plan", {"stage_report": ["完成"], "result_text": ["已上线"]}, work_log=[], change_requests=[])


@pytest.mark.row("S0.55")
def test_change_request_states_its_reasons():
    typed = {"change_kind": ["延长时间"], "change_impact": ["推迟两天"], "new_planned_at": ["2024-03-25T09:00"]}

    assert refused("request_change", typed) == {"change_reason"}


@pytest.mark.row("S0.60", "S0.61")
def test_application_for_acceptance_needs_a_file_of_proof():
    typed = {"achieved": ["两条标准都已达到"], "proof_kinds": ["测试报告"]}

    assert refused("apply_acceptance", typed) == {"proof"}
    assert options("apply_acceptance", "proof_kinds")[:2] == ["测试报告", "客户使用截图"]


@pytest.mark.row("S0.66")
def test_result_is_told_by_phone_e_mail_or_system_message():
    assert options("prepare_feedback", "result_channel") == ["电话", "邮件", "系统消息"]
    assert [PACKAGE.settings.route(each) for each in options("prepare_feedback", "result_channel")] == ["phone", "email", "page"]


@pytest.mark.row("S0.82")
@pytest.mark.parametrize("form", ["submit_requirement", "register_requirement", "review_requirement"])
def test_every_field_of_the_flow_form_has_label_help_and_example(form):
    bare = [field.key for field in all_fields(PACKAGE.forms[form].fields)
            if field.type in (*INPUTS, "filepicker") and not (field.label and field.description and field.properties.get("example"))]

    assert bare == []


@pytest.mark.row("S0.89")
def test_assumed_fields_of_the_flow_record_are_listed():
    record = next(each for each in PACKAGE.documents if each.id == "flow_record")

    assert [field.label.zh for field in record.fields if not field.is_assumed] == ["需求编号", "反馈时间", "客户信息", "需求类型", "需求描述", "优先级"]
    assert [field.label.zh for field in record.fields if field.is_assumed] == [
        "状态", "责任部门", "负责人", "任务单目标", "交付时间", "验收结果", "结果反馈时间", "客户满意度", "档案编号",
    ]  # fmt: skip


def test_official_statuses_are_those_of_the_source_and_the_assumed_ones_say_so():
    assert [(each.value, each.is_assumed) for each in PACKAGE.settings.statuses] == [
        ("待审核", False), ("待补充", True), ("待处理", False), ("不采纳", False), ("处理中", False), ("变更审批中", True), ("待验收", True), ("已反馈", False),
        ("已归档", True), ("已撤回", True), ("已拒绝", True), ("已合并", True),
    ]  # fmt: skip


@pytest.mark.row("S0.25", "S0.65")
def test_limits_are_one_and_two_working_days():
    assert decide("review_limit", round=1) == {"amount": 1, "unit": "wd"}
    assert decide("feedback_limit", round=1) == {"amount": 2, "unit": "wd"}
    assert PACKAGE.settings.clock("review").counts_from_receipt
