"""Scenarios of a package run as tests: a throw-away installation, a virtual clock, and nothing but commands."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path

from engine import packages
from engine.clock import ManualClock
from engine.commands import deploy, seed_people
from engine.errors import Refused
from engine.model.people import SYSTEM
from engine.packages.company_file import read_company
from engine.packages.scenarios import SCENARIO_EPOCH, verb_of
from engine.process_engine import ProcessEngine
from engine.queries import replay
from engine.scenarios.expecting import ScenarioFailed
from engine.scenarios.running import ScenarioRun
from engine.settings import Settings


@dataclass(frozen=True, slots=True)
class Outcome:
    """How one scenario went; `failure` names the step and what was expected."""

    name: str
    title: str
    failure: str = ""
    flows: frozenset[str] = frozenset()

    @property
    def is_passed(self) -> bool:
        return not self.failure


@dataclass
class PackageResult:
    package_id: str
    outcomes: list[Outcome] = field(default_factory=list)
    all_flows: frozenset[str] = frozenset()

    @property
    def untaken(self) -> list[str]:
        """Flows of the diagram that no scenario took."""
        taken = frozenset().union(*(each.flows for each in self.outcomes)) if self.outcomes else frozenset()
        return sorted(self.all_flows - taken)

    @property
    def is_passed(self) -> bool:
        return bool(self.outcomes) and all(each.is_passed for each in self.outcomes) and not self.untaken

    def report(self, language: str = "en") -> str:
        lines = [f"{'ok  ' if each.is_passed else 'FAIL'} {each.name}: {each.title} {each.failure}" for each in self.outcomes]
        taken = len(self.all_flows) - len(self.untaken)
        lines.append(f"{self.package_id}: {len(self.outcomes)} scenarios, {taken} of {len(self.all_flows)} flows taken")
        lines += [f"never taken: {flow}" for flow in self.untaken]
        return "\n".join(lines)


def test_package(folder: Path, only: Iterable[str] = ()) -> PackageResult:
    """Run every scenario (or those named) of the package in `folder`."""
    files = packages.read_folder(folder)
    wanted = set(only)
    with tempfile.TemporaryDirectory(prefix="huixiang-") as data:
        stage = Stage(Path(data), folder.parent)
        loaded = stage.deploy(files)
        result = PackageResult(files.id, all_flows=frozenset(loaded.definition.flows))
        for scenario in loaded.package.scenarios:
            if not wanted or scenario.name in wanted:
                result.outcomes.append(stage.play(files.id, scenario))
        stage.close()
    return result


class Stage:
    """A throw-away installation with the seed company; each scenario is played on a copy of it of its own."""

    def __init__(self, data: Path, processes: Path):
        self._data = data
        self._processes = processes
        self._engine = self._open("template", ManualClock(SCENARIO_EPOCH))
        self._engine.migrate()
        company = read_company(processes / "directory.toml")
        self._people = self._engine.execute(SYSTEM, seed_people.create_company, company)

    def deploy(self, files: packages.PackageFiles) -> packages.LoadedVersion:
        """The package, and the one it reports on. Raises Undeployable."""
        deployed = self._engine.execute(SYSTEM, deploy.deploy_if_never, files)
        loaded = self._engine.library.get(deployed.version_id)
        if reported := loaded.package.settings.reports_on:
            self.deploy(packages.read_folder(self._processes / reported))
        return loaded

    def play(self, package_id: str, scenario: packages.Scenario) -> Outcome:
        run = self.begin(package_id, scenario.name, scenario.at)
        failure = _played(run, scenario) or _replayed(run.engine)
        outcome = Outcome(scenario.name, scenario.title, failure, run.flows_taken())
        run.engine.close()
        return outcome

    def begin(self, package_id: str, name: str, at: datetime, patience: timedelta | None = None) -> ScenarioRun:
        """A copy of the installation under a clock that stands at `at`, ready for steps; whoever began it closes its engine."""
        self._engine.close()  # with it the template's log is written back, so that the file alone is the database
        shutil.copy(self._file("template"), self._file(name))
        clock = ManualClock(at)
        engine = self._open(name, clock, self._engine.library)
        return ScenarioRun(engine, clock, package_id, self._people, patience)

    def close(self) -> None:
        self._engine.close()

    def _open(self, name: str, clock: ManualClock, library: packages.Library | None = None) -> ProcessEngine:
        url = f"sqlite:///{self._file(name)}"
        return ProcessEngine(Settings(url, self._data, self._processes, master_keys=("00" * 32,)), clock, library)

    def _file(self, name: str) -> Path:
        return self._data / f"{name}.sqlite3"


def _played(run: ScenarioRun, scenario: packages.Scenario) -> str:
    """What went wrong, and at which step; empty when nothing did."""
    for number, step in enumerate(scenario.steps, 1):
        try:
            run.play(step)
        except (ScenarioFailed, Refused) as failure:
            verb = verb_of(step) or ""
            what = step[verb] if isinstance(step.get(verb), str) else ""
            return f"step {number} ({verb} {what}): {failure}{_fields(failure)}"
    return ""


def _replayed(engine: ProcessEngine) -> str:
    """A case that is not what its trail says is a defect, whatever the story expected."""
    lines = [engine.ask(SYSTEM, replay.replay, key) for key in engine.ask(SYSTEM, replay.business_keys)]
    return "; ".join(f"replay of {each.line()}" for each in lines if each.result != replay.EQUAL)


def _fields(failure: Exception) -> str:
    fields = getattr(failure, "fields", None) or {}
    return "".join(f" [{key}: {text.en}]" for key, text in fields.items())
