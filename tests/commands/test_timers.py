"""Timers trigger from rows, at their moment, once; clocks move them."""

from __future__ import annotations

import sqlite3
from datetime import timedelta

import pytest

from engine.bpmn.execution import Execution
from engine.commands import incidents, user_tasks
from engine.process_engine import ProcessEngine
from tests.stories import Story


def test_a_timer_triggers_once_even_with_two_workers(company, story):
    story.start().until_at("assign_handler")
    company.clock.move_to(due_of(story.view, "respond") + timedelta(seconds=1))
    other = ProcessEngine(company.settings, company.clock)

    first, second = company.process_engine.trigger_due(), other.trigger_due()

    assert first + second >= 1
    assert second == 0
    assert story.kinds.count("timer_triggered") == first


def test_nothing_triggers_before_its_time(company, story):
    story.start().until_at("assign_handler")

    assert company.process_engine.trigger_due() == 0


@pytest.mark.row("S3.13")
def test_the_clock_stands_while_the_customer_is_asked(company, story):
    story.start()
    values = {
        "channel": "客服",
        "received_at": "2023-10-09T09:00",
        "description": "登录页面打不开",
        "affected_function": "登录",
        "impact": "部分功能",
        "urgency": "尽快",
        "description_state": "需要核实",
        "question": "哪个页面打不开？",
    }
    story.complete("register_feedback", "wang.min", **values)
    paused = next(state for (name, _), state in story.view.clocks.items() if name == "classify")

    story.wait("PT5H").complete("answer_question", "customer", answer="登录页面")

    resumed = next(state for (name, _), state in story.view.clocks.items() if name == "classify")
    assert paused.state == "paused"
    assert resumed.state == "running"
    assert resumed.pauses[0].ended_at - resumed.pauses[0].started_at == timedelta(hours=5)


def test_a_restart_loses_nothing_and_triggers_what_fell_due_meanwhile(company, story):
    story.start().until_at("assign_handler")
    before = story.view
    company.process_engine.close()

    company.clock.move_to(due_of(before, "respond") + timedelta(minutes=1))
    restarted = ProcessEngine(company.settings, company.clock)

    assert restarted.trigger_due() >= 1
    assert "timer_triggered" in story.kinds
    restarted.close()


def test_a_timer_that_keeps_failing_is_an_incident_until_somebody_tries_again(company, story, monkeypatch):
    story.start().until_at("assign_handler")
    company.clock.move_to(due_of(story.view, "respond") + timedelta(seconds=1))
    with monkeypatch.context() as broken:
        broken.setattr(Execution, "trigger_timer", lambda execution, eid: 1 / 0)
        look_every_two_hours(company, times=9)
    failed = story.view.incidents

    task = story.task("assign_handler")
    company.process_engine.execute(company.person("wang.min"), user_tasks.claim, task.id)
    company.process_engine.execute(company.person("wang.min"), user_tasks.complete, task.id, story.values_for("assign_handler"))
    seen_by_others = story.view.row.has_incident
    for each in failed:
        company.process_engine.execute(company.person("he.yun"), incidents.retry, each.id)
    company.process_engine.trigger_due()

    assert failed and seen_by_others
    assert not story.view.row.has_incident
    assert {"incident_raised", "incident_resolved", "timer_rearmed", "timer_triggered"} <= set(story.kinds)


def test_a_case_that_was_tampered_with_doesnt_hold_up_the_timers_of_others(company):
    broken, sound = (Story(company).start().until_at("assign_handler") for _ in range(2))
    with sqlite3.connect(company.settings.data_dir / "huixiang.sqlite3") as file:
        file.execute("UPDATE process_instance SET trail_mac = x'00' WHERE id = ?", (broken.instance_id,))

    company.clock.move_to(due_of(sound.view, "respond") + timedelta(seconds=1))
    look_every_two_hours(company, times=10)

    assert "timer_triggered" in sound.kinds
    assert "timer_triggered" not in broken.kinds


def look_every_two_hours(company, times):
    for _ in range(times):
        company.process_engine.trigger_due()
        company.clock.move_to(company.clock.now() + timedelta(hours=2))


def due_of(view, name):
    return next(state for (each, _), state in view.clocks.items() if each == name).due_at
