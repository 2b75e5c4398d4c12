"""What everybody sets for themselves: the language of their pages, their absences; supervisors those of their people, too."""

from __future__ import annotations

import pytest

from tests.web.staff_room import StaffRoom

WEEK = {"starts_at": "2023-10-16T09:00", "ends_at": "2023-10-20T18:00"}


@pytest.fixture
def room(company) -> StaffRoom:
    return StaffRoom(company)


def test_language_is_kept_with_the_person_on_every_device(room):
    wang = room.member("wang.min")
    wang.post("/preferences", language="zh")

    wang.post("/me/language", language="en")

    assert "My settings" in room.page("wang.min", "/me")
    assert "My settings" in StaffRoom(room.company).page("wang.min", "/me")


def test_unknown_language_changes_nothing(room):
    assert room.member("wang.min").post("/me/language", language="fr").status_code == 404
    assert "我的设置" in room.page("wang.min", "/me")


def test_own_absence_is_planned_without_an_administrator(room):
    zhou = room.company.person("zhou.qi").id

    answer = room.member("wang.min").post("/me/absences", deputy_id=zhou, **WEEK)

    assert answer.status_code == 303
    page = room.page("wang.min", "/me")
    assert "代理人：周琪" in page and "取消" in page


def test_faults_stand_beside_their_fields_with_what_was_typed(room):
    answer = room.member("wang.min").post("/me/absences", starts_at="2023-10-20T09:00", ends_at="2023-10-16T09:00", deputy_id="")

    page = answer.get_data(as_text=True)
    assert answer.status_code == 422
    assert 'id="ends_at-fault"' in page and 'id="deputy_id-fault"' in page and 'value="2023-10-20T09:00"' in page


def test_supervisor_plans_for_their_people_and_nobody_else_does(room):
    li_qiang, li_mei = (room.company.person(login).id for login in ("li.qiang", "li.mei"))

    theirs = room.member("zhao.lei").post("/me/absences", person_id=li_qiang, deputy_id=li_mei, **WEEK)
    foreign = room.member("wang.min").post("/me/absences", person_id=li_qiang, deputy_id=li_mei, **WEEK)

    assert (theirs.status_code, foreign.status_code) == (303, 404)
    assert "李强" in room.page("zhao.lei", "/me")
    assert 'name="person_id"' not in room.page("wang.min", "/me")
