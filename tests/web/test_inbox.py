"""My work: filters that equal their lists, claiming, the nearest deadline first, nothing that isn't theirs."""

from __future__ import annotations

import pytest

from tests.web.staff_room import NUMBER, StaffRoom, counts, listed


@pytest.fixture
def room(company) -> StaffRoom:
    return StaffRoom(company)


def test_every_count_is_the_length_of_its_list(room):
    room.story().until_at("analyse_cause")
    room.story(title="页面上的字太小")
    figures = counts(room.page("wang.min", "/inbox"))

    lists = {name: len(listed(room.page("wang.min", f"/inbox?filter={name}"))) for name in figures}

    assert len(figures) == 8
    assert lists == figures
    assert figures["all"] == 2


@pytest.mark.row("S3.6")
def test_new_case_waits_in_the_shared_inbox_of_intake(room):
    room.story()

    assert listed(room.page("wang.min", "/inbox?filter=claimable")) == [NUMBER]
    assert listed(room.page("zhou.qi", "/inbox?filter=claimable")) == [NUMBER]
    assert listed(room.page("li.qiang", "/inbox?filter=claimable")) == []


def test_claimed_task_is_gone_from_the_colleagues_list(room):
    task = room.story().task("register_feedback")

    answer = room.member("wang.min").post(f"/user-tasks/{task.id}/claim")

    assert answer.headers["Location"].startswith(f"/cases/{NUMBER}")
    assert listed(room.page("zhou.qi", "/inbox?filter=claimable")) == []
    assert listed(room.page("wang.min", "/inbox")) == [NUMBER]


def test_second_claim_names_who_was_faster(room):
    task = room.story().task("register_feedback")
    room.member("wang.min").post(f"/user-tasks/{task.id}/claim")

    answer = room.member("zhou.qi").post(f"/user-tasks/{task.id}/claim")

    assert answer.status_code == 409
    assert "王敏" in answer.get_data(as_text=True)


def test_task_given_back_can_be_claimed_again(room):
    task = room.story().task("register_feedback")
    room.member("wang.min").post(f"/user-tasks/{task.id}/claim")

    room.member("wang.min").post(f"/user-tasks/{task.id}/unclaim")

    assert listed(room.page("zhou.qi", "/inbox?filter=claimable")) == [NUMBER]


def test_several_are_claimed_at_once_and_only_those_ticked(room):
    first, second, third = (room.story(title=title).task("register_feedback") for title in ("打不开页面", "字太小了", "导出报表"))

    room.member("wang.min").client.post(
        "/user-tasks/claims", data={"task": [first.id, third.id], "csrf_token": room.member("wang.min")._token()}
    )

    assert listed(room.page("wang.min", "/inbox")) == ["20231009-001", "20231009-003"]
    assert listed(room.page("zhou.qi", "/inbox?filter=claimable")) == ["20231009-002"]


def test_nearest_deadline_stands_first(room):
    room.story(title="先来的").until_at("classify_feedback").complete(
        "classify_feedback", "wang.min", feedback_class="需求建议", priority="低", override_reason="不急"
    )
    room.story(title="急的").until_at("assign_handler")

    assert listed(room.page("wang.min", "/inbox?filter=claimable")) == ["20231009-002", "20231009-001"]


def test_page_says_how_many_are_new_and_moves_nothing(room):
    since = room.company.clock.now().isoformat().replace("+", "%2B")
    assert "件新的" not in room.page("wang.min", f"/inbox/news?filter=claimable&since={since}")
    room.story().wait("PT1M")
    room.story()

    assert "1 件新的" in room.page("wang.min", f"/inbox/news?filter=claimable&since={since}")


def test_deputy_sees_the_tasks_of_the_absent(room):
    story = room.story().until_at("analyse_cause")
    absent = room.company.person("li.qiang")
    assert story.task("analyse_cause").assignee_id == absent.id
    answer = room.member("gao.wei").post(
        "/administration/absences/", person_id=absent.id, deputy_id=room.company.person("li.mei").id,
        starts_at="2023-10-09T08:00", ends_at="2023-10-20T18:00",
    )  # fmt: skip
    assert answer.status_code == 303

    page = room.page("li.mei", "/inbox")

    assert listed(page) == [NUMBER]
    assert "代 李强" in page


@pytest.mark.parametrize("path", ["/inbox?filter=nothing", "/inbox?page=0", "/inbox?page=two", "/inbox/news?filter=mine&since=now"])
def test_address_that_means_nothing_is_not_found(room, path):
    room.page("wang.min", path, status=404)


def test_empty_list_says_what_to_do_next(room):
    room.story()

    page = room.page("wang.min", "/inbox")

    assert "没有等您的事" in page and "查看 1 件待领取" in page


def test_queue_holds_what_its_group_may_claim(room):
    room.story()

    page = room.page("wang.min", "/queues")

    assert listed(page) == [NUMBER]
    room.page("wang.min", "/queues?queue=group:management", status=404)


@pytest.mark.parametrize(
    "login, place", [("wang.min", "/inbox"), ("zhao.lei", "/inbox"), ("ma.chao", "/audit/"), ("gao.wei", "/administration/")]
)
def test_everybody_begins_where_their_work_is(room, login, place):
    assert room.member(login).get("/").headers["Location"] == place
