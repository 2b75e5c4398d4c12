"""A case's page: what it shows, to whom, and what can be done from it."""

from __future__ import annotations

import io
import re

import pytest

from tests.web.staff_room import NUMBER, StaffRoom, listed

CASE = f"/cases/{NUMBER}"
PNG = b"\x89PNG\r\n\x1a\n" + b"\0" * 64


@pytest.fixture
def room(company) -> StaffRoom:
    return StaffRoom(company)


@pytest.mark.row("S3.4", "S3.14", "S3.28")
def test_stage_bar_shows_the_procedures_own_stages(room):
    room.story().until_at("assign_handler")

    page = room.page("wang.min", CASE)

    assert page.count('class="stage stage-done"') == 2
    assert page.count('class="stage stage-current"') == 1
    assert "任务分配与处理时限设定" in page


def test_clock_chip_opens_its_derivation(room):
    room.story().until_at("assign_handler")

    page = room.page("wang.min", CASE)

    assert "clock clock-calm" in page
    assert "期限：2 小时" in page and "开始：2023-10-09（周一） 09:00" in page


def test_case_of_others_looks_like_no_case(room):
    room.story()

    theirs, nobodys = (room.page("li.qiang", f"/cases/{number}", status=404) for number in (NUMBER, "20990101-001"))

    assert _without_tokens(theirs, NUMBER) == _without_tokens(nobodys, "20990101-001")


def test_every_act_on_a_case_of_others_is_not_found(room):
    task = room.story().task("register_feedback")
    stranger = room.member("xu.jing")

    answers = [
        stranger.post(path, text="x", reason="x", to="x")
        for path in (
            f"{CASE}/notes", f"{CASE}/messages", f"{CASE}/attachments", f"{CASE}/case-messages/case_rejected",
            *(f"/user-tasks/{task.id}/{act}" for act in ("claim", "unclaim", "assignment", "completion", "draft", "contact")),
        )
    ]  # fmt: skip
    answers += [stranger.get(path) for path in (f"{CASE}/diagram", f"/user-tasks/{task.id}/assignment", f"/user-tasks/{task.id}")]

    assert {answer.status_code for answer in answers} == {404}


def test_internal_note_stays_inside_and_is_masked(room):
    story = room.story()

    room.member("wang.min").post(f"{CASE}/notes", text="已打电话 13812345678，无人接听")

    page = room.page("wang.min", CASE)
    assert "已打电话 138****5678，无人接听" in page and "13812345678" not in page
    assert "message message-internal" in page
    assert "note_added" in story.kinds


def test_what_a_form_tells_the_customer_stands_in_the_thread(room):
    room.story().until_at("analyse_cause")

    page = room.page("wang.min", CASE)

    thread = page[page.index('id="thread-name"') :]
    assert '<ol class="messages">' in thread and "已由专人负责。" in thread[: thread.index("</section>")]


def test_message_names_recipient_and_channel(room):
    room.story()

    page = room.page("wang.min", CASE)
    answer = room.member("wang.min").post(f"{CASE}/messages", text="您好，正在处理。")

    assert "发送给 张* 138****5678" in page and "客户的进度页" in page
    assert answer.status_code == 303
    assert "message message-staff" in room.page("wang.min", CASE)


def test_markup_is_shown_as_text(room):
    room.story(title="<script>alert(1)</script>")

    answer = room.member("wang.min").get(CASE).get_data(as_text=True)

    assert "<script>alert" not in answer and "&lt;script&gt;alert(1)" in answer


def test_looking_is_written_down_once_an_hour(room):
    room.story()
    for _ in range(3):
        room.page("wang.min", CASE)

    first = len(room.company.tables()["case_read"])
    room.story().wait("PT1H")
    room.page("wang.min", CASE)

    assert (first, len(room.company.tables()["case_read"])) == (1, 2)


def test_colleague_who_looked_is_named(room):
    room.story()
    room.page("zhou.qi", CASE)

    assert "周琪" in room.page("wang.min", CASE)


