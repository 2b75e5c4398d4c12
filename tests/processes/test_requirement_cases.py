"""The requirement procedure's rows as people meet them: who may do what, what the record holds, what the customer is told."""

from __future__ import annotations

from datetime import timedelta

import pytest

from engine.commands import retention, user_tasks
from engine.errors import Conflict, NotFound, Refused
from engine.model import people
from engine.model.people import SYSTEM
from engine.queries import customer_status, register
from engine.queries.register import Period
from engine.store import case_view
from tests.processes.requirement import ID, PACKAGE, Requirement


@pytest.mark.row("S0.21")
def test_registration_form_is_a_document_of_the_case(company):
    paper = Requirement(company).until("review_requirement").document("registration_form", "wang.min")

    assert paper["需求编号"] == "NRR-2024-001"
    assert (paper["客户编号"], paper["客户名称/联系人"], paper["所属行业"], paper["反馈渠道"]) == ("客户-2024-001", "客户A-张*", "制造业", "在线表单")
    assert paper["反馈时间"].startswith("2024-03-15 14:30")


@pytest.mark.row("S0.22", "S0.35")
def test_customer_is_told_the_number_at_once_and_the_acceptance_with_its_time(company):
    case = Requirement(company).until("assign_handler")

    assert "编号 NRR-2024-001" in case.told[0]
    assert "已通过审核并受理" in case.told[1]
    sent = [entry for entry in case.view.entries if entry.kind == "message_sent"]
    assert [entry.element_id for entry in sent] == ["send_receipt", "send_accepted"]
    assert sent[1].at > sent[0].at


@pytest.mark.row("S0.24")
def test_only_requirement_management_claims_the_review(company):
    case = Requirement(company).until("review_requirement")
    (task,) = company.process_engine.ask(SYSTEM, case_view.open_tasks, case.run.instance_id, "review_requirement")

    for login in ("wang.min", "yan.ming", "wu.hao", "qian.wen"):
        with pytest.raises((NotFound, Refused)):
            company.process_engine.execute(company.person(login), user_tasks.claim, task.id)
    company.process_engine.execute(company.person("ding.ning"), user_tasks.claim, task.id)


@pytest.mark.row("S0.28")
def test_out_of_scope_is_told_with_an_apology(company):
    case = Requirement(company, "out_of_scope").to_its_end()

    assert "不属于我们的产品或服务范围" in case.told[-1]
    assert "致歉" in case.told[-1]
    assert "我们不提供手机维修" in case.told[-1]


@pytest.mark.row("S0.34")
def test_not_adopted_is_told_with_its_reason(company):
    assert "现有的按月导出已经可以满足" in Requirement(company, "not_adopted").to_its_end().told[-1]


@pytest.mark.row("S0.33", "S0.46", "S0.69")
def test_status_follows_review_task_order_and_result(company):
    case = Requirement(company).to_its_end()

    words = [entry.payload["status"] for entry in case.view.entries if entry.kind == "status_changed"]
    assert words == ["待审核", "待处理", "处理中", "待验收", "处理中", "已反馈", "已归档"]


@pytest.mark.row("S0.36", "S0.37", "S0.38")
def test_archive_holds_type_priority_and_review_opinion(company):
    paper = Requirement(company).to_its_end().document("review_record")

    assert (paper["需求分类结果"], paper["优先级评级"]) == ("功能优化", "一般")
    assert paper["审核意见记录"][0][1:] == ["完整", "符合", "可行", "受理", "", "信息完整，属于报表模块，可以实现"]


@pytest.mark.row("S0.40")
def test_seed_company_has_the_departments_of_the_procedure(company):
    names = {cell for row in company.tables()["department"] for cell in row}

    assert {"技术部", "设计部", "售后服务部", "产品部", "档案管理部"} <= names


@pytest.mark.row("S0.44", "S0.48")
def test_task_order_is_a_document_with_solution_and_plan(company):
    paper = Requirement(company).until("implement_plan").document("task_order")

    assert (paper["责任部门"], paper["需求目标"], paper["解决方案"]) == ("产品部", "客户可以按任意日期范围导出报表", "在导出页增加起止日期两个控件")
    assert paper["处理计划"] == "第 1-3 天开发，第 4 天测试，第 5 天上线"
    assert "导出 1 万行不超过 10 秒" in paper["验收标准"]


