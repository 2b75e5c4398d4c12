"""Every page of the staff, opened by every kind of person: who may not see it finds nothing there."""

from __future__ import annotations

import pytest

from engine.commands import attachments
from engine.model.attachments import UploadedFile
from tests.web.staff_room import NUMBER, StaffRoom

# Intake, handler, a colleague of the handler's, their supervisor, another department's supervisor and member, owner, auditor, administrator.
PEOPLE = ("wang.min", "li.qiang", "li.mei", "zhao.lei", "xu.jing", "song.yan", "he.yun", "ma.chao", "gao.wei")
EVERYBODY = frozenset(PEOPLE)
THE_CASE = EVERYBODY - {"xu.jing", "song.yan", "gao.wei"}
PAGES = {
    "/me": EVERYBODY,
    "/inbox": EVERYBODY,
    "/queues": EVERYBODY,
    "/cases": EVERYBODY,
    "/cases/new/feedback_handling": EVERYBODY - {"ma.chao", "gao.wei"},
    "/processes": EVERYBODY,
    "/processes/feedback_handling/versions/1": EVERYBODY,
    "/processes/feedback_handling/versions/1/diagram": EVERYBODY,
    "/cases/{number}": THE_CASE,
    "/cases/{number}/diagram": THE_CASE,
    "/attachments/{attachment}": THE_CASE,
    "/cases/{number}/case-messages/case_rejected": {"wang.min", "zhao.lei"},
    "/cases/{number}/case-messages/case_withdrawn": set(),
    "/user-tasks/{task}/assignment": {"li.qiang", "zhao.lei"},
    "/departments/load": {"zhao.lei", "xu.jing"},
    "/departments/load?department=product_technology": {"zhao.lei"},
    "/incidents/": {"he.yun"},
    "/reports/feedback_handling/2023-10": {"zhao.lei", "xu.jing", "he.yun", "ma.chao"},
    "/reports/feedback_handling/2023-10/cases?figure=overview:counted": {"zhao.lei", "xu.jing", "he.yun", "ma.chao"},
    "/reports/feedback_handling/2023-10.xlsx": {"zhao.lei", "xu.jing", "he.yun", "ma.chao"},
    "/audit/": {"ma.chao"},
    "/audit/cases.csv": {"ma.chao"},
    "/audit/log": {"ma.chao"},
    "/audit/cases/{number}": {"ma.chao", "he.yun", "zhao.lei"},
    **{f"/administration/{page}": {"gao.wei"} for page in (
        "people/", "people/new", "people/{person}", "people/{person}/leaving", "departments/", "departments/new", "departments/finance",
        "groups/", "groups/new", "groups/intake", "absences/", "calendar/", "tokens/")},
}  # fmt: skip


@pytest.fixture
def room(company) -> StaffRoom:
    return StaffRoom(company)


def test_each_page_is_there_for_those_who_may_see_it_and_for_nobody_else(room):
    story = room.story().until_at("analyse_cause")
    file = UploadedFile("protocol.txt", "text/plain", "内部记录".encode())
    attachment = room.company.process_engine.execute(room.company.person("li.qiang"), attachments.add, story.instance_id, file)
    places = {"number": NUMBER, "task": story.task("analyse_cause").id, "attachment": attachment, "person": room.company.person("li.mei").id}

    seen = {path: {login for login in PEOPLE if is_there(room, login, path.format(**places))} for path in PAGES}

    assert seen == {path: set(people) for path, people in PAGES.items()}


def is_there(room, login, path) -> bool:
    with room.member(login).get(path) as answer:
        assert answer.status_code in (200, 404), (login, path, answer.status_code)
        return answer.status_code == 200
