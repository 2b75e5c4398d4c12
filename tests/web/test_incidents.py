"""Incidents on their page: owners of the package see the cause, try again and correct variables; nobody else does."""

from __future__ import annotations

import re

import pytest
from flask import Flask

from engine.queries.visible import visible_case
from tests.elements.drawing import diagram, end, exclusive, flow, flows, start, user
from tests.web.member import Member
from tests.web.program import deployed, program
from web.app import create_app

WEIGH = diagram(
    start(), exclusive("heavy", default="by_hand"), user("call_truck"), end(), flows("begin", "heavy"), flow("heavy", "call_truck", "=weight > 20"),
    flow("heavy", "done", id="by_hand"), flows("call_truck", "done"), id="weigh_parcel",
)  # fmt: skip


@pytest.fixture
def app(company) -> Flask:
    deployed(company, "weigh_parcel", WEIGH)
    return create_app(company.process_engine)


@pytest.fixture
def number(app, company) -> str:
    return program(app, company).ask("/cases", package="weigh_parcel", variables={"weight": "heavy", "colour": "red"})["number"]


@pytest.fixture
def owner(app) -> Member:
    return Member(app).sign_in("he.yun")


def listed(member: Member) -> str:
    answer = member.get("/incidents/")
    assert answer.status_code == 200
    return answer.get_data(as_text=True)


def incident_id(member: Member) -> str:
    return re.search(r"/incidents/([0-9a-f]{32})/retry", listed(member))[1]


def test_list_names_cause_element_and_case(owner, number):
    page = listed(owner)

    assert f'href="/cases/{number}"' in page
    assert "heavy" in page and "weigh_parcel" in page
    assert "没有异常" not in page


def test_corrected_variables_let_the_case_go_on(owner, number, company):
    answer = owner.post(f"/incidents/{incident_id(owner)}/variables", variables='{"weight": 3.0}', reason="typed as a word")

    assert answer.status_code == 303
    assert "没有异常" in listed(owner)
    assert company.process_engine.ask(company.person("he.yun"), visible_case, number).end_event_id == "done"


def test_retry_of_what_still_fails_says_so_and_keeps_the_incident(owner, number):
    owner.post(f"/incidents/{incident_id(owner)}/retry")

    assert f"工单 {number} 仍有异常" in listed(owner)


@pytest.mark.parametrize(
    ("typed", "reason", "fault"),
    [("{", "why", "variables"), ("[1]", "why", "variables"), ("{}", "why", "variables"), ('{"case": 1}', "why", "variables"),
     (r'{"a": "\u0000"}', "why", "variables"), ('{"weight": 3}', "  ", "reason")],
)  # fmt: skip
def test_refused_correction_keeps_what_was_typed(owner, number, typed, reason, fault):
    answer = owner.post(f"/incidents/{incident_id(owner)}/variables", variables=typed, reason=reason)
    page = answer.get_data(as_text=True)

    assert answer.status_code == 422
    assert f'id="{fault}-fault"' in page
    assert re.search(r"<textarea[^>]*>([^<]*)</textarea>", page)[1].replace("&#34;", '"') == typed


def test_incidents_are_for_owners_only(app, owner, number):
    id_ = incident_id(owner)
    for login in ("wang.min", "gao.wei", "ma.chao"):
        member = Member(app).sign_in(login)
        answers = [member.get("/incidents/"), member.get(f"/incidents/{id_}"), member.post(f"/incidents/{id_}/retry")]

        assert [answer.status_code for answer in answers] == [404, 404, 404], login
    assert number in listed(owner)


def test_english_page_has_english_words(owner, number):
    page = owner.get(f"/incidents/{incident_id(owner)}?lang=en").get_data(as_text=True)

    assert "Correct variables and try again" in page and "更正" not in page
