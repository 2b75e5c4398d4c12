"""Figures of a month, counted by hand: shares, rates, times, the rule of ten percent, what is left over."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from engine.errors import Text
from engine.model.figures import ClockRun, CountedCase, is_over
from engine.model.month_report import Counted, Rules, month_report
from engine.model.report_words import Scale, Words

OCTOBER = datetime(2023, 10, 1, tzinfo=UTC)
NOVEMBER = datetime(2023, 11, 1, tzinfo=UTC)
WORDS = Words(
    types=(("fault", Text("故障", "Fault")), ("wish", Text("愿望", "Wish")), ("other", Text("其他", "Other"))),
    priorities=(("high", Text("高", "High")), ("low", Text("低", "Low"))),
    scale=Scale((("good", Text("好", "Good")), ("fair", Text("中", "Fair")), ("bad", Text("差", "Bad"))), frozenset({"good"}), frozenset({"bad"})),
    clocks=(("answer", Text("答复", "Answer")),),
    stages=((1, Text("登记", "Register")), (2, Text("处理", "Handle"))),
)


def case(number: int, *, hours: float | None = 10, **facts) -> CountedCase:
    """Received on the n-th hour of October; closed after `hours`, None = still open."""
    received_at = OCTOBER + timedelta(hours=number)
    ended_at = None if hours is None else received_at + timedelta(hours=hours)
    given = {"type": "fault", "priority": "high", "round": 1} | facts
    return CountedCase(f"id{number}", f"N-{number:03}", "", received_at, ended_at, **given)


def report(*cases: CountedCase, later=(), **rules):
    return month_report("parcels", "2023-10", OCTOBER, NOVEMBER, NOVEMBER, Counted(tuple(cases), tuple(later)), WORDS, Rules(Text("月报", "Report"), **rules))


def counts(found, block: str) -> dict[str, int]:
    return {line.label.en: line.count for line in found.block(block).lines}


@pytest.mark.row("S1.66", "S0.76")
def test_shares_of_types_are_exact_counts_and_sum_to_a_hundred_percent():
    found = report(*(case(n, type="fault" if n < 1 else "wish" if n < 2 else "other") for n in range(3)))

    lines = found.block("type").lines
    assert counts(found, "type") == {"Fault": 1, "Wish": 1, "Other": 1}
    assert [line.share for line in lines] == ["33.4 %", "33.3 %", "33.3 %"]
    assert sum(line.per_mille for line in lines) == 1000


def test_a_case_without_a_type_is_counted_and_said_so():
    found = report(case(1), case(2, type=None))

    assert counts(found, "type") == {"Fault": 1, "Wish": 0, "Other": 0, "not set": 1}


@pytest.mark.row("S1.68")
def test_solved_at_once_is_closed_in_round_one_of_closed_and_the_definition_is_printed():
    found = report(case(1), case(2, round=2), case(3, hours=None), case(4, ended_as="withdrawn"))

    line, block = found.line("once:yes"), found.block("once")
    assert (line.count, line.of, line.share) == (1, 2, "50.0 %")
    assert "n = 2" in block.note.en and "÷ closed" in block.note.en


@pytest.mark.row("S1.69", "S0.78")
def test_satisfaction_says_its_n_and_its_scale_and_tells_the_first_round_from_the_last():
    found = report(case(1, round=2, ratings={1: "bad", 2: "good"}), case(2, ratings={1: "good"}), case(3, ratings={1: "fair"}), case(4))

    final, first = found.line("satisfaction:top"), found.line("first_satisfaction:top")
    assert (final.count, final.of, final.share) == (2, 3, "66.7 %")
    assert (first.count, first.of, first.share) == (1, 3, "33.3 %")
    assert "Good* / Fair / Bad" in found.block("satisfaction").note.en and "n = 3 rated, 1 not" in found.block("satisfaction").note.en


@pytest.mark.row("S1.67", "S0.77")
def test_handling_time_is_the_mean_of_closed_cases_by_type_and_by_stage_and_type():
    stages = [{1: 3600.0, 2: 7200.0}, {1: 1800.0}]
    found = report(case(1, hours=10, stage_seconds=stages[0]), case(2, hours=20, type="wish", stage_seconds=stages[1]), case(3, hours=None))

    assert found.line("time:all").seconds == 15 * 3600
    assert (found.line("time:fault").seconds, found.line("time:wish").seconds, found.line("time:other").seconds) == (36000, 72000, None)
    assert (found.line("stage:1").seconds, found.line("stage:1:wish").seconds, found.line("stage:2").count) == (2700, 1800, 1)


def test_time_limits_count_met_against_breached_and_rounds_by_themselves():
    runs = (ClockRun("answer", 1, "met"), ClockRun("answer", 2, "breached"))
    found = report(case(1, clocks=runs), case(2, clocks=(ClockRun("answer", 1, "met"),)), case(3, clocks=(ClockRun("answer", 1, "open"),)))

    met, breached = found.line("clock:answer:met"), found.line("clock:answer:breached")
    assert (met.count, met.of, met.share) == (2, 3, "66.7 %")
    assert [(item.case.number, item.round) for item in breached.items] == [("N-001", 2)]


@pytest.mark.row("S0.79", "S1.70")
def test_the_most_frequent_problems_are_exactly_as_many_as_asked_for_when_there_are_so_many():
    cases = [case(n, problem=f"P{n % 7}") for n in range(20)]

    assert [len(report(*cases, top=n).block("top").lines) for n in (3, 5)] == [3, 5]
    assert len(report(*cases[:2], top=5).block("top").lines) == 2
    assert counts(report(*cases, top=3), "top") == {"P0": 3, "P1": 3, "P2": 3}


@pytest.mark.row("S3.54")
def test_a_problem_is_singled_out_at_ten_point_one_percent_and_not_at_ten():
    exactly = [case(n, problem="login" if n < 100 else f"other {n}") for n in range(1000)]
    more = [case(n, problem="login" if n < 101 else f"other {n}") for n in range(1000)]

    assert counts(report(*exactly), "over") == {}
    assert counts(report(*more), "over") == {"login": 101}
    assert "of 1000" in report(*more).block("over").note.en


def test_few_cases_single_out_nothing():
    assert not is_over(9, 9, 10, at_least=10)
    assert is_over(2, 10, 10, at_least=10)


@pytest.mark.row("S3.55")
def test_every_case_whose_last_word_is_dissatisfied_is_listed_closed_or_not():
    found = report(
        case(1, ratings={1: "bad"}), case(2, round=2, ratings={1: "bad", 2: "good"}), case(3, hours=None, round=2, ratings={1: "bad"}),
        case(4, ratings={1: "bad"}, ended_as="withdrawn"),
    )

    assert [item.case.number for item in found.line("unresolved:closed").items] == ["N-001"]
    assert [item.case.number for item in found.line("unresolved:open").items] == ["N-003"]


def test_what_came_after_the_cut_off_is_listed_and_not_counted():
    found = report(case(1), later=[case(900)])

    assert found.n == 1
    assert [item.case.number for item in found.line("overview:later").items] == ["N-900"]


def test_what_is_not_archived_is_listed_by_the_figures():
    found = report(case(1), case(2, hours=None))

    assert [item.case.number for item in found.line("leftover:all").items] == ["N-002"]


def test_a_month_without_cases_has_no_shares_and_no_times():
    found = report()

    assert {line.share for block in found.blocks for line in block.lines} == {""}
    assert found.line("time:all").seconds is None
