"""What holds for every view there is, and for the next one too: sign-in, tokens, headers, no inline scripts."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask
from werkzeug.routing import IntegerConverter, Rule

from tests.web.member import Member
from web.app import create_app

TEMPLATES = Path(__file__).resolve().parents[2] / "web/templates"
# What people reach without an account: the customer's pages, sign-in itself, files, and the choice of language.
# Programs bring a token instead: tests/web/test_api.py.
OPEN = ("static", "preferences.", "sessions.", "customer.", "api.")
HEADERS = {
    "Content-Security-Policy": "default-src 'none'; script-src 'self'",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
}


@pytest.fixture
def app(company) -> Flask:
    return create_app(company.process_engine)


@pytest.fixture
def administrator(app) -> Member:
    return Member(app).sign_in("gao.wei")


def test_numbers_in_addresses_fit_into_the_database(app):
    numbers = {f"{rule.endpoint} {name}": converter.max for rule in app.url_map.iter_rules()
               for name, converter in rule._converters.items() if isinstance(converter, IntegerConverter)}

    assert numbers
    assert {name for name, most in numbers.items() if not most or most >= 2**31} == set()


def test_staff_pages_ask_a_stranger_to_sign_in(app):
    client = app.test_client()

    asked = {rule.endpoint: client.get(address(app, rule)) for rule in rules(app, "GET") if not is_open(rule)}

    assert asked
    assert {name for name, answer in asked.items() if answer.status_code != 303} == set()
    assert {name for name, answer in asked.items() if "/sign-in" not in answer.headers["Location"]} <= {"inbox.home"}


def test_only_the_customers_pages_and_sign_in_are_open(app):
    marked = {rule.endpoint for rule in app.url_map.iter_rules()
              if getattr(app.view_functions[rule.endpoint], "is_open_to_all", False)}

    assert {name for name in marked if not name.startswith(OPEN)} <= {"inbox.home"}


def test_nothing_changes_without_the_page_s_token(app, administrator, company):
    before = company.tables()

    answers = {rule.endpoint: administrator.client.open(address(app, rule), method=method).status_code
               for method in ("POST", "PUT", "PATCH", "DELETE") for rule in rules(app, method)
               if not rule.endpoint.startswith("api.")}

    assert answers
    assert {name: status for name, status in answers.items() if status != 400} == {}
    assert company.tables() == before


@pytest.mark.parametrize("path", ["/", "/sign-in", "/no-such-page", "/static/icons.svg"])
def test_every_answer_tells_the_browser_what_it_may_do(app, path):
    with app.test_client().get(path) as answer:
        pass

    assert {name: answer.headers.get(name, "")[: len(value)] for name, value in HEADERS.items()} == HEADERS
    assert "unsafe" not in answer.headers["Content-Security-Policy"]


def test_pages_are_not_kept_by_a_shared_computer(administrator):
    assert administrator.get("/").headers["Cache-Control"] == "no-store"


@pytest.mark.parametrize(
    "fault", [r"<script(?![^>]*\bsrc=)[^>]*>", r"<style", r"\sstyle=", r"\son[a-z]+=\"", r"javascript:", r"\|\s*safe\b"]
)
def test_no_template_carries_a_script_a_style_or_unescaped_text(fault):
    found = [f"{file.name}: {line.strip()}" for file in TEMPLATES.rglob("*.html")
             for line in file.read_text().splitlines() if re.search(fault, line)]

    assert found == []


def test_member_who_signs_out_is_a_stranger_again(administrator):
    administrator.post("/sign-out")

    assert administrator.get("/password").status_code == 303


def rules(app: Flask, method: str) -> Iterator[Rule]:
    for rule in app.url_map.iter_rules():
        if method in (rule.methods or ()):
            yield rule


def is_open(rule: Rule) -> bool:
    return rule.endpoint.startswith(OPEN)


def address(app: Flask, rule: Rule) -> str:
    """The rule's address with something in each of its places."""
    values = {name: 1 if type(converter).__name__ == "IntegerConverter" else "0" * 32
              for name, converter in rule._converters.items()}
    with app.test_request_context():
        return app.url_map.bind("localhost").build(rule.endpoint, values, method=None)
