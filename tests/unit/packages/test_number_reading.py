"""The [number] table: what serials count within, numbers of customers, the serial of the day."""

from __future__ import annotations

from datetime import datetime

import pytest

from engine.model.numbering import NumberPattern
from engine.packages.number_reading import read_numbers
from engine.packages.toml_reading import Problems, Table

DAY = datetime(2024, 3, 15)


def read(**values: object) -> tuple[dict[str, object], Problems]:
    problems = Problems("package.toml")
    return read_numbers("tea", Table(values, "number", problems), problems), problems


@pytest.mark.parametrize(("x", "period", "number"), [("year", "2024", "TEA-2024-015"), ("day", "20240315", "TEA-2024-0315015")])
def test_one_word_decides_whether_serials_count_within_the_year_or_the_day(x, period, number):
    found, problems = read(pattern="TEA-{YYYY}-{X}", x=x)

    assert problems.found == []
    assert (found["number"].period(DAY), found["number"].format(DAY, 15)) == (period, number)


def test_customers_are_counted_within_the_year_and_only_where_they_have_numbers():
    assert read()[0]["customer_number"] is None
    assert read(customer_number="Guest-{YYYY}-{NNN}")[0]["customer_number"] == NumberPattern("Guest-{YYYY}-{NNN}", "year")
    assert read(customer_number="G{NNNNNN}")[0]["customer_number"].reset == "never"


@pytest.mark.parametrize("wrong", [{"customer_number": "Guest"}, {"pattern": "TEA-{YYYY}-{X}", "x": "hour"}, {"x": "day"}, {"day_serial": "yes"}])
def test_what_cannot_count_is_said(wrong):
    assert read(**wrong)[1].found


@pytest.mark.parametrize(("number", "fits"), [("Guest-2024-001", True), ("Guest-2024-1000", True), ("Guest-24-001", False), ("C-000001", False), ("Guest-2024-01", False)])
def test_pattern_knows_the_numbers_it_could_have_given(number, fits):
    assert NumberPattern("Guest-{YYYY}-{NNN}", "year").fits(number) is fits
