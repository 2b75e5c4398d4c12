"""The response procedure on the pages: who gets what, papers, the four haves, linked requests, and the package carried elsewhere."""

from __future__ import annotations

import re

import pytest

from engine import packages
from engine.clock import ManualClock
from engine.commands import cases, deploy, export, seed_people, user_tasks
from engine.errors import NotFound
from engine.model import people
from engine.model.people import SYSTEM
from engine.packages import company_file
from engine.process_engine import ProcessEngine
from engine.store import case_view
from tests.company import ROOT, settings_in
from tests.told import Told
from tests.web.staff_room import StaffRoom


@pytest.fixture
def room(company) -> StaffRoom:
    return StaffRoom(company)


@pytest.fixture
def told(company):
    return lambda scenario: Told(company, "request_response", scenario)


def page(room: StaffRoom, login: str, case: Told, *more: str) -> str:
    return room.page(login, "/".join([f"/cases/{case.number}", *more]))


def haves(page: str) -> tuple[str, list[str]]:
    return re.search(r"haves-count\">([^<]+)<", page)[1], re.findall(r'class="have is-there">.*?</svg>([^<]+)<', page, re.DOTALL)


@pytest.mark.row("S1.10")
def test_badge_shows_four_of_four_only_when_archived(room, told):
    case = told("green_channel").until("confirm_result")
    waiting = haves(page(room, "wang.min", case))

    case.to_the_end()

    assert waiting == ("3/4", ["有记录", "有处理", "有反馈"])
    assert haves(page(room, "wang.min", case)) == ("4/4", ["有记录", "有处理", "有反馈", "有归档"])


@pytest.mark.row("S1.20")
def test_clarifying_question_is_listed_on_the_page_for_those_without_scripts(room, told):
    case = told("green_channel").until("record_request")
    wang, task = room.company.person("wang.min"), case.task("record_request")
    room.company.process_engine.execute(wang, user_tasks.claim, task.id)
    room.company.process_engine.execute(wang, user_tasks.save_draft, task.id, {"description_state": ["不清楚"]})

    shown = page(room, "wang.min", case)

    assert re.search(r"<li><span[^>]*>能否具体说明您遇到的问题步骤？</span> <button[^>]* hidden>插入</button>", shown)


@pytest.mark.row("S1.34")
def test_named_handler_is_notified_and_claims_it_from_the_department(room, told):
    case = told("green_channel").until("call_customer")

    news = room.page("luo.bin", "/notifications/")

    assert f"分给您的需求 {case.number}（紧急）" in news
    assert case.task("call_customer").department_id == "product_technology"
    assert f"分给您的需求 {case.number}" not in room.page("feng.xue", "/notifications/")


@pytest.mark.row("S1.22", "S1.39", "S1.61")
def test_each_step_lies_with_those_who_do_it(told):
    case = told("important")
    where = {"record_request": {"intake"}, "classify_request": {"cs_supervisor"}, "assign_handler": {"cs_supervisor"},
             "start_handling": {"product_technology"}, "report_result": {"intake"}}

    for element, groups in where.items():
        task = case.until(element).task(element)
        lies_with = set(case.view.candidates[task.id]) | ({task.department_id} if task.department_id else set())
        assert lies_with == groups


@pytest.mark.row("S1.31")
def test_nobody_but_the_supervisor_classifies(company, told):
    task = told("green_channel").until("classify_request").task("classify_request")

    for login in ("wang.min", "luo.bin", "he.yun"):
        with pytest.raises(NotFound):
            company.process_engine.execute(company.person(login), user_tasks.claim, task.id)


@pytest.mark.row("S1.35")
def test_time_of_receipt_is_the_moment_of_claiming_and_stands_on_the_form(room, told):
    case = told("important").until("start_handling")

    shown = page(room, "luo.bin", case)

    assert "接收时间" in shown and "2023-10-09 09:15" in shown
    case.to_the_end()
    assert "2023-10-09 09:15" in page(room, "wang.min", case, "documents", "progress_tracking")


@pytest.mark.row("S1.36")
def test_number_is_revealed_only_when_the_call_is_made_with_a_reason_and_written_down(room, told):
    case = told("green_channel").until("call_customer")
    task, handler = case.task("call_customer"), room.member("luo.bin")
    assert "13812345678" not in page(room, "luo.bin", case)

    answer = handler.post(f"/user-tasks/{task.id}/contact", reason="绿色通道致电")

    assert "13812345678" in answer.get_data(as_text=True) or "13812345678" in handler.get(f"/cases/{case.number}").get_data(as_text=True)
    assert "contact_revealed" in [entry.kind for entry in case.view.entries]


