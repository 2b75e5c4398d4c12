"""Clocks: limits of each kind, pauses, later limits, shares, what they show and how they explain themselves."""

from datetime import UTC, datetime, timedelta
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.errors import Text
from engine.model import clocks
from engine.model.calendar import WorkingCalendar
from engine.model.clock_explanation import explain
from engine.model.clock_rules import ClockDefinition, Limit, Pause, moment

CALENDAR = WorkingCalendar("Asia/Shanghai")
SOLVE = ClockDefinition("solve", Text("解决", "Solve"))


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=ZoneInfo("Asia/Shanghai"))


def limit(amount, unit) -> Limit:
    return Limit(Decimal(str(amount)), unit)


def running(start: str, amount, unit, definition=SOLVE):
    begun = clocks.start(definition, at(start))
    return clocks.set_limit(begun, at(start), limit(amount, unit), CALENDAR)


def paused(state, begin: str, end: str, element="ask_customer"):
    return clocks.resume(clocks.pause(state, at(begin), element, CALENDAR), at(end), element, CALENDAR)


@pytest.mark.row("S3.21", "S3.23", "S3.25")
@pytest.mark.parametrize(
    ("amount", "unit", "due"),
    [
        (5, "min", "2023-10-01T09:35"),
        (40, "min", "2023-10-01T10:10"),
        (2, "h", "2023-10-01T11:30"),
        (24, "h", "2023-10-02T09:30"),
        (48, "h", "2023-10-03T09:30"),
        (7, "wd", "2023-10-13T09:30"),
        (3, "wd", "2023-10-09T09:30"),
        (15, "wd", "2023-10-25T09:30"),
        (2, "bh", "2023-10-07T11:00"),
        (2, "months", "2023-12-01T09:30"),
    ],
)
def test_limit_counts_from_the_start_in_its_own_kind(amount, unit, due):
    assert running("2023-10-01T09:30", amount, unit).due_at == at(due)


def test_pause_of_clock_hours_moves_the_due_time_by_the_time_on_the_wall():
    state = paused(running("2023-10-12T10:00", 24, "h"), "2023-10-12T12:00", "2023-10-14T12:00")

    assert state.is_running and state.due_at == at("2023-10-15T10:00")


def test_pause_over_the_weekend_moves_company_time_by_nothing():
    for amount, unit in ((9, "bh"), (2, "wd")):
        begun = running("2023-10-13T10:00", amount, unit)

        assert paused(begun, "2023-10-13T18:00", "2023-10-16T09:00").due_at == begun.due_at


def test_pause_of_two_working_days_moves_working_days_by_two():
    state = running("2023-10-09T10:00", 3, "wd")

    assert state.due_at == at("2023-10-12T10:00")
    assert paused(state, "2023-10-10T10:00", "2023-10-12T10:00").due_at == at("2023-10-16T10:00")


def test_pause_of_company_hours_excludes_the_company_hours_in_it():
    state = running("2023-10-12T10:00", 4, "bh")

    assert paused(state, "2023-10-12T11:00", "2023-10-12T13:00").due_at == at("2023-10-12T16:00")
    assert paused(state, "2023-10-12T13:00", "2023-10-13T10:00").due_at == at("2023-10-13T11:00")


def test_pause_of_a_month_clock_moves_by_the_time_on_the_wall():
    state = paused(running("2023-10-12T10:00", 1, "months"), "2023-10-20T10:00", "2023-10-21T10:00")

    assert state.due_at == at("2023-11-13T10:00")


def test_paused_clock_has_no_due_time_and_arms_no_timer():
    state = clocks.pause(running("2023-10-12T10:00", 24, "h"), at("2023-10-12T12:00"), "ask_customer", CALENDAR)

    assert state.state == "paused" and state.due_at is None and state.warn_at is None
    assert state.armed() == {"due_at": None, "warn_at": None}
    assert state.paused_at == at("2023-10-12T12:00") and state.paused_by == ("ask_customer",)
    assert clocks.face(state, at("2023-10-20T00:00"), CALENDAR) == "paused"
    assert clocks.remaining(state, at("2023-10-20T00:00"), CALENDAR) == timedelta(hours=22)


def test_clock_held_by_two_elements_runs_when_the_last_one_lets_go():
    state = clocks.pause(running("2023-10-12T10:00", 24, "h"), at("2023-10-12T12:00"), "ask_customer", CALENDAR)
    state = clocks.pause(state, at("2023-10-12T13:00"), "wait_for_parts", CALENDAR)

    state = clocks.resume(state, at("2023-10-12T14:00"), "ask_customer", CALENDAR)
    assert state.state == "paused" and state.paused_by == ("wait_for_parts",)

    state = clocks.resume(state, at("2023-10-12T15:00"), "wait_for_parts", CALENDAR)
    assert state.is_running and state.due_at == at("2023-10-13T13:00")


def test_limit_set_after_classification_counts_from_receipt():
    received = clocks.start(SOLVE, at("2023-10-01T09:30"))

    assert received.due_at is None and clocks.face(received, at("2023-10-05T09:30"), CALENDAR) == "none"

    state = clocks.set_limit(received, at("2023-10-02T09:30"), limit(48, "h"), CALENDAR)
    assert state.due_at == at("2023-10-03T09:30") and not state.is_breached


