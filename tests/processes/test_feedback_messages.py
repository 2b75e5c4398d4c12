"""What the feedback procedure says to customers goes out by the channel they prefer, and stands on the case once."""

from __future__ import annotations

from dataclasses import replace

import pytest

from engine.process_engine import ProcessEngine
from engine.queries import customer_status
from engine.store.tables import Delivery
from engine.transports import Transports
from tests.company import Company, company, prepared_company
from tests.connectors.mail_server import mail_server
from tests.stories import Story

__all__ = ["company", "prepared_company"]

PROGRESS = {"contact_channel": "邮件", "contacted_at": "2023-10-10T05:20", "progress": "修复已完成，正在测试，今天 18:00 前恢复。"}


@pytest.fixture
def mailbox():
    with mail_server() as running:
        yield running


@pytest.fixture
def story(company: Company, mailbox) -> Story:
    engine = company.process_engine
    company.process_engine = ProcessEngine(replace(engine.settings, transports=Transports(mail=mailbox.server())), company.clock, engine.library)
    engine.close()
    return Story(company)


def deliveries(story: Story) -> list[tuple[str | None, str]]:
    return story.company.process_engine.ask(story.customer, lambda tx: [(row.channel, row.state) for row in tx.session.query(Delivery).order_by(Delivery.id)])


@pytest.mark.row("S3.38")
def test_progress_is_told_before_the_planned_date_by_the_preferred_channel(story, mailbox):
    story.start(contact="li.si@example.com", preferred_channel="邮件").until_at("execute_plan").wait("PT20H")

    story.complete("report_progress", "li.qiang", **PROGRESS)
    story.wait("PT3H").company.process_engine.deliver_due()

    (letter,) = mailbox.letters
    assert (letter["To"], "处理进展" in letter["Subject"]) == ("li.si@example.com", True)
    assert letter.get_content().startswith(PROGRESS["progress"])
    assert f"/feedback（凭编号 {story.view.row.business_key} 和查询码）" in letter.get_content()


@pytest.mark.row("S3.43")
def test_after_handling_the_customer_is_asked_whether_it_is_solved_and_satisfying(story, mailbox):
    story.start(contact="li.si@example.com", preferred_channel="邮件").until_at("confirm_result")
    story.company.process_engine.deliver_due()

    said = mailbox.letters[-1].get_content()
    assert "问题是否解决" in said and "是否满意" in said and story.view.row.business_key in said


def test_who_prefers_a_call_reads_it_on_the_page_and_is_not_written_to(story, mailbox):
    story.start().until_at("confirm_result")

    story.company.process_engine.deliver_due()

    assert (deliveries(story), mailbox.letters) == ([("电话", "by_phone")], [])


def test_what_was_sent_stands_on_the_customer_s_page_once(story):
    story.start(contact="li.si@example.com", preferred_channel="邮件").until_at("execute_plan").wait("PT20H")
    story.complete("report_progress", "li.qiang", **PROGRESS)

    seen = story.company.process_engine.ask(story.customer, customer_status.status)

    assert [message.text for message in seen.messages].count(PROGRESS["progress"]) == 1
