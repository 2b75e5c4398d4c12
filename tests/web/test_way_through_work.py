"""The way of one's work: the list stays, a call is taken and gone on with, and every page tells what is so."""

from __future__ import annotations

import html
import re

import pytest

from engine.commands import messages
from engine.queries import clock_faces
from engine.store.tables import ProcessInstance
from tests.web.customer_visit import FEEDBACK, CustomerVisit
from tests.web.staff_room import NUMBER, StaffRoom
from web.customer.robots import LEAST_SECONDS

CASE = f"/cases/{NUMBER}"


@pytest.fixture
def room(company) -> StaffRoom:
    room = StaffRoom(company)
    room.app.config[LEAST_SECONDS] = 0
    return room


def test_completing_a_task_stays_in_the_list_one_came_from(room):
    story = room.story().until_at("analyse_cause")
    task, member = story.task("analyse_cause"), room.member("li.qiang")
    page = room.page("li.qiang", f"{CASE}?list=mine")
    assert '<input type="hidden" name="_list" value="mine">' in page

    values = {**story.values_for("analyse_cause"), "_list": "mine", "csrf_token": member._token()}
    answer = member.client.post(f"/user-tasks/{task.id}/completion", data=values)

    assert "list=mine" in answer.headers["Location"]
    after = room.page("li.qiang", answer.headers["Location"])
    assert '<aside class="case-list" aria-label="待我处理">' in after
    assert "“原因分析”已完成" in after.replace("分析原因", "原因分析")


def test_customers_privacy_notice_is_shown_to_who_ticks_it_for_them(room):
    page = room.page("wang.min", "/cases/new/feedback_handling")

    assert "请读给客户听" in page and "只有当前处理人在说明理由后才能看到" in page


def test_who_takes_the_call_goes_straight_on(room):
    answer = room.member("wang.min").post("/cases/new/feedback_handling", **FEEDBACK, _then="go_on")

    page = room.page("wang.min", answer.headers["Location"].split("#")[0])
    assert 'id="due-form"' in page and "由我处理" in page


def test_who_only_takes_it_down_leaves_it_to_the_group(room):
    room.member("wang.min").post("/cases/new/feedback_handling", **FEEDBACK)

    assert 'id="due-form"' not in room.page("wang.min", CASE)


@pytest.mark.parametrize("login", ["ma.chao", "gao.wei"])
def test_who_audits_or_administers_is_not_offered_to_take_feedback(room, login):
    assert "登记反馈" not in room.page(login, "/cases")
    room.page(login, "/cases/new/feedback_handling", status=404)


def test_a_case_that_ended_early_shows_where_and_nothing_as_done_that_wasnt(room):
    story = room.story()
    room.company.process_engine.execute(story.customer, messages.send_to_case, story.instance_id, "case_withdrawn", {})

    page = room.page("wang.min", CASE)

    stages = re.findall(r'<li class="stage stage-(\w+)"', page)
    assert stages[0] == "stopped" and set(stages[1:]) == {"future"}
    assert "到此结束" in page


def test_code_typed_in_small_letters_with_dashes_leads_to_the_printed_address(room):
    zhang = CustomerVisit(room.app)
    zhang.submit()
    number, code = zhang.address.split("/")[-2:]

    answer = zhang.get(f"/c/{number.lower()}/{code[:4].lower()}-{code[4:].lower()}")

    assert (answer.status_code, answer.headers["Location"]) == (302, f"/c/{number}/{code}")
    assert zhang.post("/feedback", {"number": number, "code": code.lower()}, page="/feedback").headers["Location"] == f"/c/{number}/{code}"


def test_slip_has_a_button_that_prints_it(room):
    zhang = CustomerVisit(room.app)
    zhang.submit()

    assert "data-print" in zhang.text(f"{zhang.address}/slip")


def test_choice_of_a_colleague_tells_what_each_has_and_the_freest_first(room):
    for _ in range(2):
        story = room.story().until_at("analyse_cause")

    page = room.page("li.qiang", f"/user-tasks/{story.task('analyse_cause').id}/assignment")

    options = re.findall(r'<option value="[0-9a-f]+">([^<]+)</option>', page)
    counts = [int(re.search(r"在手 (\d+) 件", option)[1]) for option in options]
    assert options and counts == sorted(counts)


def test_sign_in_stands_in_the_log_under_the_name_of_who_signed_in(room):
    room.member("wang.min")
    room.company.process_engine.trigger_due()

    page = room.page("ma.chao", "/audit/log?topic=sign_ins")

    entry = re.search(r"已登录.*?</li>", page, re.DOTALL)[0]
    assert "王敏" in entry and "系统" not in entry


def test_clock_without_a_limit_in_any_round_says_so_once(room):
    story = room.story().until_at("confirm_result")
    story.complete("confirm_result", "customer", is_solved="未解决", rating="不满意", comment="还是不行", )

    faces = room.company.process_engine.ask(
        room.company.person("ma.chao"), lambda tx: clock_faces.explained(tx, tx.session.get_one(ProcessInstance, story.instance_id))
    )

    silent = [face.name for face in faces if face.face == "none"]
    assert len(silent) == len(set(silent))


def test_fields_of_staff_forms_are_judged_by_the_server_in_the_readers_language(room):
    room.story().until_at("analyse_cause")

    for login, path in (("li.qiang", CASE), ("wang.min", "/cases/new/feedback_handling"), ("wang.min", "/password")):
        forms = re.findall(r"<form[^>]*method=\"post\"[^>]*>(?:(?!</form>).)*required", room.page(login, path), re.DOTALL)
        due = [form for form in forms if "due-form" in form or "cases/new" in form or 'action="/password"' in form]
        assert due and all("novalidate" in form for form in due), html.escape(path)


def test_customer_reads_plain_words_from_the_first_moment_and_no_time_that_nobody_promised(room):
    zhang = CustomerVisit(room.app)
    zhang.submit()

    page = zhang.text(zhang.address)

    assert "最晚什么时候答复，会写在这里" in page and "之前" not in page
    assert "收到并登记您的反馈" in page and "反馈接收与初步登记" not in page
    assert "之前" not in zhang.text(f"{zhang.address}/received")
