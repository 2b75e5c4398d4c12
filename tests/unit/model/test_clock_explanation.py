"""A deadline explains itself line by line, in both languages."""

from datetime import datetime
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest

from engine.errors import Text
from engine.model import clocks
from engine.model.calendar import WorkingCalendar
from engine.model.clock_explanation import explain
from engine.model.clock_rules import ClockDefinition, Limit

CALENDAR = WorkingCalendar("Asia/Shanghai")
SOLVE = ClockDefinition("solve", Text("解决", "Solve"))


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=ZoneInfo("Asia/Shanghai"))


def running(start: str, amount, unit):
    begun = clocks.start(SOLVE, at(start))
    return clocks.set_limit(begun, at(start), Limit(Decimal(amount), unit), CALENDAR)


def paused(state, begin: str, end: str, element="ask_customer"):
    return clocks.resume(clocks.pause(state, at(begin), element, CALENDAR), at(end), element, CALENDAR)


@pytest.mark.row("S3.25")
def test_explanation_names_every_skipped_and_made_up_day():
    lines = [line.zh for line in explain(running("2023-10-01T09:30", 7, "wd"), CALENDAR)]

    assert lines == [
        "开始：2023-10-01（周日） 09:30",
        "期限：7 个工作日",
        "2023-10-02（周一） 至 2023-10-04（周三） 国庆节：不计",
        "2023-10-05（周四） 至 2023-10-06（周五） 调休放假：不计",
        "2023-10-07（周六） 至 2023-10-08（周日） 调休上班：第 1–2 个工作日",
        "2023-10-09（周一） 至 2023-10-13（周五）：第 3–7 个工作日",
        "到期：2023-10-13（周五） 09:30",
    ]


def test_explanation_of_company_hours_with_a_pause():
    state = paused(running("2023-10-13T20:00", 10, "bh"), "2023-10-16T10:00", "2023-10-16T11:30")
    lines = [line.en for line in explain(state, CALENDAR, {"ask_customer": Text("询问客户", "Ask the customer")})]

    assert lines == [
        "Start: Fri 2023-10-13 20:00",
        "Limit: 10 working hours",
        "Outside company hours, counted from the next opening: Mon 2023-10-16 09:00",
        "Sat 2023-10-14 to Sun 2023-10-15 weekend: not counted",
        "Mon 2023-10-16 to Tue 2023-10-17: 10 h",
        "Due without the pauses: Tue 2023-10-17 10:00",
        "Paused Mon 2023-10-16 10:00 to Mon 2023-10-16 11:30 (Ask the customer)",
        "Company time in pauses, not counted: 1 h 30 min",
        "Due: Tue 2023-10-17 11:30",
    ]


def test_explanation_warns_of_a_year_nobody_announced():
    lines = explain(running("2026-12-30T09:30", 3, "wd"), CALENDAR)

    assert "2027" in lines[-1].zh and "not announced" in lines[-1].en


def test_explanation_of_a_paused_clock_and_of_one_without_limit():
    begun = clocks.start(SOLVE, at("2023-10-12T10:00"))
    assert "not set yet" in explain(begun, CALENDAR)[1].en

    held = clocks.pause(running("2023-10-12T10:00", 1, "h"), at("2023-10-12T10:10"), "ask_customer", CALENDAR)
    assert explain(held, CALENDAR)[-1].zh == "到期：恢复后重新计算"
    assert "Limit: 1 hour" in [line.en for line in explain(held, CALENDAR)]
