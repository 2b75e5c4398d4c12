"""Answers that come too late: they count for nothing, say so, and what was typed is still there."""

from __future__ import annotations

import re

import pytest

from engine.commands import messages, user_tasks
from engine.model import people
from tests.complaint import asked_back
from tests.web.customer_visit import CustomerVisit
from web.app import create_app

TYPED = "是月度报表那个页面"


@pytest.fixture
def zhang(company) -> CustomerVisit:
    """Has the question open in the browser."""
    started = asked_back(company)
    visit = CustomerVisit(create_app(company.process_engine))
    visit.address = f"/c/{started.business_key}/{started.code}"
    visit.case, visit.action = started, re.search(r'/(user-tasks/[0-9a-f]+/completion)"', visit.text(visit.address))[1]
    return visit


def test_answer_to_a_question_that_was_answered_on_the_phone_isnt_said_to_be_received(zhang, company):
    task_id = zhang.action.split("/")[1]
    company.process_engine.execute(company.person("wang.min"), user_tasks.complete, task_id, {"answer": ["登录页面"]})

    late = zhang.act(zhang.action, {"answer": TYPED})

    assert late.status_code == 409
    page = late.get_data(as_text=True)
    assert TYPED in page and "这次没有提交" in page
    assert "王敏" not in page


def test_answer_in_a_case_that_is_over_isnt_said_to_be_received(zhang, company):
    customer = people.customer(zhang.case.instance_id)
    company.process_engine.execute(customer, messages.send_to_case, zhang.case.instance_id, "case_withdrawn", {"withdrawal_reason": ["不需要了"]})

    late = zhang.act(zhang.action, {"answer": TYPED})

    assert late.status_code == 409
    assert TYPED in late.get_data(as_text=True)


def test_the_same_answer_sent_twice_is_a_receipt(zhang):
    first, second = (zhang.act(zhang.action, {"answer": TYPED}) for _ in range(2))

    assert (first.status_code, second.status_code) == (303, 303)
    assert "已经收到过您的答复" in zhang.text(zhang.address)
