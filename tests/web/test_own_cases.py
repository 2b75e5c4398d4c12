"""Cases that the calendar begins are the house's own: no page speaks of a customer, and nobody can write to one."""

from __future__ import annotations

from datetime import datetime

import pytest

from engine.commands import thread
from engine.errors import NotFound
from engine.model.people import SYSTEM
from engine.store import case_view
from tests.company import Company, company, prepared_company
from tests.stories import Story
from tests.web.member import Member
from web.app import create_app

__all__ = ["company", "prepared_company"]

ASKS_FOR_A_CUSTOMER = ("匿名", "给客户发消息", "客户看不到", "客户也可以看到")


def report_of_october(company: Company) -> case_view.CaseView:
    """The calendar begins it on the first of November."""
    company.clock.move_to(datetime.fromisoformat("2023-11-01T09:00:00+08:00"))
    while company.process_engine.trigger_due():
        pass
    id_ = company.process_engine.ask(SYSTEM, case_view.newest_case, "request_response_months")
    return company.process_engine.ask(SYSTEM, case_view.of, id_)


@pytest.mark.parametrize("page", ["/cases/{number}", "/cases", "/inbox?filter=all", "/audit/cases/{number}"])
def test_a_report_is_shown_as_our_own_work(company, page):
    number = report_of_october(company).row.business_key
    login = "ma.chao" if page.startswith("/audit") else "liu.fang"

    shown = Member(create_app(company.process_engine)).sign_in(login).get(page.format(number=number)).get_data(as_text=True)

    assert number in shown and "内部事务" in shown
    assert [words for words in ASKS_FOR_A_CUSTOMER if words in shown] == []


def test_nobody_writes_to_a_customer_who_is_not_there(company):
    report = report_of_october(company)

    with pytest.raises(NotFound):
        company.process_engine.execute(company.person("liu.fang"), thread.send_to_customer, report.row.id, "您好")
    company.process_engine.execute(company.person("liu.fang"), thread.add_note, report.row.id, "数字已核对")


def test_a_case_of_a_customer_still_offers_to_write_to_them(company):
    number = Story(company).start().view.row.business_key

    shown = Member(create_app(company.process_engine)).sign_in("wang.min").get(f"/cases/{number}").get_data(as_text=True)

    assert "给客户发消息" in shown and "内部事务" not in shown
