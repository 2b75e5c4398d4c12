"""The administrator's page of API tokens, and the operator's commands for programs and incidents."""

from __future__ import annotations

import re

import pytest
from flask import Flask

from engine import cli
from tests.elements.drawing import diagram, end, exclusive, flow, flows, start
from tests.web.member import Member
from tests.web.program import Program, deployed, program
from web.app import create_app

TOKEN = re.compile(r"hx_[0-9a-f]{32}_[\w-]{43}")
STUCK = diagram(
    start(), exclusive("heavy", default="light"), end("called"), end(), flows("begin", "heavy"), flow("heavy", "called", "=weight > 20"),
    flow("heavy", "done", id="light"), id="stuck",
)  # fmt: skip


@pytest.fixture
def app(company) -> Flask:
    return create_app(company.process_engine)


@pytest.fixture
def administrator(app) -> Member:
    return Member(app).sign_in("gao.wei")


@pytest.fixture
def at_the_command_line(company, monkeypatch):
    """Runs one command of the operator on this company's installation."""
    monkeypatch.setenv("HUIXIANG_DATA", str(company.settings.data_dir))
    return lambda *words: cli.main(words)


def page(member: Member) -> str:
    return member.get("/administration/tokens/").get_data(as_text=True)


def test_token_is_shown_once_works_and_stands_in_the_log(app, administrator, company):
    answer = administrator.post("/administration/tokens/", name="label-printer")
    token = TOKEN.search(answer.get_data(as_text=True))[0]

    assert Program(app, token).post("/jobs/activation", {"type": "x", "worker": "w"}).status_code == 200
    assert "label-printer" in page(administrator) and token not in page(administrator)
    assert token not in repr(company.tables())
    company.process_engine.trigger_due()
    assert "接口令牌已创建" in Member(app).sign_in("ma.chao").get("/audit/log").get_data(as_text=True)


def test_revoked_token_is_shown_as_such_and_opens_nothing(app, administrator):
    token = TOKEN.search(administrator.post("/administration/tokens/", name="label-printer").get_data(as_text=True))[0]

    administrator.post(re.search(r'action="(/administration/tokens/[0-9a-f]{32}/revocation)"', page(administrator))[1])

    assert Program(app, token).post("/jobs/activation", {"type": "x", "worker": "w"}).status_code == 401
    assert "已撤销" in page(administrator)


@pytest.mark.parametrize("name", ["", "Label Printer", "x", "<b>", "a" * 41])
def test_unfit_name_is_refused_and_kept(administrator, name):
    answer = administrator.post("/administration/tokens/", name=name)

    assert answer.status_code == 422
    assert 'id="name-fault"' in answer.get_data(as_text=True)


def test_name_is_given_only_once(administrator):
    answers = [administrator.post("/administration/tokens/", name="label-printer").status_code for _ in range(2)]

    assert answers == [200, 422]


def test_tokens_are_for_administrators_only(app):
    for login in ("wang.min", "he.yun", "ma.chao"):
        member = Member(app).sign_in(login)

        assert [member.get("/administration/tokens/").status_code, member.post("/administration/tokens/", name="mine").status_code] == [404, 404]


def test_operator_lets_a_program_in(app, at_the_command_line, capsys):
    assert at_the_command_line("token", "label-printer") == 0
    token = capsys.readouterr().out.strip()

    assert Program(app, token).post("/jobs/activation", {"type": "x", "worker": "w"}).status_code == 200
    assert at_the_command_line("token", "label-printer") == 1
    assert "has been used" in capsys.readouterr().err


def test_operator_sees_incidents_and_tries_them_again(app, company, at_the_command_line, capsys):
    deployed(company, "stuck", STUCK)
    number = program(app, company).ask("/cases", package="stuck", variables={"weight": "much"})["number"]

    assert at_the_command_line("incidents") == 0
    id_, shown, element, *_ = capsys.readouterr().out.split()
    assert (shown, element) == (number, "heavy")
    assert at_the_command_line("retry", id_) == 0
    assert at_the_command_line("incidents") == 0
    assert number in capsys.readouterr().out
    assert at_the_command_line("retry", "0" * 32) == 1
