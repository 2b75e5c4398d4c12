"""Characters that no database keeps are refused, wherever they come in: never a crash, never a value cut short."""

from __future__ import annotations

import io

import pytest

from tests.web.member import Member
from web.app import create_app


@pytest.fixture
def intake(company) -> Member:
    return Member(create_app(company.process_engine)).sign_in("wang.min")


def test_nul_in_a_form_is_refused_by_its_field(intake, company):
    before = company.tables()

    answer = intake.post("/cases/new/feedback_handling", title="a\0b")

    assert answer.status_code == 422
    assert company.tables() == before


@pytest.mark.parametrize(("path", "status"), [("/cases?q=a%00b", 422), ("/cases/2023%00", 404), ("/cases?a%00b=1", 422)])
def test_nul_in_an_address_finds_nothing(intake, path, status):
    assert intake.get(path).status_code == status


def test_nul_in_a_file_s_name_is_refused(intake):
    answer = intake.post("/cases/new/feedback_handling", evidence=(io.BytesIO(b"x"), "a\0.txt"))

    assert answer.status_code == 422
