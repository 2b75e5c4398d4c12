"""What somebody meets who opens the product for the first time: the way to go on is there, in words they know."""

from __future__ import annotations

import re

import pytest

from tests.company import ROOT
from tests.web.customer_visit import CustomerVisit
from tests.web.member import Member
from tests.web.staff_room import NUMBER, StaffRoom
from web.customer.robots import LEAST_SECONDS


@pytest.fixture
def room(company) -> StaffRoom:
    room = StaffRoom(company)
    room.app.config[LEAST_SECONDS] = 0
    return room


def test_who_comes_back_finds_the_way_to_their_case_at_the_top_of_the_start_page(room):
    page = CustomerVisit(room.app).text("/feedback")

    assert page.index('href="#look-up"') < page.index("开始填写") < page.index('id="look-up"')


def test_wrong_code_is_said_where_one_looks_first(room):
    page = CustomerVisit(room.app).post("/feedback", {"number": "20231009-001", "code": "WRONG"}, page="/feedback").get_data(as_text=True)

    assert page.index("data-focus") < page.index("没有找到。请核对编号和查询码") < page.index("开始填写")
    assert page.count('id="look-up"') == 1 and 'value="WRONG"' in page


def test_start_page_tells_the_steps_in_a_customers_words(room):
    page = CustomerVisit(room.app).text("/feedback")

    assert "收到并登记您的反馈" in page and "反馈接收与初步登记" not in page


def test_number_and_code_are_copied_together_with_the_address(room, company):
    zhang = CustomerVisit(room.app)
    zhang.submit()

    copied = re.search(r'data-copy="([^"]+)"', zhang.text(f"{zhang.address}/received"))[1]

    assert copied == f"编号 {zhang.number}，查询码 {zhang.code} {company.settings.base_url}{zhang.address}"


def test_who_takes_a_call_reads_what_each_procedure_is_for(room):
    assert "使用疑问、投诉、售后问题和新需求" in room.page("wang.min", "/cases/new")


def test_from_a_known_caller_it_is_one_step_to_a_new_case(room):
    room.story()

    assert 'href="/cases/new"' in room.member("wang.min").post("/callers", number="5678").get_data(as_text=True)


def test_what_was_deployed_at_the_start_names_the_system_in_the_readers_language(room):
    rows = re.findall(r"<td>v1</td>|v1</a></td>(.*?)</tr>", room.page("he.yun", "/processes"), re.DOTALL)

    assert rows and all("系统" in row and "system" not in row and "start" not in row for row in rows)


def test_two_tasks_of_one_case_are_told_apart_in_the_list_beside_it(room):
    room.story().until_at("execute_plan").wait("P3D")

    beside = re.search(r'<aside class="case-list".*?</aside>', room.page("li.qiang", f"/cases/{NUMBER}?list=mine"), re.DOTALL)[0]

    names = re.findall(r'class="case-task">.*?</svg>([^<]+)<', beside, re.DOTALL)
    assert len(names) > 1 and len(set(names)) == len(names)
    assert beside.count('aria-current="true"') == 1


def test_supervisor_sees_first_who_has_most_that_is_late(room):
    room.story().until_at("execute_plan").wait("P3D")

    page = room.page("zhao.lei", "/departments/load")

    people = re.findall(r"</span>([^<\s]+)\s*<span class=\"load-figures", page)
    late = [int(figure) for figure in re.findall(r'class="late">(\d+)', page)]
    assert late and late == sorted(late, reverse=True) and len(people) > len(late)


def test_auditor_reads_which_variable_became_empty(room):
    room.story()
    room.member("ma.chao")

    page = room.page("ma.chao", f"/audit/cases/{NUMBER}?topic=values")

    changed = re.findall(r"<strong>变量已更新</strong>.*?</li>", page, re.DOTALL)
    assert changed and all("<dt" in each for each in changed)


def test_owner_reads_what_each_file_is_about(room):
    page = room.page("he.yun", "/workbench/feedback_handling")

    about = dict((file, words) for words, file in re.findall(r"<span data-verbatim>([^<]+)</span> <span class=\"mono small faint\" data-verbatim>([^<]+)<", page))
    assert about["forms/confirm_result.form"] == "确认结果并评价"
    assert about["forms/withdraw_feedback.form"] == "撤回反馈"
    assert {"priority.dmn", "package.toml", "scenarios/satisfied.toml", "feedback_handling.bpmn"} <= about.keys()
    assert all(words != file for file, words in about.items())


def test_a_draft_is_discarded_only_after_a_second_question(room):
    room.member("he.yun").post("/workbench/feedback_handling/draft")

    page = room.page("he.yun", "/workbench/feedback_handling")

    assert re.search(r'<details class="asked-twice"><summary[^>]*>(?:(?!</details>).)*不能恢复(?:(?!</details>).)*/draft/removal', page, re.DOTALL)


def test_newcomer_is_asked_for_the_password_they_were_handed_which_could_be_copied(room):
    page = room.member("gao.wei").post("/administration/people/", login="chen.xin", name="陈新", language="zh").get_data(as_text=True)
    password = re.search(r'data-copy="([^"]+)"', page)[1]

    newcomer = Member(room.app).sign_in("chen.xin", password)

    assert "刚才登录用的一次性密码" in newcomer.get("/password").get_data(as_text=True)
    assert "刚才登录用的一次性密码" not in room.page("wang.min", "/password")


@pytest.mark.parametrize("package", sorted(folder.parent.name for folder in (ROOT / "processes").glob("*/package.toml")))
def test_english_reader_finds_every_word_of_a_diagram_in_english(room, package):
    member = room.member("he.yun")
    drawn = member.get(f"/processes/{package}/versions/1/diagram").get_json()

    untranslated = {id_: name["zh"] for id_, name in drawn["names"].items() if re.search("[\u4e00-\u9fff]", name["en"])}
    words = re.findall(r"<bpmn:(?:participant|lane|textAnnotation|categoryValue) id=\"([^\"]+)", drawn["xml"])

    assert untranslated == {} and words and set(words) <= drawn["names"].keys()
