"""What is told, on the pages: the bell and its list, how messages went out, cases that belong together, failed deliveries."""

from __future__ import annotations

import html
import re
from dataclasses import replace
from datetime import timedelta

import pytest

from engine.commands import deliveries
from engine.model.people import SYSTEM
from engine.process_engine import ProcessEngine
from engine.store import erasure, instances
from engine.transports import Transports
from tests.commands.repair_package import Repair, complete
from tests.connectors.mail_server import mail_server
from tests.web.staff_room import StaffRoom


@pytest.fixture
def mailbox():
    with mail_server() as running:
        yield running


@pytest.fixture
def room(company, mailbox) -> StaffRoom:
    engine = company.process_engine
    company.process_engine = ProcessEngine(replace(engine.settings, transports=Transports(mail=mailbox.server())), company.clock, engine.library)
    engine.close()
    return StaffRoom(company)


def bell(page: str) -> str:
    found = re.search(r'class="bell-count">(\d+)', page)
    return found[1] if found else ""


def test_the_bell_counts_what_was_not_read_and_leads_to_the_case(room, company):
    Repair(company).start(told="li.qiang")
    assert bell(room.page("li.qiang", "/inbox")) == "1"
    page = room.page("li.qiang", "/notifications/")
    assert "请看 R-2023-001" in page

    answer = room.member("li.qiang").post(re.search(r'action="(/notifications/[^"]+/opening)"', page)[1])

    assert (answer.status_code, answer.headers["Location"]) == (303, "/cases/R-2023-001")
    assert bell(room.page("li.qiang", "/inbox")) == ""
    assert "请看 R-2023-001" in room.page("li.qiang", "/notifications/")


def test_everything_is_read_at_once(room, company):
    Repair(company).start(told="li.qiang").start(told="li.qiang")

    room.member("li.qiang").post("/notifications/readings")

    assert bell(room.page("li.qiang", "/inbox")) == ""


def test_someone_else_s_news_is_not_found(room, company):
    Repair(company).start(told="li.qiang")
    opening = re.search(r'action="(/notifications/[^"]+/opening)"', room.page("li.qiang", "/notifications/"))[1]

    assert room.member("wang.min").post(opening).status_code == 404


def test_a_message_shows_channel_mask_and_what_became_of_it(room, company):
    Repair(company).start(channel="E-mail", email="li.si@example.com")
    before = room.page("wang.min", "/cases/R-2023-001")
    company.process_engine.deliver_due()
    after = room.page("wang.min", "/cases/R-2023-001")

    mask = re.search(r'message-delivery.*?<span class="number">([^<]+)</span>', after, re.DOTALL)[1]
    assert "正在发出" in before
    assert "已发出 · 2023-10-09 09:00" in after
    assert "li.si@example.com" not in after
    assert "***" in mask


def test_a_message_in_the_night_says_until_when_it_waits(room, company):
    company.clock.move(timedelta(hours=14))
    Repair(company).start(channel="E-mail", email="li.si@example.com")

    assert "等到时间再发，夜间不打扰 · 2023-10-10 08:00" in room.page("wang.min", "/cases/R-2023-001")


def test_a_failed_message_is_an_incident_its_owner_tries_again_or_lets_be(room, company, mailbox):
    mailbox.answers += ["550 unknown"] * 2
    Repair(company).start(channel="E-mail", email="li.si@example.com")
    company.process_engine.deliver_due()
    assert "没有发出，需要处理" in room.page("wang.min", "/cases/R-2023-001")
    listed = room.page("he.yun", "/incidents/")
    assert "SMTP 550" in listed
    incident = re.search(r"/incidents/([0-9a-f]{32})/retry", listed)[1]

    page = room.page("he.yun", f"/incidents/{incident}")
    assert "更正变量" not in page
    room.member("he.yun").post(f"/incidents/{incident}/retry")
    company.process_engine.deliver_due()
    again = re.search(r"/incidents/([0-9a-f]{32})/retry", room.page("he.yun", "/incidents/"))[1]
    answer = room.member("he.yun").post(f"/incidents/{again}/giving-up")

    assert answer.status_code == 303
    assert "没有异常" in room.page("he.yun", "/incidents/")
    assert "没有发出，只在进度页显示" in room.page("wang.min", "/cases/R-2023-001")


def test_what_staff_write_goes_out_by_the_preferred_channel(room, company, mailbox):
    Repair(company).start(channel="E-mail", email="li.si@example.com")
    company.process_engine.deliver_due()
    page = room.page("wang.min", "/cases/R-2023-001")
    assert "通过E-mail，" in page

    room.member("wang.min").post("/cases/R-2023-001/messages", text="明天可以来取。")
    company.process_engine.deliver_due()

    assert "明天可以来取。" in mailbox.letters[-1].get_content()


def test_cases_that_belong_together_name_each_other(room, company):
    repair = Repair(company).start()
    complete(repair, "repair_it")

    assert 'href="/cases/R-2023-002"' in linked(room.page("wang.min", "/cases/R-2023-001"))
    assert "由本工单产生" in linked(room.page("wang.min", "/cases/R-2023-001"))
    assert 'href="/cases/R-2023-001"' in linked(room.page("wang.min", "/cases/R-2023-002"))
    assert "来源" in linked(room.page("wang.min", "/cases/R-2023-002"))


def linked(page: str) -> str:
    return html.unescape(re.search(r'<details class="fold linked".*?</details>', page, re.DOTALL)[0])


def test_an_address_is_shown_only_as_its_mask_in_the_incident(room, company, mailbox):
    mailbox.answers += ["550 li.si@example.com unknown"]
    Repair(company).start(channel="E-mail", email="li.si@example.com")
    for _ in range(deliveries.ATTEMPTS):
        company.process_engine.deliver_due()

    assert "li.si@example.com" not in room.page("he.yun", "/incidents/")


def test_the_owner_reads_each_template_with_examples_in_both_languages(room, company):
    Repair(company)

    page = room.page("he.yun", "/processes/repair/versions/1")

    assert "消息模板" in page
    assert re.search(r"我们已收到：<mark[^>]*>", page) and re.search(r"We have your <mark[^>]*>", page)
    assert '<mark class="put-in">R-2023-001</mark> received' in page
    assert '<mark class="put-in is-missing">article</mark>' in page
    assert "tell_customer" in page


def test_the_page_of_an_erased_case_still_opens(room, company):
    repair = Repair(company).start(channel="E-mail", email="li.si@example.com")
    company.process_engine.execute(SYSTEM, lambda tx: erasure.forget_traces(tx, instances.lock(tx.session, repair.instance_id)))

    assert "R-2023-001" in room.page("wang.min", "/cases/R-2023-001")
