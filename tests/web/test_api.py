"""The REST API: programs with a token take jobs, start cases and publish messages; everybody else gets nothing."""

from __future__ import annotations

import json
from datetime import timedelta
from decimal import Decimal

import pytest
from flask import Flask

from engine.commands import api_tokens
from engine.model.people import SYSTEM
from engine.queries.visible import visible_case
from engine.store import case_view
from tests.elements.drawing import boundary, by_error, catch, by_message, diagram, end, error, flows, message, service, start
from tests.web.member import Member
from tests.web.program import Program, deployed, program
from web.api import long_polls
from web.api.operations import OPERATIONS
from web.app import create_app

SEND_PARCEL = diagram(
    start(), service("print_label", "print-label"), boundary("address_wrong", "print_label", by_error("NO_ADDRESS")), end("sent"), end("returned"),
    flows("begin", "print_label", "sent"), flows("address_wrong", "returned"), roots=error("NO_ADDRESS"), id="send_parcel",
)  # fmt: skip
AWAIT_PAYMENT = diagram(
    start(), catch("wait", by_message("paid")), end("settled"), flows("begin", "wait", "settled"), roots=message("paid", "=order"), id="await_payment",
)  # fmt: skip
WISH = b'{"id": "wish", "type": "default", "components": [{"type": "number", "key": "amount", "id": "F1", "label": "Amount", "validate": {"required": true, "max": 9}}]}'
WITH_FORM = diagram(
    '<bpmn:startEvent id="begin"><bpmn:extensionElements><zeebe:formDefinition formId="wish"/></bpmn:extensionElements></bpmn:startEvent>',
    service("pack", "pack"), end(), flows("begin", "pack", "done"), id="with_form",
)  # fmt: skip


@pytest.fixture
def app(company) -> Flask:
    deployed(company, "send_parcel", SEND_PARCEL)
    return create_app(company.process_engine)


@pytest.fixture
def desk(app, company) -> Program:
    return program(app, company)


def taken(desk: Program, worker: str = "printer-1", **more) -> list[dict]:
    return desk.ask("/jobs/activation", type="print-label", worker=worker, **more)["jobs"]


def row(company, number: str):
    return company.process_engine.ask(company.person("he.yun"), visible_case, number)


def test_program_starts_a_case_takes_its_job_and_completes_it(desk, company):
    started = desk.ask("/cases", package="send_parcel", variables={"weight": 1.5, "to": ["Wuhan"]})
    (job,) = taken(desk)
    desk.ask(f"/jobs/{job['id']}/completion", worker="printer-1", variables={"label": "L-7"})

    assert (job["type"], job["elementId"], job["caseNumber"], job["retries"]) == ("print-label", "print_label", started["number"], 3)
    assert job["variables"] == {"weight": Decimal("1.5"), "to": ["Wuhan"]}
    assert row(company, started["number"]).end_event_id == "sent"


@pytest.mark.parametrize("number", ["0.1", "1234567890123456789012345678901234", "1E+40", "-0.0000000000000000000000000000000001", "100"])
def test_numbers_come_back_with_every_digit(desk, number):
    answer = desk.post("/cases", raw=b'{"package": "send_parcel", "variables": {"n": %s}}' % number.encode())
    (job,) = taken(desk)

    assert answer.status_code == 201
    assert job["variables"]["n"] == Decimal(number)


@pytest.mark.parametrize("body", [b"{", b"\xff", b'{"a": NaN}', b"[" * 5000, b'{"variables": 1e999999999999999999999}'])
def test_body_that_is_no_json_is_a_bad_request(desk, body):
    answer = desk.post("/cases", raw=body)

    assert (answer.status_code, answer.get_json(force=True)["code"]) == (400, "not_json")


@pytest.mark.parametrize(
    ("variables", "place"),
    [
        (r'{"a": "x\u0000"}', "variables.a"),
        (r'{"a": ["\ud800"]}', "variables.a[0]"),
        (r'{"a\u0000": 1}', "variables"),
        (r'{"n": 12345678901234567890123456789012345}', "variables.n"),
        (r'{"case": 1}', "variables.case"),
        (r'{"a": ' + "[" * 60 + "]" * 60 + "}", "variables.a" + "[0]" * 49),
    ],
)
def test_what_could_not_be_stored_exactly_is_refused_by_its_place(desk, variables, place):
    answer = desk.post("/cases", raw=f'{{"package": "send_parcel", "variables": {variables}}}'.encode())

    assert answer.status_code == 422
    assert list(answer.get_json(force=True)["errors"]) == [place]
    assert taken(desk) == []


