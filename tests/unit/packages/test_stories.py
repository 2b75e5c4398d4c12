"""Reading scenarios: a story's steps, and what is said about steps that can't be played."""

from __future__ import annotations

from datetime import datetime

import pytest

from engine.packages import Unreadable, read_package, reasons
from tests.unit.packages.parcels import STORY, parcels, sentences


def test_story_has_its_files_name_its_moment_and_its_steps_in_order():
    story = read_package(parcels()).scenarios[0]

    assert story.name == "one_parcel"
    assert story.at == datetime.fromisoformat("2023-10-09T09:00:00+08:00")
    assert [list(step)[0] for step in story.steps] == ["start", "complete"]


@pytest.mark.parametrize(("step", "sentence"), [
    ('by = "anna"', "exactly one verb"),
    ('wait = "P1D"\ncomplete = "weigh_parcel"', "exactly one verb"),
    ('wait = "P1D"\nby = "anna"', "'by' is unknown beside 'wait'"),
    ('refuse = { code = "x" }', "exactly one verb"),
    ('invalid = { complete = "weigh_parcel", colour = 1, fields = ["a"] }', "'colour' is unknown beside 'complete'"),
    ("expect = { mood = 1 }", "'mood' can't be expected"),
])
def test_step_that_cannot_be_played_is_named_by_number(step, sentence):
    with pytest.raises(Unreadable) as unreadable:
        read_package(parcels(scenarios__one_parcel_toml=f"{STORY}\n[[step]]\n{step}"))

    found = sentences(unreadable.value.reasons)
    assert "scenarios/one_parcel.toml step 3" in found
    assert sentence in found


@pytest.mark.parametrize("at", ['at = "tomorrow"', "at = 2023-10-09T09:00:00", ""])
def test_story_needs_a_moment_with_its_zone(at):
    with pytest.raises(Unreadable) as unreadable:
        read_package(parcels(scenarios__one_parcel_toml=STORY.replace("at = 2023-10-09T09:00:00+08:00", at)))

    assert "Should be a time with its zone" in sentences(unreadable.value.reasons)


@pytest.mark.parametrize("step", [
    'complete = "gone"\nby = "anna"', 'claim = "gone"\nby = "anna"', 'refuse = { complete = "gone", by = "anna" }',
    'expect = { at = ["gone"] }', 'expect = { tasks = { gone = "anna" } }', 'expect = { end = "gone" }', 'expect = { path = ["gone"] }',
])
def test_step_about_an_element_that_is_not_drawn_is_an_error(step):
    found = reasons(parcels(scenarios__one_parcel_toml=f"{STORY}\n[[step]]\n{step}"))

    assert "step 3" in sentences(found)
    assert "There is no 'gone'" in sentences(found)


def test_row_that_a_story_cites_must_be_listed():
    cited = STORY.replace('title', 'rows = ["S9.9"]\ntitle', 1)
    listed = '[[row]]\nid = "S9.1"\ntext = "t"\nelements = ["weigh_parcel"]'

    assert "There is no 'S9.9'" in sentences(reasons(parcels(scenarios__one_parcel_toml=cited, rows_toml=listed)))
