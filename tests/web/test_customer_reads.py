"""Opening a customer's page never stores anything: every row of every table is the same before and after."""

from __future__ import annotations

import pytest

from tests.complaint import asked_back
from tests.web.reading import read_all
from web.app import create_app

@pytest.fixture
def started(company):
    """A case whose customer has been asked a question: every part of their page shows."""
    return asked_back(company)


@pytest.mark.parametrize("method", ["GET", "HEAD"])
def test_opening_every_page_a_customer_reaches_stores_nothing(company, started, method):
    client = create_app(company.process_engine).test_client()
    status = f"/c/{started.business_key}/{started.code}"
    before = company.tables()

    opened = read_all(client, ["/feedback", status, f"{status}/received"], only=("/c/", "/feedback"))
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
