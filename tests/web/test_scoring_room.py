"""The scoring on the case's page: who has scored, then all sheets at once with the formula and what would change the level."""

from __future__ import annotations

import re

import pytest

from tests.demand import Demand, sheet
from tests.web.staff_room import StaffRoom

TAGS = re.compile(r"<[^>]+>")


@pytest.fixture
def room(company) -> StaffRoom:
    return StaffRoom(company)


def scoring_of(room: StaffRoom, login: str, demand: Demand) -> str:
    page = room.page(login, f"/cases/{demand.number}")
    found = re.search(r'<section class="card scoring".*?</section>', page, re.DOTALL)
    return " ".join(TAGS.sub(" ", found[0]).split()) if found else ""


def test_nothing_of_a_scoring_is_shown_before_it_begins(room):
    assert scoring_of(room, "deng.bo", Demand(room.company).start()) == ""


def test_while_people_score_the_page_says_who_has_and_nothing_else(room):
    demand = Demand(room.company).start().until_at("score_demand").score("guo.tao")

    shown = scoring_of(room, "deng.bo", demand)

    assert "产品运营部 ： 已评" in shown
    assert "市场部 ： 未评" in shown
    assert "公式" not in shown and "4.3" not in shown


@pytest.mark.row("S2.32", "S2.33")
def test_total_four_point_three_and_level_a_are_shown_with_the_formula(room):
    demand = Demand(room.company).start().until_at("conclude_review")

    shown = scoring_of(room, "deng.bo", demand)

    assert "4.3 A 级" in shown
    assert "4 × 30% + 5 × 30% + 3 × 20% + 5 × 20% = 4.3" in shown
    assert "等级门槛是假定的" in shown


def test_page_says_what_would_change_the_level_and_what_would_not(room):
    demand = Demand(room.company).start().until_at("conclude_review")

    shown = scoring_of(room, "deng.bo", demand)

    assert "只把“紧急性”的平均分从 4 改到 4.75：总分 4.525， 变成 S 级" in shown
    assert "单独改变客户价值，改到头也不会换等级。" in shown


def test_every_department_s_scores_and_reasons_stand_in_one_table(room):
    demand = Demand(room.company).start().until_at("score_demand")
    demand.score("guo.tao", urgency=5).score("li.qiang", feasibility=1).score("wang.min").score("he.jia")

    shown = scoring_of(room, "deng.bo", demand)

    assert "产品部门 5 5 3 5" in shown and "技术部门 4 5 1 5" in shown
    assert "平均 4.25 5 2.5 5" in shown
    assert "技术部门：feasibility" in shown


def test_scoring_again_keeps_the_result_before_beside_who_has_scored_now(room):
    demand = Demand(room.company).start().until_at("conclude_review")
    demand.complete("conclude_review", "deng.bo", review_decision="重新评分", rescore_reason="理解不一致")
    demand.complete("score_demand", "guo.tao", **sheet(urgency=1, why="新的想法"))

    shown = scoring_of(room, "deng.bo", demand)

    assert "上一次评分 4.3 A 级" in shown
    assert "产品运营部 ： 已评" in shown and "新的想法" not in shown


def test_later_the_scores_are_folded_so_that_the_form_that_is_due_stands_first(room):
    demand = Demand(room.company).start().until_at("plan_execution")

    page = room.page("deng.bo", f"/cases/{demand.number}")

    assert '<details class="fold scoring-fold"><summary>' in page
    assert "4.3" in scoring_of(room, "deng.bo", demand)
