"""Calls over HTTP, against a real server on the loopback."""

from __future__ import annotations

import pytest

from engine.connectors import Letter, Undelivered, call, deliver
from tests.connectors.loopback_site import web_service

LETTER = Letter("0123abcd", "13812345678", "R-001", "您的\"反馈\"已收到", "R-001")


@pytest.fixture
def service():
    with web_service() as running:
        yield running


def test_a_message_is_sent_as_the_connector_s_body_says(service):
    body = {"phones": ["{{address}}"], "params": {"content": "【{{case}}】{{text}}"}, "flash": False}

    deliver(service.connector(body=body, headers={"Authorization": "Bearer token"}), LETTER)

    path, headers, sent = service.calls[0]
    assert (path, headers["authorization"], headers["idempotency-key"]) == ("/send", "Bearer token", "0123abcd")
    assert sent == {"phones": ["13812345678"], "params": {"content": "【R-001】您的\"反馈\"已收到"}, "flash": False}


def test_without_a_body_of_its_own_a_connector_gets_address_subject_text_and_id(service):
    deliver(service.connector(), LETTER)

    assert service.calls[0][2] == {"to": "13812345678", "subject": "R-001", "text": LETTER.text, "id": "0123abcd"}


def test_a_value_alone_keeps_its_type(service):
    call(service.connector(body={"amount": "{{body}}", "note": "n={{body}}"}), "k", {"body": [1, True]})

    assert service.calls[0][2] == {"amount": [1, True], "note": "n=[1, True]"}


@pytest.mark.parametrize(("status", "is_final"), [(400, True), (401, True), (404, True), (408, False), (429, False), (500, False), (503, False)])
def test_what_the_other_side_refuses_is_final_and_what_it_cannot_do_now_is_not(service, status, is_final):
    service.answers.append((status, {}, b"13812345678 is bad"))

    with pytest.raises(Undelivered) as failure:
        deliver(service.connector(), LETTER)

    assert failure.value.is_final is is_final
    assert str(failure.value) == f"HTTP {status}"


@pytest.mark.parametrize("status", [301, 302, 307, 308])
def test_no_redirect_is_followed(service, status):
    service.answers.append((status, {"Location": f"http://127.0.0.1:{service.port}/elsewhere"}, b""))

    with pytest.raises(Undelivered):
        deliver(service.connector(), LETTER)

    assert [path for path, _, _ in service.calls] == ["/send"]


def test_a_service_that_is_away_is_tried_again(service):
    with pytest.raises(Undelivered) as failure:
        deliver(service.connector(url="http://127.0.0.1:9/"), LETTER)

    assert not failure.value.is_final


def test_an_answer_without_end_is_cut(service):
    service.answers.append((200, {}, b"x" * 1_000_001))

    with pytest.raises(Undelivered):
        call(service.connector(), "k", {"body": 1})
