"""A date of a demand's plan moves by an approved change only, and takes its milestone, its task and its reminder along."""

from __future__ import annotations

from datetime import datetime

import pytest
from sqlalchemy import select

from engine.model.people import SYSTEM
from engine.store.tables import Timer
from tests.company import company, prepared_company
from tests.demand import Demand

__all__ = ["company", "prepared_company"]

ASKED = {"new_development_on": "2023-11-06", "new_test_on": "2023-11-20", "new_planned_on": "2023-11-27", "plan_change_reason": "现场数据晚到一周"}


@pytest.fixture
def carried_out(company) -> Demand:
    """Development should start on 2023-10-30; it is asked to start a week later."""
    demand = Demand(company).start().until_at("start_development")
    demand.run.message({"message": "change_requested", "by": "li.qiang", "values": ASKED})
    return demand


def at_six(on: str) -> datetime:
    return datetime.fromisoformat(f"{on}T18:00:00+08:00")


def reminder_of(demand: Demand, element_id: str) -> datetime:
    due = select(Timer.due_at).where(Timer.instance_id == demand.instance_id, Timer.element_id == element_id, Timer.state == "waiting")
    return demand.company.process_engine.ask(SYSTEM, lambda tx: tx.session.scalar(due))


def decided(demand: Demand, decision: str) -> Demand:
    return demand.complete("approve_plan_change", "deng.bo", plan_change_decision=decision, plan_change_opinion="看过现场")


def test_until_it_is_approved_no_date_moves(carried_out):
    before = carried_out.task("start_development").due_at, reminder_of(carried_out, "development_overdue")

    decided(carried_out, "不批准")

    assert before == (at_six("2023-10-30"), at_six("2023-10-30"))
    assert (carried_out.task("start_development").due_at, reminder_of(carried_out, "development_overdue")) == before
    assert str(carried_out.variable("plan")["planned_on"]) == "2023-11-20"
    assert [each["decision"] for each in carried_out.variable("plan_changes")] == ["不批准"]


@pytest.mark.row("S2.37", "S2.40")
def test_an_approved_change_moves_plan_milestones_and_reminder(carried_out):
    decided(carried_out, "批准")

    assert (carried_out.task("start_development").due_at, reminder_of(carried_out, "development_overdue")) == (at_six("2023-11-06"),) * 2
    carried_out.complete("start_development", "li.qiang", approach="改用时序模型")
    assert carried_out.task("develop_solution").due_at == at_six("2023-11-20")
    assert str(carried_out.variable("plan")["planned_on"]) == "2023-11-27"
    assert str(carried_out.variable("planned_at")).startswith("2023-11-27")


def test_two_requests_are_decided_each_for_itself(carried_out):
    carried_out.run.message({"message": "change_requested", "by": "guo.tao", "values": ASKED | {"new_planned_on": "2023-12-04"}})

    decided(carried_out, "不批准")
    decided(carried_out, "批准")

    assert {each["decision"] for each in carried_out.variable("plan_changes")} == {"不批准", "批准"}
    assert carried_out.view.waiting_elements >= {"start_development"}
