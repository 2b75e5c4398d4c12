"""Finding a caller without leaving a trace of the number; a supervisor's view of the department; the catalogue."""

from __future__ import annotations

import re
from urllib.parse import unquote

import pytest

from tests.web.staff_room import NUMBER, StaffRoom, listed


@pytest.fixture
def room(company) -> StaffRoom:
    return StaffRoom(company)


@pytest.mark.parametrize("number", ["13812345678", "138 1234 5678", "+86 138-1234-5678", "5678"])
def test_caller_is_found_by_number(room, number):
    room.story()

    page = room.member("wang.min").post("/callers", number=number).get_data(as_text=True)

    assert listed(page) == [NUMBER]
    assert "138****5678" in page and "13812345678" not in page


def test_number_in_the_search_box_stands_in_no_address(room):
    room.story()

    answer = room.member("wang.min").post("/search", q="13812345678")

    assert answer.status_code == 200 and "Location" not in answer.headers
    assert listed(answer.get_data(as_text=True)) == [NUMBER]


def test_last_four_digits_in_the_search_box_find_the_caller(room):
    room.story()

    answer = room.member("wang.min").post("/search", q="5678")

    assert listed(answer.get_data(as_text=True)) == [NUMBER]
    assert room.member("wang.min").post("/search", q="2023").headers["Location"] == "/cases?q=2023"
    assert room.member("li.qiang").post("/search", q="5678").headers["Location"] == "/cases?q=5678"


def test_the_list_s_own_search_puts_no_number_into_an_address(room):
    room.story()
    page = room.page("li.qiang", "/cases")
    form = re.search(r'<form method="post" action="([^"]+)" class="search-form\b', page)

    by_title = room.member("li.qiang").post(form[1], q="加载", state="active")
    by_number = room.member("li.qiang").post(form[1], q="li.hua@example.com", type="")

    assert unquote(by_title.headers["Location"]) == "/cases?q=加载&state=active"
    assert "example" not in by_number.headers["Location"]


def test_unknown_number_and_no_number_are_two_answers(room):
    room.story()

    assert "没有找到" in room.member("wang.min").post("/callers", number="13900000000").get_data(as_text=True)
    assert room.member("wang.min").post("/callers", number="你好").status_code == 422


def test_search_by_number_stands_in_the_house_chain_with_the_mask_only(room):
    room.story()

    room.member("wang.min").post("/search", q="13812345678")

    room.company.process_engine.trigger_due()
    page = room.page("ma.chao", "/audit/log?topic=reads")
    assert "已按号码查找来电人" in page and "138****5678" in page and "王敏" in page
    assert "13812345678" not in page


def test_who_takes_no_calls_finds_no_callers(room):
    room.story()

    assert room.member("li.qiang").post("/callers", number="13812345678").status_code == 404
    assert room.member("li.qiang").post("/search", q="13812345678").headers["Location"] == "/cases?q="


def test_supervisor_sees_who_has_how_much(room):
    room.story().until_at("analyse_cause")

    page = room.page("zhao.lei", "/departments/load")

    assert NUMBER in page and "李强" in page and "李梅" in page


def test_many_tasks_change_hands_at_once(room):
    stories = [room.story().until_at("analyse_cause") for _ in range(2)]
    tasks = [story.task("analyse_cause").id for story in stories]
    member, taker = room.member("zhao.lei"), room.company.person("li.mei")

    answer = member.client.post(
        "/departments/load/assignments",
        data={"task": tasks, "to": taker.id, "reason": "均衡", "department": "product_technology", "csrf_token": member._token()},
    )

    assert answer.status_code == 303
    assert {story.task("analyse_cause").assignee_id for story in stories} == {taker.id}
    assert "已转交 2 件" in room.page("zhao.lei", answer.headers["Location"])


def test_load_is_for_the_supervisor_of_that_department(room):
    room.page("li.qiang", "/departments/load", status=404)
    room.page("zhao.lei", "/departments/load?department=customer_service", status=404)


def test_catalogue_counts_running_cases_and_shows_tables_and_forms(room):
    room.story()

    page = room.page("li.qiang", "/processes")
    version = room.page("li.qiang", "/processes/feedback_handling/versions/1")

    assert "客户反馈处理" in page and '<td class="num">1</td>' in page
    assert "respond_limit" in version and "<code>" in version
    assert 'class="form-preview" inert' in version
    assert room.member("li.qiang").get("/processes/feedback_handling/versions/1/diagram").get_json()["xml"]
    room.page("li.qiang", "/processes/feedback_handling/versions/99", status=404)
