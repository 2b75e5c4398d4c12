"""The stories beside each diagram: each is played through commands alone, and together they take every flow."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from engine import packages
from engine.scenarios import Outcome, Stage

PROCESSES = Path(__file__).resolve().parents[2] / "processes"
FOLDERS = sorted(file.parent for file in PROCESSES.glob("*/package.toml"))
PACKAGES = {folder.name: packages.read_package(packages.read_folder(folder)) for folder in FOLDERS}
SCENARIOS = [(name, scenario) for name, package in PACKAGES.items() for scenario in package.scenarios]


class Theatre:
    """Plays a package's scenarios, each once however many tests ask for it."""

    def __init__(self, folder: Path, package_id: str):
        self.package_id = package_id
        self._stage = Stage(folder, PROCESSES)
        self.loaded = self._stage.deploy(packages.read_folder(PROCESSES / package_id))
        self._outcomes: dict[str, Outcome] = {}

    def outcome(self, scenario: packages.Scenario) -> Outcome:
        if scenario.name not in self._outcomes:
            self._outcomes[scenario.name] = self._stage.play(self.package_id, scenario)
        return self._outcomes[scenario.name]

    def close(self) -> None:
        self._stage.close()


@pytest.fixture(scope="module")
def theatres(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, Theatre]]:
    open_: dict[str, Theatre] = {}
    yield _Lazily(open_, tmp_path_factory)
    for theatre in open_.values():
        theatre.close()


class _Lazily(dict):
    def __init__(self, open_: dict[str, Theatre], factory: pytest.TempPathFactory):
        self._open, self._factory = open_, factory

    def __missing__(self, package_id: str) -> Theatre:
        self._open[package_id] = self[package_id] = Theatre(self._factory.mktemp(package_id), package_id)
        return self[package_id]


@pytest.mark.parametrize(
    ("package_id", "scenario"),
    [
        pytest.param(
            name,
            scenario,
            id=f"{name}-{scenario.name}",
            marks=[pytest.mark.xdist_group(f"scenarios-{name}"), *([pytest.mark.row(*scenario.rows)] if scenario.rows else [])],
        )
        for name, scenario in SCENARIOS
    ],
)
def test_the_case_goes_as_the_story_tells(theatres, package_id, scenario):
    outcome = theatres[package_id].outcome(scenario)

    assert not outcome.failure, outcome.failure


@pytest.mark.parametrize(
    "package_id", [pytest.param(name, marks=pytest.mark.xdist_group(f"scenarios-{name}")) for name in PACKAGES]
)
def test_the_stories_together_take_every_flow(theatres, package_id):
    theatre = theatres[package_id]

    taken = {flow for scenario in PACKAGES[package_id].scenarios for flow in theatre.outcome(scenario).flows}

    assert not set(theatre.loaded.definition.flows) - taken