def test_properties_are_checked_all_at_once(desk):
    answer = desk.post("/jobs/activation", {"maxJobs": 0, "waitSeconds": 1.5, "typ": "x", "worker": ""})

    assert answer.status_code == 422
    assert answer.mimetype == "application/problem+json"
    assert answer.get_json(force=True)["errors"] == {
        "typ": "There is no such property.", "type": "This is required.", "worker": "This must have 1 to 100 characters.",
        "maxJobs": "This must be between 1 and 100.", "waitSeconds": "This must be a whole number.",
    }  # fmt: skip


def test_start_form_judges_a_program_s_values_too(app, company):
    deployed(company, "with_form", WITH_FORM, wish__form=WISH)
    shop = program(app, company)

    refused = shop.post("/cases", {"package": "with_form", "variables": {"amount": 12, "colour": "red"}})
    shop.ask("/cases", package="with_form", variables={"amount": 4})
    (job,) = shop.ask("/jobs/activation", type="pack", worker="w")["jobs"]

    assert refused.status_code == 422
    assert set(refused.get_json(force=True)["errors"]) == {"amount", "colour"}
    assert job["variables"] == {"amount": 4}


def test_failed_job_waits_for_its_back_off_and_ends_in_an_incident(desk, company):
    number = desk.ask("/cases", package="send_parcel")["number"]
    (job,) = taken(desk)
    desk.ask(f"/jobs/{job['id']}/failure", worker="printer-1", message="no paper; call 13812345678", retries=1, backOffSeconds=60)
    assert taken(desk) == []
    company.clock.move(timedelta(seconds=61))
    (again,) = taken(desk)
    desk.ask(f"/jobs/{again['id']}/failure", worker="printer-1", message="still no paper")

    (incident,) = company.process_engine.ask(SYSTEM, case_view.of, row(company, number).id).incidents
    assert "still no paper" in incident.text_en
    assert "13812345678" not in repr(company.tables())


def test_business_error_takes_the_drawn_way_out(desk, company):
    number = desk.ask("/cases", package="send_parcel")["number"]
    (job,) = taken(desk)

    desk.ask(f"/jobs/{job['id']}/error", worker="printer-1", code="NO_ADDRESS", variables={"why": "unknown street"})

    assert row(company, number).end_event_id == "returned"


def test_lock_can_be_extended_and_only_its_holder_may_work(app, desk, company):
    desk.ask("/cases", package="send_parcel")
    (job,) = taken(desk, timeoutSeconds=10)
    desk.ask(f"/jobs/{job['id']}/lock", worker="printer-1", timeoutSeconds=60)
    company.clock.move(timedelta(seconds=30))
    namesake = program(app, company, "another-desk")

    refused = [each.post(f"/jobs/{job['id']}/completion", {"worker": name}) for each, name in ((desk, "printer-2"), (namesake, "printer-1"))]

    assert [answer.status_code for answer in refused] == [409, 409]
    assert refused[0].get_json(force=True)["code"] == "lock_lost"
    assert desk.post(f"/jobs/{job['id']}/completion", {"worker": "printer-1"}).status_code == 204


def test_contact_data_in_a_program_s_variables_becomes_its_mask(desk, company):
    desk.ask("/cases", package="send_parcel", variables={"note": "call 13812345678", "rows": [{"mail": "li.hua@example.com"}]})
    (job,) = taken(desk)
    desk.ask(f"/jobs/{job['id']}/completion", worker="printer-1", variables={"phone": "13987654321"})

    assert job["variables"]["note"] == "call 138****5678"
    stored = repr(company.tables())
    assert not any(raw in stored for raw in ("13812345678", "li.hua@example.com", "13987654321"))


@pytest.mark.parametrize("token", [None, "", "hx_" + "0" * 32 + "_" + "A" * 43, "wang.min:every-word-counts"])
def test_without_a_valid_token_nothing_is_done_and_nothing_is_said(app, company, token):
    stranger = Program(app, token)
    before = company.tables()

    answers = [stranger.post(each.path.replace("<job_id>", "0" * 32), {}) for each in OPERATIONS]

    assert {answer.status_code for answer in answers} == {401}
    assert {answer.get_json(force=True)["code"] for answer in answers} == {"unauthorized"}
    assert company.tables() == before


