"""How a page speaks to its reader: language, theme, times, failures."""

from __future__ import annotations

import html

import pytest

from tests.web.staff_room import NUMBER, StaffRoom
from web.language import local_path
from web.marked import marked
from web.times import relative, span


@pytest.fixture
def room(company) -> StaffRoom:
    return StaffRoom(company)


def test_chinese_is_the_default_and_english_stays_once_chosen(room):
    client = room.app.test_client()
    assert "员工登录" in client.get("/sign-in").get_data(as_text=True)

    member = room.member("wang.min")
    answer = member.post("/preferences", language="en", next="/inbox?filter=all")

    assert answer.headers["Location"] == "/inbox?filter=all"
    assert "My work" in member.get("/inbox").get_data(as_text=True)


def test_person_whose_language_is_english_reads_english(room):
    assert "My work" in room.page("emma.lin", "/inbox")


def test_link_in_a_message_may_name_the_language(room):
    assert "Staff sign-in" in room.app.test_client().get("/sign-in?lang=en").get_data(as_text=True)


def test_dark_is_kept_and_an_invented_theme_is_not(room):
    member = room.member("wang.min")
    member.post("/preferences", theme="dark", next="/inbox")
    assert 'data-theme="dark"' in member.get("/inbox").get_data(as_text=True)

    member.post("/preferences", theme='"><script>', next="/inbox")

    assert 'data-theme="dark"' in member.get("/inbox").get_data(as_text=True)


@pytest.mark.parametrize(
    "address", ["https://evil.example", "//evil.example", "/\\evil.example", "\\\\evil.example", "javascript:alert(1)", "", None]
)
def test_no_link_leads_elsewhere(address):
    assert local_path(address) == "/"


@pytest.mark.parametrize(
    ("seconds", "zh", "en"),
    [
        (59, "59 秒", "59 s"),
        (60, "1 分钟", "1 min"),
        (3 * 3600 + 300, "3 小时 5 分", "3 h 5 min"),
        (7200, "2 小时", "2 h"),
        (27 * 3600, "1 天 3 小时", "1 d 3 h"),
    ],
)
def test_length_of_time_in_its_two_largest_units(room, seconds, zh, en):
    with room.app.test_request_context("/"):
        assert span(seconds) == zh
    with room.app.test_request_context("/?lang=en"):
        assert span(seconds) == en


def test_moment_just_now_and_far_away(room):
    now = room.company.clock.now()

    with room.app.test_request_context("/"):
        assert relative(now) == "刚刚"
        assert relative(now.replace(hour=now.hour + 2)) == "2 小时后"


def test_absolute_time_stands_behind_the_relative_one_in_the_companys_zone(room):
    room.story()

    assert 'title="2023-10-09 09:00"' in room.page("wang.min", f"/cases/{NUMBER}")


@pytest.mark.parametrize(("language", "sentence"), [("zh", "没有找到"), ("en", "not there")])
def test_missing_page_says_so_in_the_readers_language(room, language, sentence):
    answer = room.app.test_client().get(f"/no-such-page?lang={language}")

    assert answer.status_code == 404 and sentence in answer.get_data(as_text=True)


def test_too_many_tries_are_slowed_down(room):
    client = room.member("wang.min").client
    token = room.member("wang.min")._token()

    answers = [client.post("/sign-in", data={"login": "gao.wei", "password": "wrong", "csrf_token": token}) for _ in range(11)]

    assert [answer.status_code for answer in answers] == [422] * 10 + [429]
    assert "稍等" in answers[-1].get_data(as_text=True)


def test_post_without_a_token_says_that_the_page_expired(room):
    answer = room.member("wang.min").client.post("/cases/1/notes", data={"text": "x"})

    assert answer.status_code == 400 and "页面已过期" in answer.get_data(as_text=True)


def test_oversized_request_is_refused_before_it_is_read(room):
    member = room.member("wang.min")
    room.story()
    room.app.config["MAX_CONTENT_LENGTH"] = 2000

    answer = member.client.post(f"/cases/{NUMBER}/attachments", data={"file": b"x" * 5000})

    assert answer.status_code == 413 and "文件太大" in answer.get_data(as_text=True)


def test_defect_shows_a_sentence_and_no_inside(room, monkeypatch):
    member = room.member("wang.min")
    room.app.view_functions["cases.index"] = lambda: 1 / 0

    answer = member.get("/cases")

    assert answer.status_code == 500
    assert "系统出了问题" in answer.get_data(as_text=True) and "ZeroDivision" not in answer.get_data(as_text=True)


def test_script_gets_a_refusal_as_data(room):
    answer = room.member("wang.min").client.get("/cases/none/diagram", headers={"Accept": "application/json"})

    assert answer.status_code == 404 and answer.get_json()["error"]["en"]


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("**标题**", "<p><strong>标题</strong></p>"),
        ("a\nb", "<p>a<br>b</p>"),
        ("- 甲\n- 乙", '<ul class="marked-list"><li>甲</li><li>乙</li></ul>'),
        ("1. 甲", '<ol class="marked-list"><li>甲</li></ol>'),
        ("# 说明\n正文 `x`", "<p><strong>说明</strong></p>\n<p>正文 <code>x</code></p>"),
        ("<img src=x>", "<p>&lt;img src=x&gt;</p>"),
        ("**<b>**", "<p><strong>&lt;b&gt;</strong></p>"),
        ("|甲|乙|\n|-|-|\n|1|<i>|", None),
    ],
)
def test_light_marks_and_nothing_else(text, shown):
    found = str(marked(text))

    assert "<i>" not in found and "<img" not in found
    assert shown is None or found == shown


def test_password_is_changed_and_older_sessions_end(room):
    member, elsewhere = room.member("zhou.qi"), StaffRoom(room.company).member("zhou.qi")
    refused = member.post("/password", current="wrong", new="short", repeated="other")
    assert refused.status_code == 422 and "当前密码不正确" in html.unescape(refused.get_data(as_text=True))

    answer = member.post("/password", current="every-word-counts", new="另一句好记的话 2023", repeated="另一句好记的话 2023")

    assert answer.status_code == 303
    assert member.get("/inbox").status_code == 200
    assert elsewhere.get("/inbox").status_code == 303
