"""How often somebody may try: guessing is stopped, and people who share an address don't stop each other."""

from __future__ import annotations

import pytest
from limits import parse_many

from tests.web.customer_visit import CustomerVisit
from tests.web.member import Member
from web import callers
from web.app import create_app
from web.customer.robots import LEAST_SECONDS


@pytest.fixture
def app(company):
    app = create_app(company.process_engine)
    app.config[LEAST_SECONDS] = 0
    return app


def tries(app, login: str, password: str, count: int, address: str = "10.0.0.7") -> list[int]:
    visitor = Member(app)
    visitor.client.environ_base["REMOTE_ADDR"] = address
    return [visitor.post("/sign-in", login=login, password=password).status_code for _ in range(count)]


def test_many_colleagues_sign_in_from_one_office(app, company):
    logins = ["wang.min", "zhou.qi", "li.qiang", "li.mei", "zhao.lei", "sun.li", "he.yun", "ma.chao", "gao.wei", "xu.jing"] * 3

    answers = [Member(app).sign_in(login) for login in logins]

    assert len(answers) == 30


def test_guessing_from_elsewhere_doesnt_lock_somebody_out(app):
    guesses = tries(app, "wang.min", "wrong-guess", 12, address="203.0.113.9")

    assert guesses[:10] == [422] * 10 and guesses[10:] == [429] * 2
    assert tries(app, "wang.min", "every-word-counts", 1, address="10.0.0.7") == [303]


def test_addresses_of_one_ipv6_network_count_as_one(app):
    answers = [tries(app, "wang.min", "wrong-guess", 1, address=f"2001:db8:1:2::{last:x}")[0] for last in range(1, 13)]

    assert answers.count(429) == 2


def test_faults_in_a_form_dont_use_up_what_a_customer_may_send(app):
    zhang = CustomerVisit(app)

    refused = [zhang.submit(privacy_accepted="").status_code for _ in range(12)]

    assert refused == [422] * 12
    assert zhang.submit().status_code == 303


def test_too_much_feedback_from_one_address_is_stopped(app):
    zhang = CustomerVisit(app)

    assert [zhang.submit(title=f"第{number}次").status_code for number in range(11)] == [303] * 10 + [429]


@pytest.mark.parametrize("view", [callers.find, callers.search])
def test_the_hidden_digits_of_a_number_are_not_found_by_trying(view):
    per_day = min(rate.amount * 86_400 / rate.get_expiry() for rule, _ in view.limits for rate in parse_many(rule))

    assert 10_000 / per_day > 7
