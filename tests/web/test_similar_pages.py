"""Likely duplicates beside the form, and the page on which two cases are put side by side and merged."""

from __future__ import annotations

import re

import pytest

from tests.demand import Demand
from tests.web.staff_room import StaffRoom

TAGS = re.compile(r"<[^>]+>")
NIGHT = {"title": "设备A夜班总误报", "description": "设备A的预警模块夜班误报很高，希望优化一下算法，最好一周内", "affected_customers": None}


@pytest.fixture
def room(company) -> StaffRoom:
    return StaffRoom(company)


def sorting(room: StaffRoom) -> tuple[Demand, Demand, str]:
    """Two demands that say the same, and the page on which the second is sorted."""
    first, second = Demand(room.company).start(), Demand(room.company).start(**NIGHT)
    second.run.claim({"claim": "triage_demand", "by": "deng.bo"})
    return first, second, room.page("deng.bo", f"/cases/{second.number}")


def test_page_of_sorting_lists_what_says_the_same_with_a_way_to_merge(room):
    first, second, page = sorting(room)

    listed = re.search(r'<aside class="similar".*?</aside>', page, re.DOTALL)[0]

    assert first.number in listed and "% 相似" in listed
    assert f"/cases/{second.number}/case-messages/case_merged?merged_into={first.number}" in listed


def test_list_follows_what_is_typed_and_is_empty_for_other_words(room):
    first, second, _ = sorting(room)
    task, deng = second.task("triage_demand").id, room.member("deng.bo")

    same = deng.post(f"/user-tasks/{task}/similar", description="设备A误报率高，希望优化算法").get_data(as_text=True)
    other = deng.post(f"/user-tasks/{task}/similar", title="x", description="希望支持深色模式，晚上看屏幕太刺眼了，也想要更大的字体").get_data(as_text=True)

    assert first.number in same
    assert first.number not in other


def test_while_a_new_demand_is_entered_like_ones_are_listed(room):
    first = Demand(room.company).start()

    page = room.page("deng.bo", "/cases/new/demand_analysis")
    listed = room.member("deng.bo").post("/cases/new/demand_analysis/similar", description=NIGHT["description"]).get_data(as_text=True)

    assert 'hx-post="/cases/new/demand_analysis/similar"' in page
    assert first.number in listed
    assert "并入这条" not in listed


def test_a_package_that_compares_nothing_asks_for_nothing(room):
    assert "/similar" not in room.page("wang.min", "/cases/new/feedback_handling")


def test_two_demands_stand_side_by_side_before_they_are_merged(room):
    first, second, _ = sorting(room)

    page = room.page("deng.bo", f"/cases/{second.number}/case-messages/case_merged?merged_into={first.number}")

    text = " ".join(TAGS.sub(" ", page).split())
    assert "智能预警模块误报率优化" in text and "设备A夜班总误报" in text
    assert f'value="{first.number}"' in page


def test_nothing_of_a_case_that_is_not_theirs_is_put_beside_their_own(room):
    _, second, _ = sorting(room)
    other = room.story()

    page = room.page("deng.bo", f"/cases/{second.number}/case-messages/case_merged?merged_into={other.view.row.business_key}")

    assert "登录后页面加载失败" not in page


def test_rewritten_description_is_asked_for_only_when_it_is_wanted(room):
    first, second, _ = sorting(room)
    path, deng = f"/cases/{second.number}/case-messages/case_merged/form", room.member("deng.bo")

    kept = deng.post(path, merged_into=first.number, kept_description="本条的").get_data(as_text=True)
    rewritten = deng.post(path, merged_into=first.number, kept_description="合并改写").get_data(as_text=True)

    assert '<textarea id="field-merged_description"' not in kept
    assert 'name="merged_description"' in rewritten