def test_limit_that_is_over_when_it_is_set_is_breached_at_once():
    received = clocks.start(SOLVE, at("2023-10-01T09:30"))
    state = clocks.set_limit(received, at("2023-10-04T09:30"), limit(48, "h"), CALENDAR)

    assert state.is_breached and clocks.face(state, at("2023-10-04T09:30"), CALENDAR) == "breached"


def test_changed_limit_is_judged_anew_and_keeps_the_pauses():
    state = paused(running("2023-10-12T10:00", 24, "h"), "2023-10-12T12:00", "2023-10-12T14:00")
    state = clocks.mark_breached(state, at("2023-10-13T12:00"))
    assert state.is_breached

    longer = clocks.set_limit(state, at("2023-10-13T13:00"), limit(48, "h"), CALENDAR)
    assert not longer.is_breached and longer.due_at == at("2023-10-14T12:00")

    shorter = clocks.set_limit(longer, at("2023-10-13T13:00"), limit(4, "h"), CALENDAR)
    assert shorter.is_breached


def test_stopping_at_the_due_time_is_in_time_and_a_minute_later_is_late():
    state = running("2023-10-12T10:00", 2, "h")
    met, late = (clocks.stop(state, at(f"2023-10-12T12:0{minute}"), CALENDAR) for minute in (0, 1))

    assert clocks.face(met, at("2023-11-01T00:00"), CALENDAR) == "met" and not met.is_breached
    assert clocks.face(late, at("2023-11-01T00:00"), CALENDAR) == "met_late" and late.is_breached
    assert met.due_at == at("2023-10-12T12:00") and met.armed()["due_at"] is None


def test_stopping_while_paused_is_in_time_when_the_pause_began_in_time():
    state = clocks.pause(running("2023-10-12T10:00", 2, "h"), at("2023-10-12T11:00"), "ask_customer", CALENDAR)
    stopped = clocks.stop(state, at("2023-10-20T11:00"), CALENDAR)

    assert stopped.state == "stopped" and not stopped.is_breached
    assert all(each.ended_at for each in stopped.pauses)


def test_pause_does_not_hide_or_heal_a_breach():
    late = clocks.pause(running("2023-10-12T10:00", 2, "h"), at("2023-10-12T13:00"), "ask_customer", CALENDAR)
    assert clocks.face(late, at("2023-10-12T14:00"), CALENDAR) == "breached"

    resumed = clocks.resume(late, at("2023-10-12T15:00"), "ask_customer", CALENDAR)
    assert resumed.due_at == at("2023-10-12T12:00")
    assert clocks.stop(resumed, at("2023-10-12T16:00"), CALENDAR).is_breached


def test_ended_clock_never_moves_again():
    stopped = clocks.stop(running("2023-10-12T10:00", 2, "h"), at("2023-10-12T11:00"), CALENDAR)
    cancelled = clocks.cancel(running("2023-10-12T10:00", 2, "h"), at("2023-10-12T11:00"))

    for state in (stopped, cancelled):
        assert clocks.pause(state, at("2023-10-12T11:30"), "ask_customer", CALENDAR) == state
        assert clocks.resume(state, at("2023-10-12T11:30"), "ask_customer", CALENDAR) == state
        assert clocks.stop(state, at("2023-10-12T14:00"), CALENDAR) == state
        assert clocks.cancel(state, at("2023-10-12T14:00")) == state
        assert clocks.set_limit(state, at("2023-10-12T14:00"), limit(9, "h"), CALENDAR) == state
    assert clocks.face(cancelled, at("2023-10-13T00:00"), CALENDAR) == "none"
    assert cancelled.armed()["due_at"] is None


def test_round_clock_carries_its_round_and_case_clock_none():
    per_round = ClockDefinition("solve", Text("解决", "Solve"), per="round")

    assert clocks.start(per_round, at("2023-10-12T10:00"), round=2).round == 2
    assert clocks.start(SOLVE, at("2023-10-12T10:00"), round=2).round == 0


@pytest.mark.parametrize(
    ("amount", "unit", "warn_at"),
    [
        (24, "h", "2023-10-13T04:00"),
        (2, "h", "2023-10-12T11:00"),
        (1, "h", "2023-10-12T10:30"),
        (4, "bh", "2023-10-12T13:00"),
        (4, "wd", "2023-10-17T10:00"),
    ],
)
def test_warning_comes_when_a_quarter_or_one_hour_is_left(amount, unit, warn_at):
    assert running("2023-10-12T10:00", amount, unit).warn_at == at(warn_at)


def test_package_sets_the_share_at_which_to_warn():
    plan = ClockDefinition("plan", Text("计划", "Plan"), warn_share=Decimal("0.8"))

    assert running("2023-10-09T10:00", 5, "wd", plan).warn_at == at("2023-10-13T10:00")


