"""How long what is kept, to the day."""

from __future__ import annotations

from datetime import datetime

import pytest

from engine.model.retention import ends_at, is_long_enough

ZONE = "Asia/Shanghai"


@pytest.mark.parametrize(
    ("archived", "duration", "until"),
    [
        ("2023-10-09T18:00:00+08:00", "P3Y", "2026-10-09T18:00:00+08:00"),
        ("2024-02-29T09:00:00+08:00", "P3Y", "2027-02-28T09:00:00+08:00"),
        ("2024-01-31T09:00:00+08:00", "P1M", "2024-02-29T09:00:00+08:00"),
        ("2023-10-09T18:00:00+08:00", "P180D", "2024-04-06T18:00:00+08:00"),
        ("2023-12-31T23:30:00+08:00", "P1Y1M1D", "2025-02-01T23:30:00+08:00"),
    ],
)
def test_the_time_ends_on_the_calendar(archived, duration, until):
    assert ends_at(datetime.fromisoformat(archived), duration, ZONE) == datetime.fromisoformat(until)


@pytest.mark.parametrize("words", ["", "P", "3Y", "PT5M"])
def test_what_is_no_duration_is_refused(words):
    with pytest.raises(ValueError):
        ends_at(datetime.fromisoformat("2023-10-09T18:00:00+08:00"), words, ZONE)


@pytest.mark.parametrize(("duration", "holds"), [("P3Y", True), ("P36M", True), ("P1096D", True), ("P2Y11M", False), ("P1094D", False)])
def test_a_case_is_kept_for_three_years_at_least(duration, holds):
    assert is_long_enough(duration) is holds
