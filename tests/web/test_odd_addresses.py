"""Numbers and days that no calendar and no database has: nothing is found, and nothing breaks."""

from __future__ import annotations

import pytest

from tests.web.member import Member
from web.app import create_app

ODD = (
    ("ma.chao", "/audit/?until=9999-12-31"),
    ("ma.chao", "/audit/cases.csv?from=0001-01-01"),
    ("wang.min", "/registers/feedback_handling?until=9999-12-31"),
    ("wang.min", "/registers/feedback_handling.csv?from=0001-01-01"),
    ("wang.min", "/cases?page=0000019999999999999999999"),
    ("he.yun", "/reports/feedback_handling/9999-12"),
    ("he.yun", "/reports/feedback_handling/0001-01"),
    ("he.yun", "/processes/feedback_handling/versions/99999999999999999999999"),
    ("he.yun", "/workbench/feedback_handling/difference?before=²"),
    ("he.yun", "/workbench/feedback_handling/difference/drawing/feedback_handling.bpmn?before=²&after=1"),
)


@pytest.fixture
def app(company):
    return create_app(company.process_engine)


def test_odd_numbers_and_days_in_an_address_break_nothing(app):
    people = {login: Member(app).sign_in(login) for login in {login for login, _ in ODD}}

    answers = {path: people[login].get(path).status_code for login, path in ODD}

    assert {path: status for path, status in answers.items() if status not in (200, 404)} == {}


@pytest.mark.parametrize("revision", ["²", "9" * 5000, "-1", ""])
def test_a_revision_that_is_no_number_counts_as_another_one(app, revision):
    owner = Member(app).sign_in("he.yun")
    owner.post("/workbench/feedback_handling/draft")
    place = "/workbench/feedback_handling/content/README.md"

    answer = owner.client.post(place, data=b"mine", headers={"X-Revision": revision, "X-CSRFToken": owner._token()})

    assert answer.get_json()["is_kept_apart"]