def test_faces_of_a_running_clock():
    state = running("2023-10-12T10:00", 12, "bh")

    assert clocks.face(state, at("2023-10-12T11:00"), CALENDAR) == "calm"
    assert clocks.face(state, at("2023-10-12T20:00"), CALENDAR) == "outside"
    assert clocks.face(state, at("2023-10-13T12:00"), CALENDAR) == "soon"
    assert clocks.face(state, at("2023-10-13T13:00"), CALENDAR) == "breached"
    assert clocks.face(running("2023-10-12T20:00", 12, "h"), at("2023-10-12T21:00"), CALENDAR) == "calm"


def test_remaining_time_is_company_time_for_company_clocks():
    state = running("2023-10-12T10:00", 12, "bh")

    assert clocks.remaining(state, at("2023-10-12T20:00"), CALENDAR) == timedelta(hours=4)
    assert clocks.remaining(state, at("2023-10-13T15:00"), CALENDAR) == timedelta(hours=-2)
    assert clocks.remaining(clocks.start(SOLVE, at("2023-10-12T10:00")), at("2023-10-13T15:00"), CALENDAR) is None


def test_share_of_a_clock_follows_it_through_pause_limit_and_stop():
    early = ClockDefinition("early", Text("预警", "Early"), share_of="solve", share=Decimal("0.8"))
    base = running("2023-10-09T10:00", 5, "wd")
    own = clocks.follow(early, base, at("2023-10-09T10:00"), CALENDAR)
    assert own.name == "early" and own.due_at == at("2023-10-13T10:00")

    base = clocks.pause(base, at("2023-10-10T10:00"), "ask_customer", CALENDAR)
    own = clocks.follow(early, base, at("2023-10-10T10:00"), CALENDAR, own)
    assert own.state == "paused" and own.due_at is None

    base = clocks.resume(base, at("2023-10-11T10:00"), "ask_customer", CALENDAR)
    own = clocks.follow(early, base, at("2023-10-11T10:00"), CALENDAR, own)
    assert own.due_at == at("2023-10-16T10:00") and not own.is_breached

    base = clocks.stop(base, at("2023-10-16T11:00"), CALENDAR)
    own = clocks.follow(early, base, at("2023-10-16T11:00"), CALENDAR, own)
    assert own.state == "stopped" and own.is_breached and not base.is_breached
    assert clocks.follow(early, base, at("2023-10-20T10:00"), CALENDAR, own) == own


def test_share_of_working_days_ends_inside_a_day():
    assert running("2023-10-09T09:00", "1.5", "wd").due_at == at("2023-10-10T13:30")


@pytest.mark.parametrize(("amount", "unit"), [(0, "h"), (-1, "wd"), (1, "days"), (10**9, "h")])
def test_limit_no_table_can_mean_is_an_error(amount, unit):
    with pytest.raises(ValueError):
        limit(amount, unit)


def test_row_keeps_everything():
    state = paused(running("2023-10-12T10:00", 24, "h"), "2023-10-12T12:00", "2023-10-12T14:00")
    state = clocks.pause(state, at("2023-10-12T15:00"), "wait_for_parts", CALENDAR)
    fields = {name: getattr(state, name) for name in ("name", "round", "state", "started_at", "limit", "due_at", "warn_at")}

    assert clocks.ClockState(**fields, **clocks.from_data(clocks.to_data(state))) == state


# Beside a slow, obvious computation: count the minutes that are not paused

starts = st.datetimes(datetime(2023, 9, 20), datetime(2023, 10, 20)).map(lambda each: each.replace(tzinfo=UTC, second=0, microsecond=0))
breaks = st.lists(st.tuples(st.integers(0, 3000), st.integers(1, 2000)), max_size=3)


@settings(max_examples=30)
@given(starts, st.sampled_from(["h", "bh"]), st.integers(1, 20), breaks)
def test_due_time_is_when_enough_unpaused_minutes_have_passed(start, unit, hours, breaks):
    pauses = [Pause("x", start + timedelta(minutes=first), start + timedelta(minutes=first + length)) for first, length in breaks]

    now, left = start, hours * 60
    while left:
        stands = any(each.started_at <= now < each.ended_at for each in pauses)
        left -= not stands and (unit == "h" or CALENDAR.is_open(now))
        now += timedelta(minutes=1)

    assert moment(start, limit(hours, unit), pauses, CALENDAR) == now


@settings(max_examples=80)
@given(starts, st.sampled_from(["h", "bh", "wd", "months"]), st.integers(1, 30), breaks)
def test_warning_is_never_after_the_due_time_and_pauses_never_shorten(start, unit, amount, breaks):
    state = clocks.set_limit(clocks.start(SOLVE, start), start, limit(amount, unit), CALENDAR)
    for number, (first, length) in enumerate(breaks):
        before, element = state.due_at, f"element_{number}"
        state = clocks.pause(state, start + timedelta(minutes=first), element, CALENDAR)
        state = clocks.resume(state, start + timedelta(minutes=first + length), element, CALENDAR)
        assert state.due_at >= before

    assert start <= state.warn_at <= state.due_at
    assert explain(state, CALENDAR)[-1].zh.startswith("到期")
