"""Timer events: catch and boundary. BPMN 2.0.2 clauses 10.5.5, 13.5.2 and 13.5.3. Times come from the host, never from the system."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from tests.elements.drawing import boundary, catch, diagram, end, flows, start, timer, user
from tests.elements.playing import BEGIN, Played, refusals


def waiting(definition: str) -> bytes:
    return diagram(start(), catch("wait", definition), end(), flows("begin", "wait", "done"))


def attached(definition: str, interrupting: bool = True) -> bytes:
    return diagram(start(), user("ask"), boundary("late", "ask", definition, interrupting=interrupting), user("hurry"), end(), end("late_end"),
                   flows("begin", "ask", "done"), flows("late", "hurry", "late_end"))


@pytest.mark.parametrize(("definition", "due"), [
    (timer("Duration", "PT48H"), BEGIN + timedelta(hours=48)),
    (timer("Duration", "P1M"), datetime(2023, 11, 9, 1, 0, tzinfo=UTC)),
    (timer("Duration", "P2W"), BEGIN + timedelta(weeks=2)),
    (timer("Duration", "=duration(\"P1D\") * days"), BEGIN + timedelta(days=3)),
    (timer("Date", "2023-10-12T09:00:00"), datetime(2023, 10, 12, 1, 0, tzinfo=UTC)),
    (timer("Date", "2023-10-12T09:00:00Z"), datetime(2023, 10, 12, 9, 0, tzinfo=UTC)),
    (timer("Date", "=now() + duration(\"PT2H\")"), BEGIN + timedelta(hours=2)),
    (timer("Date", "=date(\"2023-10-12\")"), datetime(2023, 10, 11, 16, 0, tzinfo=UTC)),
])
def test_13_5_2_timer_catch_event_waits_for_its_time(definition, due):
    played = Played(waiting(definition), days=3)
    assert played.due("wait") == due
    assert played.at() == ["wait"]

    assert played.wait_until_due("wait").state == "completed"
    assert "timer_triggered" in [h.kind for h in played.told]


def test_13_5_3_interrupting_timer_cancels_its_activity():
    played = Played(attached(timer("Duration", "PT2H")))

    played.wait_until_due("late")

    assert played.cancelled() == ["ask"]
    assert played.tasks() == ["hurry"]


def test_the_timer_is_gone_when_the_activity_completes_first():
    played = Played(attached(timer("Duration", "PT2H"))).complete("ask")

    assert played.execution.timers() == []
    assert played.state == "completed"


def test_13_5_3_non_interrupting_timer_starts_a_branch_and_the_work_goes_on():
    played = Played(attached(timer("Duration", "PT2H"), interrupting=False))

    played.wait_until_due("late")

    assert played.at() == ["ask", "hurry"]
    assert played.execution.timers() == []
    assert played.complete("ask").complete("hurry").state == "completed"


def test_what_a_branch_beside_the_work_writes_is_seen_by_the_work():
    played = Played(attached(timer("Duration", "PT2H"), interrupting=False))

    played.wait_until_due("late").complete("hurry", pressed=True)

    ask = played.execution.user_tasks()[0]
    assert (ask.element_id, played.execution.variables(ask.eid)["pressed"]) == ("ask", True)


def test_a_cycle_triggers_as_often_as_it_says():
    played = Played(attached(timer("Cycle", "R3/PT1H"), interrupting=False))

    for number in (1, 2, 3):
        assert played.due("late") == BEGIN + timedelta(hours=number)
        played.wait_until_due("late")

    assert played.execution.timers() == []
    assert played.tasks().count("hurry") == 3


def test_a_cycle_that_was_missed_triggers_once_and_not_in_a_burst():
    played = Played(attached(timer("Cycle", "R/PT1H"), interrupting=False))

    played.wait(hours=10, minutes=30).trigger("late")

    assert played.due("late") == BEGIN + timedelta(hours=11)


@pytest.mark.parametrize(("text", "dues"), [
    ("0 0 9 * * MON-FRI", ["2023-10-10 09:00", "2023-10-11 09:00"]),          # it is Monday, nine o'clock
    ("0 */30 * * * *", ["2023-10-09 09:30", "2023-10-09 10:00"]),
    ("@monthly", ["2023-11-01 00:00", "2023-12-01 00:00"]),
    ("0 0 8 29 FEB ?", ["2024-02-29 08:00", "2028-02-29 08:00"]),
])
def test_a_cron_cycle_names_its_moments_in_the_company_s_zone(text, dues):
    played = Played(attached(timer("Cycle", text), interrupting=False))

    for due in dues:
        assert played.due("late") == datetime.fromisoformat(f"{due}+08:00")
        played.wait_until_due("late")


@pytest.mark.parametrize("text", ["0 0 9 * *", "0 0 25 * * *", "0 0 0 31 FEB *", "0 0 9 * * MON#1", "now"])
def test_a_cron_text_that_names_no_moment_is_refused(text):
    assert refusals(attached(timer("Cycle", text), interrupting=False))[0] == ("late", "timerEventDefinition")


def test_a_timer_that_reads_a_clock_is_unarmed_until_the_clock_has_a_due_time_and_moves_with_it():
    played = Played(attached(timer("Date", "=clocks.reply.due_at")), facts={"clocks": {"reply": {"due_at": None}}})
    timer_ = played.execution.timers()[0]
    assert (timer_.due_at, timer_.reads_clocks, timer_.kind) == (None, True, "date")
    assert played.execution.incidents() == []

    played.facts = {"clocks": {"reply": {"due_at": BEGIN + timedelta(hours=3)}}}
    assert played.due("late") == BEGIN + timedelta(hours=3)
    played.facts = {"clocks": {"reply": {"due_at": None}}}
    assert played.due("late") is None


def test_a_non_interrupting_timer_triggers_again_only_for_a_later_limit():
    first = BEGIN + timedelta(hours=3)
    played = Played(attached(timer("Date", "=clocks.reply.due_at"), interrupting=False), facts={"clocks": {"reply": {"due_at": first}}})
    played.wait_until_due("late")
    assert played.due("late") is None

    played.facts = {"clocks": {"reply": {"due_at": first - timedelta(hours=1)}}}
    assert played.due("late") is None
    played.facts = {"clocks": {"reply": {"due_at": first + timedelta(hours=1)}}}
    assert played.due("late") == first + timedelta(hours=1)
    played.wait_until_due("late")

    assert played.tasks() == ["ask", "hurry", "hurry"]


def test_a_timer_whose_expression_is_null_without_a_clock_is_an_incident_and_the_work_goes_on():
    played = Played(attached(timer("Duration", "=pause")))
    assert played.tasks() == ["ask"]
    assert played.execution.incidents()[0].element_id == "late"

    played.set(pause="PT1H").retry("late")

    assert played.due("late") == BEGIN + timedelta(hours=1)


def test_an_incident_of_a_boundary_timer_goes_with_its_activity():
    played = Played(attached(timer("Duration", "=pause"))).complete("ask")

    assert played.execution.incidents() == []
    assert played.state == "completed"


@pytest.mark.parametrize("definition", [timer("Duration", "48 hours"), timer("Date", "tomorrow"), timer("Cycle", "R3/PT1H"), timer("Duration", "=P1D +"), "<bpmn:timerEventDefinition/>"])
def test_times_that_mean_nothing_are_refused(definition):
    assert refusals(waiting(definition))[0][0] == "wait"
