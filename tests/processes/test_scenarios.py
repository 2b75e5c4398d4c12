"""Every story of every package comes true, and together they take every flow of its diagram."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from engine import packages
from engine.scenarios import Outcome, Stage

ROOT = Path(__file__).resolve().parents[2]
FOLDERS = sorted(file.parent for file in (ROOT / "processes").glob("*/package.toml"))
STORIES = [(folder, story) for folder in FOLDERS for story in packages.read_package(packages.read_folder(folder)).scenarios]


@pytest.fixture(scope="module")
def stages(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[Path, Stage]]:
    """One throw-away installation per package, with the package deployed."""
    stages = {folder: Stage(tmp_path_factory.mktemp(folder.name), ROOT / "processes") for folder in FOLDERS}
    for folder, stage in stages.items():
        stage.deploy(packages.read_folder(folder))
    yield stages
    for stage in stages.values():
        stage.close()


@pytest.fixture(scope="module")
def played() -> dict[tuple[Path, str], Outcome]:
    """The stories played so far, each once, in whichever order and process the tests run."""
    return {}


def outcome_of(folder: Path, story: packages.Scenario, stages: dict[Path, Stage], played: dict[tuple[Path, str], Outcome]) -> Outcome:
    if (folder, story.name) not in played:
        played[folder, story.name] = stages[folder].play(folder.name, story)
    return played[folder, story.name]


@pytest.mark.parametrize(("folder", "story"), [
    pytest.param(folder, story, id=f"{folder.name}-{story.name}", marks=pytest.mark.row(*story.rows)) for folder, story in STORIES
])
def test_story_comes_true(folder, story, stages, played):
    assert outcome_of(folder, story, stages, played).failure == ""


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.name)
def test_stories_together_take_every_flow(folder, stages, played):
    flows = set(stages[folder].deploy(packages.read_folder(folder)).definition.flows)

    taken = {flow for each, story in STORIES if each == folder for flow in outcome_of(folder, story, stages, played).flows}

    assert flows - taken == set()
