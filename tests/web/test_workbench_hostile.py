"""What somebody could send to the workbench to harm it: refused with a reason, and everybody else works on."""

from __future__ import annotations

import pytest
from flask import Flask

from tests.web.member import Member
from tests.workshop import PACKAGE, prepared_workshop, workshop
from web.app import create_app
from web.workbench import trial

__all__ = ["prepared_workshop", "workshop"]

BENCH = f"/workbench/{PACKAGE}"


@pytest.fixture
def app(workshop) -> Flask:
    return create_app(workshop.process_engine)


@pytest.fixture
def owner(app) -> Member:
    member = Member(app).sign_in("he.yun")
    member.post(f"{BENCH}/draft")
    return member


def test_who_may_not_run_scenarios_keeps_nobody_else_from_it(app, owner, monkeypatch):
    monkeypatch.setattr(trial, "run_trial", lambda *_: None)
    auditor = Member(app).sign_in("ma.chao")

    assert auditor.post(f"{BENCH}/scenarios").status_code == 404

    assert owner.post(f"{BENCH}/scenarios").status_code == 303
