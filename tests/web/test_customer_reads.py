"""Opening a customer's page never stores anything: every row of every table is the same before and after."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

import pytest

from engine.commands import cases, user_tasks
from engine.model import people
from engine.model.people import SYSTEM
from engine.store import case_view
from web.app import create_app

FEEDBACK = {
    "concern": ["使用疑问"],
    "title": ["登录后页面加载失败"],
    "description": ["登录后页面加载失败，多次尝试无效"],
    "customer_name": ["张三丰"],
    "contact": ["13812345678"],
    "preferred_channel": ["电话"],
    "privacy_accepted": ["true"],
}
ASKED_BACK = {
    "channel": ["在线服务平台"],
    "received_at": ["2023-10-09T08:30"],
    "description": ["登录后页面加载失败，多次尝试无效"],
    "impact": ["部分功能"],
    "urgency": ["尽快"],
    "description_state": ["需要核实"],
    "question": ["请问是在哪个页面？"],
}


@pytest.fixture
def started(company):
    """A case whose customer has been asked a question: every part of their page shows."""
    started = company.process_engine.execute(people.customer(None), cases.start, "feedback_handling", FEEDBACK, {})
    wang_min = company.person("wang.min")
    (task,) = company.process_engine.ask(SYSTEM, case_view.open_tasks, started.instance_id, "register_feedback")
    company.process_engine.execute(wang_min, user_tasks.claim, task.id)
    company.process_engine.execute(wang_min, user_tasks.complete, task.id, ASKED_BACK, {})
    return started


@pytest.mark.parametrize("method", ["GET", "HEAD"])
def test_opening_every_page_a_customer_reaches_stores_nothing(company, started, method):
    client = create_app(company.process_engine).test_client()
    status = f"/c/{started.business_key}/{started.code}"
    before = company.tables()

    opened = everything_linked_from(client, ["/feedback", status, f"{status}/received"])
    for path in opened:
        client.open(path, method=method)

    assert {status, f"{status}/slip", "/feedback/feedback_handling"} <= set(opened)
    assert any("/messages/" in path for path in opened)
    assert company.tables() == before


@pytest.mark.parametrize("path", ["/c/20231009-001/wrong-one", "/c/20231009-999/ABCDEFGH", "/feedback/nothing"])
def test_a_wrong_link_is_not_found_and_stores_nothing(company, started, path):
    client = create_app(company.process_engine).test_client()
    before = company.tables()

    assert client.get(path).status_code == 404
    assert company.tables() == before


def everything_linked_from(client, starts: list[str]) -> list[str]:
    """Paths of all pages that links lead to, this site's own only."""
    paths = list(starts)
    for path in paths:
        answer = client.get(path)
        if "text/html" not in answer.content_type:
            continue
        for link in re.findall(r'(?:href|src)="([^"#]+)"', answer.get_data(as_text=True)):
            target = urlsplit(link)
            if not target.netloc and target.path.startswith(("/c/", "/feedback")) and target.path not in paths:
                paths.append(target.path)
    return paths
