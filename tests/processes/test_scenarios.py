"""Every story of every package comes true, and together they take every flow of its diagram."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from engine import packages
from engine.scenarios import Stage

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
def taken() -> dict[Path, set[str]]:
    """Flows that the stories played so far took."""
    return {folder: set() for folder in FOLDERS}


@pytest.mark.xdist_group("scenarios")
@pytest.mark.parametrize(("folder", "story"), [
    pytest.param(folder, story, id=f"{folder.name}-{story.name}", marks=pytest.mark.row(*story.rows)) for folder, story in STORIES
])
def test_story_comes_true(folder, story, stages, taken):
    outcome = stages[folder].play(folder.name, story)
    taken[folder] |= outcome.flows

    assert outcome.failure == ""


@pytest.mark.xdist_group("scenarios")
@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.name)
def test_stories_together_take_every_flow(folder, stages, taken, request):
    if not taken[folder]:
        pytest.skip("needs the stories above to have been played in this run")

    flows = set(stages[folder].deploy(packages.read_folder(folder)).definition.flows)

    assert flows - taken[folder] == set()