def test_revoked_token_opens_nothing_from_that_moment_on(app, company):
    created = company.process_engine.execute(SYSTEM, api_tokens.create, "old-desk")
    old = Program(app, created.token)
    assert taken(old) == []

    company.process_engine.execute(SYSTEM, api_tokens.revoke, created.id)

    assert old.post("/jobs/activation", {"type": "print-label", "worker": "w"}).status_code == 401


def test_cookie_of_a_signed_in_person_opens_no_api_and_no_program_gets_one(app, desk):
    manager = Member(app).sign_in("he.yun")

    refused = manager.client.post("/api/v1/cases", json={"package": "send_parcel"})
    answer = desk.post("/cases", {"package": "send_parcel"})

    assert refused.status_code == 401
    assert "Set-Cookie" not in answer.headers


def test_token_opens_no_page(app, desk):
    answer = desk.client.get("/inbox", headers={"Authorization": f"Bearer {desk.token}"})

    assert answer.status_code == 303


def test_what_is_not_there_looks_like_what_is_not_allowed(desk):
    unknown = [desk.post(path, body) for path, body in (
        ("/cases", {"package": "nowhere"}), (f"/jobs/{'0' * 32}/completion", {"worker": "w"}), ("/nowhere", {}),
        ("/messages", {"name": "paid", "correlationKey": "A-1"}),
    )]  # fmt: skip

    assert {answer.status_code for answer in unknown} == {404}
    assert len({answer.get_data() for answer in unknown}) == 1


def test_too_large_a_body_and_a_wrong_method_are_problems_too(desk):
    large = desk.post("/cases", raw=b'{"package": "' + b"x" * 1_100_000 + b'"}')
    wrong = desk.client.get("/api/v1/cases")

    assert [(each.status_code, each.mimetype) for each in (large, wrong)] == [(413, "application/problem+json"), (405, "application/problem+json")]


def test_waiting_worker_is_answered_as_soon_as_there_is_work(app, desk, monkeypatch):
    looks = []
    monkeypatch.setattr(long_polls, "pause", lambda seconds: looks.append(seconds) or (len(looks) == 3 and desk.ask("/cases", package="send_parcel")))

    (job,) = taken(desk, waitSeconds=20)

    assert job["elementId"] == "print_label"
    assert len(looks) == 3


def test_message_reaches_who_waits_and_nobody_else(app, company):
    deployed(company, "await_payment", AWAIT_PAYMENT)
    bank = program(app, company, "bank")
    first, second = (bank.ask("/cases", package="await_payment", variables={"order": order})["number"] for order in ("A-1", "A-2"))

    done = bank.ask("/messages", name="paid", correlationKey="A-1", variables={"sum": 3})

    assert done == {"correlated": 1, "isBuffered": False}
    assert [row(company, number).state for number in (first, second)] == ["completed", "active"]


def test_document_describes_every_route_and_no_other(app):
    document = json.loads(app.test_client().get("/api/v1/openapi.json").get_data())
    routes = {
        (rule.rule.removeprefix("/api/v1").replace("<", "{").replace(">", "}"), method.lower())
        for rule in app.url_map.iter_rules() if rule.endpoint.startswith("api.") for method in rule.methods - {"HEAD", "OPTIONS"}
    }  # fmt: skip

    assert document["openapi"] == "3.1.0"
    assert {(path, method) for path, item in document["paths"].items() for method in item} == routes
    assert all(referred in json.dumps(document) for referred in ('"Problem": {', '"securitySchemes"'))


@pytest.mark.parametrize("operation", OPERATIONS, ids=lambda each: each.name)
def test_document_says_what_each_request_needs(app, desk, operation):
    described = json.loads(app.test_client().get("/api/v1/openapi.json").get_data())["paths"]
    said = described[operation.path.replace("<job_id>", "{job_id}")]["post"]
    schema = said["requestBody"]["content"]["application/json"]["schema"]

    missing = desk.post(operation.path.replace("<job_id>", "0" * 32), {}).get_json(force=True)

    assert set(missing["errors"]) == set(schema["required"])
    assert {"400", "401", "422", "429", str(operation.status)} <= set(said["responses"])
    assert [each["name"] for each in said.get("parameters", ())] == (["job_id"] if "job_id" in operation.path else [])
