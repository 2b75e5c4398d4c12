"""Scenarios of a package run as tests: a throw-away installation, a virtual clock, and nothing but commands."""

from __future__ import annotations

import tempfile
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

from engine import packages
from engine.clock import ManualClock
from engine.commands import deploy, seed_people
from engine.errors import Refused
from engine.model.people import SYSTEM
from engine.packages.company_file import read_company
from engine.process_engine import ProcessEngine
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
    """One throw-away installation with the seed company, on which scenarios are played one after the other."""

    def __init__(self, data: Path, processes: Path, database_url: str | None = None):
        self.clock = ManualClock(packages.SCENARIO_EPOCH)
        self.engine = ProcessEngine(
            Settings(
                database_url=database_url or f"sqlite:///{data / 'scenarios.sqlite3'}",
                data_dir=data,
                processes_dir=processes,
                master_keys=("00" * 32,),
            ),
            self.clock,
        )
        self.engine.migrate()
        company = read_company(processes / "directory.toml")
        self.people = self.engine.execute(SYSTEM, seed_people.create_company, company)

    def deploy(self, files: packages.PackageFiles):
        """Deploy and give the loaded version. Raises Undeployable."""
        deployed = self.engine.execute(SYSTEM, deploy.deploy_if_never, files)
        return self.engine.library.get(deployed.version_id)

    def play(self, package_id: str, scenario: packages.Scenario) -> Outcome:
        self.clock.move_to(scenario.at)
        run = ScenarioRun(self.engine, self.clock, package_id, self.people)
        try:
            for number, step in enumerate(scenario.steps, 1):
                run.step(number, step)
        except ScenarioFailed as failure:
            return Outcome(scenario.name, scenario.title, str(failure), run.flows_taken())
        except Refused as refusal:
            return Outcome(scenario.name, scenario.title, f"step {number} {_verb(step)}: {refusal}{_fields(refusal)}", run.flows_taken())
        return Outcome(scenario.name, scenario.title, flows=run.flows_taken())

    def close(self) -> None:
        self.engine.close()


def _verb(step: object) -> str:
    return str(step)[:120]


def _fields(refusal: Refused) -> str:
    fields = getattr(refusal, "fields", None) or {}
    return "".join(f" [{key}: {text.en}]" for key, text in fields.items())
