"""Nudging: whoever has the task is told, once an hour; it stands in the trail, and strangers can't."""

from __future__ import annotations

from datetime import timedelta

import pytest

from tests.web.staff_room import NUMBER, StaffRoom

CASE = f"/cases/{NUMBER}"


@pytest.fixture
def room(company) -> StaffRoom:
    return StaffRoom(company)


@pytest.fixture
def task(room):
    return room.story().until_at("analyse_cause").task("analyse_cause")


def test_who_has_the_task_is_told_by_whom(room, task):
    assert f"/user-tasks/{task.id}/nudge" in room.page("zhao.lei", CASE)

    room.member("zhao.lei").post(f"/user-tasks/{task.id}/nudge")

    assert "赵磊催办" in room.page("li.qiang", "/notifications/")
    assert "任务已催办" in room.page("ma.chao", f"/audit/cases/{NUMBER}")


def test_a_second_nudge_within_the_hour_is_held_back(room, task):
    zhao_lei = room.member("zhao.lei")
    for _ in range(2):
        zhao_lei.post(f"/user-tasks/{task.id}/nudge")
    assert "一小时内已经催办过" in room.page("zhao.lei", CASE)

    room.company.clock.move(timedelta(hours=1))
    zhao_lei.post(f"/user-tasks/{task.id}/nudge")

    assert room.page("li.qiang", "/notifications/").count("赵磊催办") == 2


def test_nobody_nudges_themselves(room, task):
    assert "催办" not in room.page("li.qiang", CASE)


@pytest.mark.parametrize("login", ["xu.jing", "ma.chao"])
def test_who_has_no_part_in_the_case_nudges_nobody(room, task, login):
    assert room.member(login).post(f"/user-tasks/{task.id}/nudge").status_code == 404


def test_supervisor_nudges_many_at_once(room, task):
    other = room.story().until_at("analyse_cause").task("analyse_cause")

    room.member("zhao.lei").client.post("/departments/load/nudges", data={"task": [task.id, other.id], "csrf_token": room.member("zhao.lei")._token()})

    assert "已催办 2 件" in room.page("zhao.lei", "/departments/load")
    assert room.page("li.qiang", "/notifications/").count("赵磊催办") == 2
