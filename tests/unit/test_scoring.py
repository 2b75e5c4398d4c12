"""Weighted scoring: exact totals, the formula as one would write it, levels, and what would change them."""

from __future__ import annotations

from decimal import Decimal

import pytest

from engine.errors import Text
from engine.model import scoring
from engine.model.scoring import Dimension, Level, Scoring
from engine.packages.scoring_reading import read_scoring
from engine.packages.texts import Texts
from engine.packages.toml_reading import Problems, Table, read_toml


def word(text: str) -> Text:
    return Text(text, text)


PITCH = Scoring(
    "score_it", "sheets", "who",
    tuple(Dimension(key, word(key), Decimal(weight)) for key, weight in (("taste", 30), ("smell", 30), ("price", 20), ("looks", 20))),
    tuple(Level(value, word(value), Decimal(limit)) for value, limit in (("gold", "4.5"), ("silver", "3.5"), ("bronze", "2.5"), ("none", "1"))),
)
SHEETS = [{"who": who, "taste": Decimal(4), "smell": Decimal(5), "price": Decimal(3), "looks": Decimal(5)} for who in ("Li", "Wang", "Chen", "Zhao")]


def test_total_is_exact_and_its_formula_is_shown():
    found = scoring.result(PITCH, SHEETS)

    assert found.total == Decimal("4.3")
    assert found.level.value == "silver"
    assert found.formula == "4 × 30% + 5 × 30% + 3 × 20% + 5 × 20% = 4.3"


def test_average_counts_every_person_once():
    found = scoring.result(PITCH, [{**SHEETS[0], "taste": Decimal(3)}, *SHEETS[1:3], {**SHEETS[3], "taste": Decimal(4)}])

    assert found.averages["taste"] == Decimal("3.75")
    assert found.total == Decimal("4.225")
    assert "3.75 × 30%" in found.formula


@pytest.mark.parametrize(("total", "level"), [("5", "gold"), ("4.5", "gold"), ("4.49", "silver"), ("3.5", "silver"), ("2.5", "bronze"), ("2.49", "none"), ("1", "none")])
def test_level_begins_exactly_at_its_limit(total, level):
    assert PITCH.level(Decimal(total)).value == level


def test_what_would_change_the_level_is_said_per_dimension():
    changes = {(each.dimension.key, each.is_up): each for each in scoring.result(PITCH, SHEETS).changes}

    assert set(changes) == {("taste", True), ("taste", False), ("smell", False), ("price", True)}
    up = changes["taste", True]
    assert (up.before, up.after, up.total, up.level.value) == (Decimal(4), Decimal("4.75"), Decimal("4.525"), "gold")
    down = changes["smell", False]
    assert (down.before, down.after, down.total, down.level.value) == (Decimal(5), Decimal("2.25"), Decimal("3.475"), "bronze")


def test_incomplete_sheets_come_to_nothing():
    assert scoring.result(PITCH, []) is None
    assert scoring.result(PITCH, [{"who": "Li", "taste": Decimal(4)}]) is None
    assert scoring.result(PITCH, [{**SHEETS[0], "taste": None}]) is None


TOML = """
task = "score_it"
sheets = "sheets"
by = "who"
dimensions = [ {{ key = "taste", label = "味道", weight = {taste} }}, {{ key = "price", label = "价格", weight = 40 }} ]
levels = [ {{ value = "好", at_least = {good} }}, {{ value = "差", at_least = {bad} }} ]
"""


def read(taste: object = 60, good: object = 3.5, bad: object = 1) -> tuple[Scoring, list[str]]:
    problems = Problems("package.toml")
    table = Table(read_toml(TOML.format(taste=taste, good=good, bad=bad).encode(), problems), "scoring", problems)
    return read_scoring(table, Texts()), [each.field for each in problems.found]


def test_weights_that_do_not_come_to_a_hundred_are_refused():
    assert read()[1] == []
    assert read(taste=59)[1] == ["dimensions"]
    assert read(taste=60.5)[1] == ["dimensions"]
    assert read(taste=-60)[1] == ["dimensions"]


def test_levels_go_down_and_everybody_reaches_the_last_one():
    assert read(good=1, bad=3.5)[1] == ["levels"]
    assert read(bad=2)[1] == ["levels"]


def test_limits_are_read_exactly():
    assert read()[0].levels[0].at_least == Decimal("3.5")
