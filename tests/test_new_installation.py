"""An empty installation: the operator lets one administrator in, who finds out what is still missing."""

from __future__ import annotations

import html
import re

import pytest

from engine import cli
from engine.clock import SystemClock
from engine.process_engine import ProcessEngine
from engine.settings import Settings
from tests.company import ROOT, company, prepared_company
from tests.web.member import Member
from web.app import create_app

__all__ = ["company", "prepared_company"]

CHOSEN = "every-word-counts-twice"


@pytest.fixture
def empty(tmp_path, monkeypatch) -> ProcessEngine:
    """Nobody and nothing is there; the command line works on it."""
    monkeypatch.setenv("HUIXIANG_DATA", str(tmp_path))
    monkeypatch.delenv("DATABASE_URL", raising=False)
    assert cli.main(["migrate"]) == 0
    return ProcessEngine(Settings.from_environment(), SystemClock())


def test_first_administrator_signs_in_with_the_printed_password_and_chooses_another(empty, capsys):
    assert cli.main(["administrator", "gao.wei", "--name", "高伟"]) == 0
    printed = capsys.readouterr().out.strip()

    gao_wei = Member(create_app(empty)).sign_in("gao.wei", printed)
    assert gao_wei.get("/administration/people/").headers["Location"].endswith("/password")
    gao_wei.post("/password", current=printed, new=CHOSEN, repeated=CHOSEN)

    assert "高伟" in gao_wei.get("/administration/people/").get_data(as_text=True)


def test_administrator_who_is_locked_out_comes_back_in_and_the_old_password_is_void(empty, capsys):
    cli.main(["administrator", "gao.wei"])
    first = capsys.readouterr().out.strip()

    assert cli.main(["administrator", "gao.wei"]) == 0
    second = capsys.readouterr().out.strip()

    Member(create_app(empty)).sign_in("gao.wei", second)
    assert Member(create_app(empty)).post("/sign-in", login="gao.wei", password=first).status_code == 422


def test_login_of_somebody_else_makes_no_administrator(company, monkeypatch, capsys):
    monkeypatch.setenv("HUIXIANG_DATA", str(company.settings.data_dir))
    monkeypatch.delenv("DATABASE_URL", raising=False)

    assert cli.main(["administrator", "wang.min"]) == 1
    assert "no administrator" in capsys.readouterr().err
    assert cli.main(["administrator", "Not a login!"]) == 1


def test_groups_that_procedures_wait_for_are_named_until_they_are_there(empty, capsys):
    cli.main(["deploy", str(ROOT / "processes" / "feedback_handling")])
    cli.main(["administrator", "gao.wei"])
    password = capsys.readouterr().out.split()[-1]
    gao_wei = Member(create_app(empty)).sign_in("gao.wei", password)
    gao_wei.post("/password", current=password, new=CHOSEN, repeated=CHOSEN)

    before = missing(gao_wei)
    gao_wei.post("/administration/groups/", id="intake", name_zh="客服受理组", name_en="Intake")

    assert "intake" in before and missing(gao_wei) == before - {"intake"}


def missing(member: Member) -> set[str]:
    page = html.unescape(member.get("/administration/groups/").get_data(as_text=True))
    return set(re.findall(r"/administration/groups/new\?id=([a-z_]+)", page))
