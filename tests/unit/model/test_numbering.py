"""Business keys."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.model.numbering import NumberPattern

DAILY = NumberPattern("{YYYY}{MM}{DD}-{NNN}")


@pytest.mark.row("S3.8")
def test_first_case_of_the_day_is_number_001():
    assert DAILY.format(datetime(2023, 10, 1, 9, 30), 1) == "20231001-001"


def test_serial_grows_past_999_and_never_wraps():
    assert DAILY.format(datetime(2023, 10, 1), 999) == "20231001-999"
    assert DAILY.format(datetime(2023, 10, 1), 1000) == "20231001-1000"


def test_date_is_the_companys_local_one():
    late_in_utc = datetime(2023, 10, 1, 17, 0, tzinfo=UTC).astimezone(ZoneInfo("Asia/Shanghai"))

    assert DAILY.format(late_in_utc, 7) == "20231002-007"
    assert DAILY.period(late_in_utc) == "20231002"


@pytest.mark.parametrize(
    ("pattern", "reset", "number", "period"),
    [
        ("NRR-{YYYY}-{NNN}", "year", "NRR-2024-015", "2024"),
        ("NRR-{YYYY}-{MM}{DD}{NNN}", "day", "NRR-2024-0315015", "20240315"),
        ("XY{YYYY}{NNN}", "year", "XY2024015", "2024"),
        ("客户-{NNN}", "never", "客户-015", ""),
    ],
)
def test_patterns_of_other_packages(pattern, reset, number, period):
    numbers, day = NumberPattern(pattern, reset), datetime(2024, 3, 15)

    assert (numbers.format(day, 15), numbers.period(day)) == (number, period)


@pytest.mark.parametrize(
    ("pattern", "reset"),
    [
        ("{YYYY}{MM}{DD}", "day"),
        ("{YYYY}-{NNN}", "day"),
        ("A-{NNN}", "year"),
        ("{YYYY}{MM}{DD}-{NNN}", "week"),
        ("{yyyy}-{NNN}", "never"),
        ("{NNN}-{NNN}", "never"),
        ("{NNN", "never"),
        ("{NNN}{YYYY}", "year"),
    ],
)
def test_pattern_that_could_repeat_a_number_is_an_error(pattern, reset):
    with pytest.raises(ValueError):
        NumberPattern(pattern, reset)


def test_serial_counts_from_one():
    with pytest.raises(ValueError):
        DAILY.format(datetime(2024, 3, 15), 0)


days = st.datetimes(datetime(2020, 1, 1), datetime(2030, 1, 1))


@given(st.tuples(days, st.integers(1, 10**6)), st.tuples(days, st.integers(1, 10**6)))
def test_two_serials_never_share_a_number(one, other):
    for numbers in (DAILY, NumberPattern("NRR-{YYYY}-{MM}{DD}{NNN}"), NumberPattern("XY{YYYY}{NNN}", "year")):
        is_same = numbers.period(one[0]) == numbers.period(other[0]) and one[1] == other[1]
        assert (numbers.format(*one) == numbers.format(*other)) == is_same


@pytest.mark.parametrize(
    ("other", "clashes"),
    [("{YYYY}{MM}{DD}-{NNN}", True), ("{YYYY}{MM}{DD}-{N}", True), ("20231009-{NNN}", True), ("R{YYYY}{MM}{DD}-{NNN}", False), ("{YYYY}-{NNN}", False)],
)
def test_patterns_that_can_give_one_number_clash(other, clashes):
    reset = "day" if "{DD}" in other else "never"

    assert DAILY.clashes(NumberPattern(other, reset)) is clashes