@pytest.mark.row("S1.55")
def test_way_of_reporting_is_the_customers_preference_by_default(room, told):
    case = told("reported_by_phone").until("report_result")
    room.company.process_engine.execute(room.company.person("wang.min"), user_tasks.claim, case.task("report_result").id)

    chosen = re.search(r'name="report_channel" value="([^"]+)" checked', page(room, "wang.min", case))

    assert chosen and chosen[1] == "电话"


@pytest.mark.row("S1.21", "S1.38", "S1.48")
def test_record_and_tracking_forms_are_papers_of_the_case(room, told):
    case = told("green_channel").until("report_result")

    record, tracking = (page(room, "wang.min", case, "documents", id_) for id_ in ("request_record", "progress_tracking"))

    assert all(words in record for words in (case.number, "华信科技有限公司", "张*", "客户下单后点击支付", "客户自述", "138****5678"))
    assert all(words in tracking for words in ("先查支付网关日志", "查支付网关日志", "证书昨晚过期", "罗斌"))
    assert room.member("wang.min").get(f"/cases/{case.number}/documents/request_record.pdf").mimetype == "application/pdf"


@pytest.mark.row("S1.60")
def test_result_statement_and_customer_feedback_are_papers_of_the_case(room, told):
    case = told("green_channel").to_the_end()

    result, feedback = (page(room, "wang.min", case, "documents", id_) for id_ in ("result_statement", "customer_feedback"))

    assert all(words in result for words in ("更换支付网关证书，支付恢复", "请重新登录后再次支付", "旧页面请不要继续支付"))
    assert "完全解决" in feedback and "处理很快" in feedback


@pytest.mark.row("S1.59")
def test_score_and_opinion_of_every_round_stand_on_the_feedback_form(room, told):
    case = told("not_resolved_then_resolved").to_the_end()

    feedback = page(room, "wang.min", case, "documents", "customer_feedback")

    rows = [re.findall(r"<td[^>]*>([^<]*)<", row) for row in re.findall(r"<tr>(.*?)</tr>", feedback, re.DOTALL)]
    assert ["1", "不满意", "没有完全解决", "2", "手机上还是中断"] in rows
    assert ["2", "满意", "完全解决", "5", "处理很快"] in rows


@pytest.mark.row("S1.47")
def test_points_of_cooperation_and_their_persons_stand_on_the_tracking_form(room, told):
    case = told("departments_cooperate").until("write_result")

    tracking = page(room, "luo.bin", case, "documents", "progress_tracking")

    assert "确认需求的合理性：郭涛；评估对售后的影响：冯雪" in tracking
    assert "测试：李梅" in tracking


def test_second_round_begins_with_empty_forms(room, told):
    case = told("not_resolved_then_resolved").until("restart_request").step()
    room.company.process_engine.execute(room.company.person("li.qiang"), user_tasks.claim, case.task("start_handling").id)

    shown = page(room, "li.qiang", case)

    assert re.search(r'<textarea[^>]*name="first_plan"[^>]*></textarea>', shown)
    assert "先复现问题，再检查最近的变更" in shown and "手机上还是中断" in shown


@pytest.mark.row("S1.64")
def test_archive_names_the_paper_that_is_missing_and_wants_the_reason(room, told):
    case = told("never_confirmed").until("explain_missing")
    room.company.process_engine.execute(room.company.person("wang.min"), user_tasks.claim, case.task("explain_missing").id)

    assert "《客户反馈表》" in page(room, "wang.min", case)


@pytest.mark.row("S1.58")
def test_derived_request_and_the_one_it_came_from_link_to_each_other(room, told):
    case = told("derived_request").until("restart_request")
    derived = "XQ-20231009-002"

    assert f'href="/cases/{derived}"' in page(room, "wang.min", case)
    theirs = room.page("wang.min", f"/cases/{derived}")
    assert f'href="/cases/{case.number}"' in theirs and "证书到期前提醒" in theirs


@pytest.mark.row("S1.2")
def test_exported_package_runs_on_a_clean_installation(company, tmp_path):
    folder = tmp_path / "carried"
    company.process_engine.ask(company.person("he.yun"), export.export, "request_response", None, folder)

    clean = ProcessEngine(settings_in(tmp_path / "clean"), ManualClock(company.clock.now()))
    clean.migrate()
    clean.execute(SYSTEM, seed_people.create_company, company_file.read_company(ROOT / "processes/directory.toml"))
    clean.execute(SYSTEM, deploy.deploy, packages.read_folder(folder / "request_response"))

    typed = {"request_type": ["咨询"], "title": ["服务范围"], "problem": ["想了解服务范围"], "organisation": ["华信科技有限公司"], "contact_name": ["张伟"],
             "contact": ["13812345678"], "preferred_channel": ["邮件"], "privacy_accepted": ["true"]}
    started = clean.execute(people.customer(), cases.start, "request_response", typed)
    assert started.business_key == "XQ-20231009-001"
    assert "record_request" in clean.ask(SYSTEM, case_view.of, started.instance_id).waiting_elements
    clean.close()