def test_diagram_comes_with_what_ran(room):
    room.story().until_at("assign_handler")

    found = room.member("wang.min").get(f"{CASE}/diagram").get_json()

    assert "<bpmn:definitions" in found["xml"] or "<definitions" in found["xml"]
    assert found["overlay"]["elements"]["assign_handler"]["is_active"]
    assert found["overlay"]["elements"]["register_feedback"]["count"] == 1
    assert found["names"]["register_feedback"]["en"] != found["names"]["register_feedback"]["zh"]


def test_file_is_kept_encrypted_and_comes_back_as_a_download(room):
    room.story()
    token = room.member("wang.min")._token()

    room.member("wang.min").client.post(f"{CASE}/attachments", data={"csrf_token": token, "file": (io.BytesIO(PNG), "截图.png")})

    page = room.page("wang.min", CASE)
    address = page.split('href="/attachments/')[1].split('"')[0]
    answer = room.member("wang.min").get(f"/attachments/{address}")
    assert answer.data == PNG
    assert answer.headers["Content-Disposition"].startswith("attachment")
    assert "sandbox" in answer.headers["Content-Security-Policy"]
    assert not any(PNG in file.read_bytes() for file in room.company.settings.data_dir.rglob("*") if file.is_file())
    assert room.member("li.qiang").get(f"/attachments/{address}").status_code == 404


def test_disguised_file_is_refused_with_its_reason_on_the_page_of_the_case(room):
    room.story()
    token = room.member("wang.min")._token()

    disguised = {"csrf_token": token, "is_public": "yes", "file": (io.BytesIO(b"MZ" + b"\0" * 100), "截图.png")}
    page = refused(room.member("wang.min").client.post(f"{CASE}/attachments", data=disguised))
    none = refused(room.member("wang.min").client.post(f"{CASE}/attachments", data={"csrf_token": token}))

    assert "不能上传可执行程序或脚本。" in page and "请选择一个文件。" in none
    assert all('id="file-fault"' in each and NUMBER in each for each in (page, none))
    assert 'name="is_public" value="yes" checked' in page


def test_number_typed_anywhere_leads_to_the_case(room):
    room.story()

    answer = room.member("wang.min").post("/search", q=f" {NUMBER} ")

    assert answer.headers["Location"] == CASE


def test_words_of_a_title_lead_to_the_list(room):
    room.story(title="希望导出报表")
    room.story(title="页面上的字太小")

    answer = room.member("wang.min").post("/search", q="报表")

    assert listed(room.page("wang.min", answer.headers["Location"])) == [NUMBER]


def test_search_finds_only_what_one_may_see(room):
    room.story()

    assert listed(room.page("li.qiang", "/cases")) == []
    assert listed(room.page("ma.chao", "/cases")) == [NUMBER]  # the auditor


def test_percent_is_a_letter_and_not_a_wildcard(room):
    room.story(title="折扣 50% 没有生效")

    assert listed(room.page("wang.min", "/cases?q=50%25")) == [NUMBER]
    assert listed(room.page("wang.min", "/cases?q=5%25%25")) == []


def test_spam_is_rejected_with_a_reason_and_ends(room):
    story = room.story()
    form = room.page("wang.min", f"{CASE}/case-messages/case_rejected")
    key = form.split("<textarea", 1)[1].split('name="', 1)[1].split('"', 1)[0]
    assert room.member("wang.min").post(f"{CASE}/case-messages/case_rejected").status_code == 422

    answer = room.member("wang.min").post(f"{CASE}/case-messages/case_rejected", **{key: "广告"})

    assert answer.status_code == 303
    assert story.view.row.state != "active"


def _without_tokens(page: str, number: str) -> str:
    return re.sub(r'(name="csrf_token" value=|X-CSRFToken": )"[^"]+"', "", page).replace(number, "")


def refused(answer) -> str:
    assert answer.status_code == 422
    return answer.get_data(as_text=True)
