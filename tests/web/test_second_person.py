"""Whether a second person signs deployments: seen where packages are edited, decided by administrators, told in the log."""

from __future__ import annotations

import html

import pytest

from engine.store import house
from tests.web.member import Member
from tests.workshop import prepared_workshop, workshop
from web.app import create_app

__all__ = ["prepared_workshop", "workshop"]

SETTING = "/workbench/second-person"


@pytest.fixture
def member(workshop):
    app = create_app(workshop.process_engine)
    return lambda login: Member(app).sign_in(login)


def page(member: Member, path: str = "/workbench/") -> str:
    return html.unescape(member.get(path).get_data(as_text=True))


def test_administrator_asks_for_a_second_person_and_takes_it_back(member):
    gao_wei = member("gao.wei")
    assert "要求复签" in page(gao_wei) and "不需要复签" in page(gao_wei)

    assert gao_wei.post(SETTING, is_needed="true").status_code == 303
    asked = page(gao_wei)
    assert gao_wei.post(SETTING, is_needed="false").status_code == 303

    assert "不再要求复签" in asked and 'value="false"' in asked
    assert "不需要复签" in page(gao_wei)


def test_owner_sees_the_setting_and_can_not_change_it(member, workshop):
    he_yun = member("he.yun")
    shown = page(he_yun)

    assert SETTING not in shown and "由管理员决定" in shown
    assert he_yun.post(SETTING, is_needed="true").status_code in (403, 404, 409)
    assert "不需要复签" in page(he_yun)


def test_the_log_tells_in_words_who_changed_it(member, workshop):
    assert member("gao.wei").post(SETTING, is_needed="true").status_code == 303
    house.append_pending(workshop.process_engine.store)

    told = page(member("ma.chao"), "/audit/log?topic=settings")

    assert "部署需要另一位有权限的人复签" in told and "高伟" in told
    assert "deployment_needs_second_person" not in told
