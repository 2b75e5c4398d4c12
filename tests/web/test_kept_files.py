"""A form that comes back with a fault keeps the files that came with it: nobody chooses them twice."""

from __future__ import annotations

import re
from datetime import timedelta
from html import unescape

import pytest

from engine.store.attachment_files import AttachmentFolder
from tests.stories import Story
from tests.web.customer_visit import FEEDBACK, CustomerVisit, photo
from tests.web.member import Member
from web import kept_files
from web.app import create_app
from web.customer.robots import LEAST_SECONDS

FIELD = "_kept:attachments"


@pytest.fixture
def zhang(company) -> CustomerVisit:
    app = create_app(company.process_engine)
    app.config[LEAST_SECONDS] = 0
    return CustomerVisit(app)


def test_file_of_a_form_with_a_fault_need_not_be_chosen_again(zhang):
    page = zhang.submit(title="", attachments=photo("现场.png")).get_data(as_text=True)
    assert "现场.png" in page and "不用再选" in page and "请重新选择" not in page

    answer = zhang.submit(**{FIELD: tickets(page)})

    assert answer.status_code == 303
    [link] = re.findall(r'href="([^"]+/attachments/[0-9a-f]+)"', zhang.text(zhang.address))
    assert zhang.get(link).get_data() == photo()[0].getvalue()


def test_kept_file_survives_a_second_fault_and_another_file_joins_it(zhang):
    first = zhang.submit(title="", attachments=photo("一.png")).get_data(as_text=True)
    second = zhang.submit(title="", **{FIELD: tickets(first), "attachments": photo("二.png")}).get_data(as_text=True)

    zhang.submit(**{FIELD: tickets(second)})

    page = zhang.text(zhang.address)
    assert "一.png" in page and "二.png" in page


def test_unticked_file_does_not_go_along(zhang):
    zhang.submit(title="", attachments=photo("现场.png"))

    zhang.submit()

    assert "现场.png" not in zhang.text(zhang.address)


def test_kept_file_stays_ticked_while_the_form_is_drawn_again(zhang):
    page = zhang.submit(title="", attachments=photo("现场.png")).get_data(as_text=True)

    again = zhang.post("/feedback/feedback_handling/form", FEEDBACK | {FIELD: tickets(page)}).get_data(as_text=True)

    assert tickets(again) == tickets(page)


def test_good_files_stay_when_one_beside_them_is_refused(zhang):
    disguised = (photo()[0], "invoice.pdf", "application/pdf")
    page = zhang.submit(attachments=[photo("现场.png"), disguised]).get_data(as_text=True)

    assert "invoice.pdf" in page and "请重新选择" in page
    assert len(tickets(page)) == 1 and "现场.png" in page


def test_number_in_a_kept_files_name_is_shown_masked(zhang):
    page = zhang.submit(title="", attachments=photo("13812345678.png")).get_data(as_text=True)

    assert "138****5678" in page and "13812345678.png" not in page


def test_made_up_ticket_is_said_to_be_gone_and_what_was_typed_stays(zhang):
    answer = zhang.submit(**{FIELD: "bm90aGluZw=="})
    page = answer.get_data(as_text=True)

    assert answer.status_code == 422
    assert "请重新选择" in page and FEEDBACK["description"] in page and not tickets(page)


def test_what_nobody_sent_again_is_gone_after_a_day_and_said_to_be(zhang, company):
    page = zhang.submit(title="", attachments=photo()).get_data(as_text=True)
    files = AttachmentFolder(company.settings.data_dir / "attachments")
    assert photo()[0].getvalue() not in b"".join(each for name, _ in files.written() for each in files.read(name))

    company.clock.move_to(max(at for _, at in files.written()) + timedelta(days=1, minutes=1))
    company.process_engine.tidy_up()

    answer = zhang.submit(**{FIELD: tickets(page)})
    assert answer.status_code == 422 and "请重新选择" in answer.get_data(as_text=True)
    assert not list(files.written())


def test_forms_that_are_never_right_do_not_fill_the_disk(zhang, company, monkeypatch):
    monkeypatch.setattr(kept_files, "MOST_BYTES_A_DAY", 100)
    zhang.submit(title="", attachments=photo())

    page = zhang.submit(title="", attachments=photo()).get_data(as_text=True)

    assert "请重新选择" in page and not tickets(page)
    assert len(list(AttachmentFolder(company.settings.data_dir / "attachments").written())) == 1


def test_files_of_who_takes_a_call_and_of_a_task_stay_too(zhang, company):
    wang_min = Member(zhang.app).sign_in("wang.min")
    page = wang_min.post("/cases/new/feedback_handling", **FEEDBACK | {"title": "", "attachments": photo("来电.png")}).get_data(as_text=True)
    wang_min.post("/cases/new/feedback_handling", **FEEDBACK, **{FIELD: tickets(page)})
    story = Story(company).start().until_at("analyse_cause")
    li_qiang, task = Member(zhang.app).sign_in("li.qiang"), story.task("analyse_cause")
    due = li_qiang.post(f"/user-tasks/{task.id}/completion", cause="", _list="mine", **{name: photo("日志.png") for name in files_of(li_qiang, task)})

    assert "来电.png" in wang_min.get("/cases/20231009-001").get_data(as_text=True)
    assert due.status_code == 422 and "日志.png" in due.get_data(as_text=True) and "不用再选" in due.get_data(as_text=True)


def files_of(member: Member, task) -> list[str]:
    """The file fields of the task's open form."""
    page = member.get(f"/user-tasks/{task.id}").headers["Location"].split("#")[0]
    form = member.get(page).get_data(as_text=True).split('id="due-form"')[1].split("</form>")[0]
    return re.findall(r'type="file"[^>]* name="([^"]+)"', form)


def tickets(page: str) -> list[str]:
    """What the ticked boxes of the page send along."""
    return [unescape(each) for each in re.findall(rf'name="{FIELD}" value="([^"]+)" checked', page)]
