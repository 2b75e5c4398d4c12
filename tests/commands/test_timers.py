"""Timers trigger from rows, at their moment, once; clocks move them."""

from __future__ import annotations

from datetime import timedelta

import pytest

from engine.process_engine import ProcessEngine


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


def due_of(view, name):
    return next(state for (each, _), state in view.clocks.items() if each == name).due_at