@pytest.mark.row("S0.47", "S0.50")
def test_tracking_and_work_lie_with_their_departments_and_progress_stands_on_the_case(company):
    case = Requirement(company, "weekly_tracking").until("track_progress")
    held = {task.element_id: task for task in case.view.tasks}
    assert "requirement_management" in case.view.candidates[held["track_progress"].id]
    assert held["implement_plan"].assignee_id == company.person("bai.xue").id

    case.complete("track_progress", "ding.ning", means="例会", progress="开发完成 60%", risk="没有")

    assert any("开发完成 60%" in repr(answer) for answer in case.page("bai.xue").answers)


@pytest.mark.row("S0.57")
def test_change_request_progress_report_and_result_are_documents(company):
    case = Requirement(company, "five_day_plan").to_its_end()

    changes, progress = case.document("change_request")["变更记录"], case.document("progress_report")
    assert (changes[0][1], changes[0][2], changes[0][6]) == ("延长时间", "第三方接口变更，需要重新联调", "同意")
    assert progress["阶段性进度报告"][0][2] == "开发完成，测试通过 12 项"
    assert progress["实施成果"]


@pytest.mark.row("S0.55")
def test_delivery_can_t_be_moved_by_the_forms_of_the_work():
    moving = {name for name, form in PACKAGE.forms.items() for key in ("planned_at", "new_planned_at", "next_planned_at") if key in form.keys}

    assert moving == {"issue_task_order", "request_change", "decide_reopen"}


@pytest.mark.row("S0.59", "S0.72")
def test_department_service_team_and_archivist_have_their_tasks(company):
    case = Requirement(company).until("apply_acceptance")
    assert case.view.tasks[0].assignee_id == company.person("bai.xue").id

    case = Requirement(company).until("prepare_feedback")
    assert "intake" in case.view.candidates[case.view.tasks[0].id]

    case = Requirement(company).until("archive_case")

    assert [each.element_id for each in case.view.tasks] == ["archive_case"]
    assert case.page("qian.wen").head.number == case.number
    assert case.document("satisfaction_record", "qian.wen")["客户满意度"] == "满意"


@pytest.mark.row("S0.63", "S0.70")
def test_acceptance_report_keeps_the_decision_of_every_round(company):
    case = Requirement(company, "failed_acceptance").to_its_end()

    report = case.document("acceptance_report")
    assert report["验收结果"] == "通过"
    assert [(row[0], row[2], row[4], row[5]) for row in report["验收记录"]] == [("1", "不通过", "跨年的日期范围导出为空", "跨年导出是空的"), ("2", "通过", "", "")]
    assert case.document("satisfaction_record")["客户满意度"] == "满意"


@pytest.mark.row("S0.67")
def test_result_tells_solution_effect_and_advice(company):
    told = Requirement(company).until("rate_service").told[-1]

    for said in ("解决方案：导出页增加了起止日期", "实施效果：现在可以只导出需要的日期", "后续建议：跨度很大时建议分月导出"):
        assert said in told


@pytest.mark.row("S0.74")
def test_archived_case_is_kept_for_three_years(company):
    case = Requirement(company).to_its_end()
    gao = company.person("gao.wei")

    company.clock.move_to(company.clock.now() + timedelta(days=3 * 365 - 1))
    with pytest.raises(Conflict):
        company.process_engine.execute(gao, retention.erase_cases, [case.run.instance_id])
    company.clock.move_to(company.clock.now() + timedelta(days=3))

    assert company.process_engine.execute(gao, retention.erase_cases, [case.run.instance_id]) == 1


@pytest.mark.row("S0.84")
def test_feedback_time_is_shown_to_the_minute_apart_from_the_time_of_entry(company):
    case = Requirement(company, "form_example").until("review_requirement")

    assert case.document("flow_record", "yan.ming")["反馈时间"] == "2024-03-15 14:30"
    assert case.view.row.started_at > case.view.row.received_at


@pytest.mark.row("S0.85")
def test_customer_s_page_shows_no_name_and_the_record_the_masked_one(company):
    case = Requirement(company, "form_example").until("review_requirement")

    shown = company.process_engine.ask(people.customer(case.run.instance_id), customer_status.status)
    line = company.process_engine.ask(company.person("he.yun"), register.register, ID, Period()).lines[0]

    assert "张三" not in repr(shown)
    assert "客户A-张*、制造业" in [cell.zh for cell in line]


@pytest.mark.row("S0.89")
def test_print_marks_what_is_assumed(company):
    page = Requirement(company).to_its_end().document_page("flow_record")

    assert page.has_assumed
    assert {field.label.zh for field in page.fields if field.is_assumed} >= {"状态", "责任部门", "验收结果", "档案编号"}
