"""What is sent twice (a second click, a lost answer) is done once and answered twice; nothing that was typed is lost on the way."""

from __future__ import annotations

import html
import re
from datetime import UTC, datetime, timedelta
from io import BytesIO

import pytest

from engine.commands import housekeeping
from engine.model.people import SYSTEM
from engine.worker import Worker
from tests.web.customer_visit import FEEDBACK, CustomerVisit
from tests.web.staff_room import NUMBER, StaffRoom
from web.customer.robots import LEAST_SECONDS

CASE = f"/cases/{NUMBER}"


@pytest.fixture
def room(company) -> StaffRoom:
    room = StaffRoom(company)
    room.app.config[LEAST_SECONDS] = 0
    return room


def token(page: str, action: str) -> str:
    """The once-only token of the form with that action."""
    form = re.search(rf'<form[^>]*action="[^"]*{re.escape(action)}".*?</form>', page, re.DOTALL)[0]
    return re.search(r'name="_once" value="([^"]+)"', form)[1]


def png(name: str, content: bytes = b"\x89PNG\r\n\x1a\n" + b"0" * 40):
    return BytesIO(content), name


def test_feedback_sent_twice_is_one_case_with_one_number_and_code(room):
    zhang = CustomerVisit(room.app)
    once = token(zhang.text("/feedback/feedback_handling"), "/feedback/feedback_handling")

    answers = [zhang.submit(_once=once) for _ in range(2)]

    assert answers[0].headers["Location"] == answers[1].headers["Location"]
    assert len(room.company.tables()["process_instance"]) == 1
    assert zhang.get(zhang.address).status_code == 200


def test_other_feedback_from_the_same_page_is_another_case(room):
    zhang = CustomerVisit(room.app)
    once = token(zhang.text("/feedback/feedback_handling"), "/feedback/feedback_handling")

    zhang.submit(_once=once)
    zhang.submit(_once=once, title="发票抬头不对")

    assert len(room.company.tables()["process_instance"]) == 2


def test_refused_feedback_may_be_sent_again(room):
    zhang = CustomerVisit(room.app)
    once = token(zhang.text("/feedback/feedback_handling"), "/feedback/feedback_handling")

    refused = [zhang.submit(_once=once, privacy_accepted="") for _ in range(2)]

    assert [answer.status_code for answer in refused] == [422, 422]
    assert zhang.submit(_once=once).status_code == 303


def test_case_entered_twice_by_staff_is_one(room):
    wang = room.member("wang.min")
    once = token(room.page("wang.min", "/cases/new/feedback_handling"), "/cases/new/feedback_handling")

    answers = [wang.post("/cases/new/feedback_handling", **FEEDBACK, _once=once) for _ in range(2)]

    assert [answer.headers["Location"] for answer in answers] == [CASE, CASE]


def test_note_sent_twice_stands_once_and_the_same_words_from_a_new_page_stand_again(room):
    room.story().until_at("analyse_cause")
    member = room.member("li.qiang")
    once, other = (token(room.page("li.qiang", CASE), "/notes") for _ in range(2))

    for each in (once, once, other):
        member.post(f"{CASE}/notes", text="已联系客户", _once=each)

    assert room.page("li.qiang", CASE).count("已联系客户") == 2


def test_files_sent_twice_are_kept_once(room):
    room.story().until_at("analyse_cause")
    member = room.member("li.qiang")
    once = token(room.page("li.qiang", CASE), "/attachments")

    for _ in range(2):
        member.client.post(f"{CASE}/attachments", data={"file": [png("a.png"), png("b.png")], "_once": once, "csrf_token": member._token()})

    assert len(room.company.tables()["attachment"]) == 2


def test_of_several_files_all_are_kept_or_none(room):
    room.story().until_at("analyse_cause")
    member = room.member("li.qiang")

    answer = member.client.post(f"{CASE}/attachments", data={"file": [png("a.png"), png("b.exe", b"MZ" + b"0" * 40)], "csrf_token": member._token()})

    assert answer.status_code == 422
    assert "b.exe" in answer.get_data(as_text=True)
    assert room.company.tables()["attachment"] == []


def test_reason_typed_for_a_case_that_ended_meanwhile_comes_back(room):
    story = room.story().until_at("analyse_cause")
    other = room.story()
    wang, zhou = room.member("wang.min"), room.member("zhou.qi")
    message = f"/cases/{other.view.row.business_key}/case-messages/case_rejected"
    zhou.post(message, rejection_reason="广告")
    assert story.view.row.state == "active"

    answer = wang.post(message, rejection_reason="和产品无关的推广")

    page = html.unescape(answer.get_data(as_text=True))
    assert answer.status_code == 409
    assert "和产品无关的推广" in page and "已经结束" in page


def test_number_in_a_typed_reason_is_masked_and_the_writer_hears_it(room):
    room.story()
    wang = room.member("wang.min")

    answer = wang.post(f"{CASE}/case-messages/case_rejected", rejection_reason="广告，对方号码 13911112222")

    assert answer.status_code == 303
    assert "139****2222" in room.page("wang.min", CASE)


def test_what_was_sent_is_remembered_for_a_day(room):
    zhang = CustomerVisit(room.app)
    zhang.submit(_once=token(zhang.text("/feedback/feedback_handling"), "/feedback/feedback_handling"))
    room.company.clock.move(timedelta(days=2))

    room.company.process_engine.execute(SYSTEM, housekeeping.tidy)

    assert room.company.tables()["done_request"] == []


def test_worker_removes_files_that_a_crash_left_behind(room):
    folder = room.company.settings.data_dir / "attachments" / "00"
    folder.mkdir(parents=True, exist_ok=True)
    orphan = folder / ("0" * 32)
    orphan.write_bytes(b"cipher")
    room.company.clock.move_to(datetime.now(UTC) + timedelta(days=3))

    Worker(room.company.process_engine)._turn()

    assert not orphan.exists()
