"""A demo company with people and cases in several stages, made only through commands, its days moved by a virtual clock."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

from engine import packages
from engine.clock import ManualClock
from engine.commands import deploy, seed_people
from engine.demo.months import play_months
from engine.demo.stories import Stories, read_stories
from engine.model.people import SYSTEM
from engine.packages.company_file import read_company
from engine.process_engine import ProcessEngine
from engine.store import house
from engine.store import packages as versions

PASSWORD = "huixiang-demo"


@dataclass(frozen=True, slots=True)
class Prepared:
    """What to say to whoever starts the demo."""

    people: tuple[dict, ...]
    cases: int
    is_new: bool

    def text(self, port: int) -> str:
        lines = ["", "Huixiang 回响", f"  customers   http://127.0.0.1:{port}/", f"  staff       http://127.0.0.1:{port}/sign-in", f"  once it is served: huixiang serve --port {port}", ""]
        if self.is_new:
            lines.append(f"  {self.cases} demo cases were made. Everybody's password: {PASSWORD}")
        lines += [f"  {person['login']:<14} {person['name']}  {person.get('role_note', '')}" for person in self.people]
        return "\n".join([*lines, ""])


def prepare(engine: ProcessEngine, months: int = 0, cases: int = 0) -> Prepared:
    """Migrate, deploy what was never deployed, and fill an empty installation with the demo. Safe to call at every start.

    `months`: instead of the few told stories, so many months with `cases` cases of a seeded chance and their reports.
    """
    engine.migrate()
    company = read_company(engine.settings.processes_dir / "directory.toml")
    is_new = not engine.ask(SYSTEM, versions.is_anything_deployed)
    ids = engine.execute(SYSTEM, seed_people.create_company, company, PASSWORD)
    file = engine.settings.processes_dir / "demo.toml"
    if is_new and months:
        made = play_months(engine, engine.settings.processes_dir / "demo_months.toml", ids, months, cases, deploy_folders)
    else:
        made = _play(engine, file, ids) if is_new and file.exists() else 0
    deploy_folders(engine)
    return Prepared(tuple(company["person"]), made, is_new)


def deploy_folders(engine: ProcessEngine, *, with_reports: bool = True) -> list[deploy.Deployed]:
    """Every package under processes/ whose bytes were never deployed; first those that are reported on."""
    folders = sorted(file.parent for file in engine.settings.processes_dir.glob("*/package.toml"))
    reports = [folder for folder in folders if _reports(folder)]
    wanted = [folder for folder in folders if folder not in reports] + (reports if with_reports else [])
    return [engine.execute(SYSTEM, deploy.deploy_if_never, packages.read_folder(folder)) for folder in wanted]


def _reports(folder: Path) -> bool:
    """Whether the package reports on another one; read from its settings alone, because all of it costs much more."""
    return bool(tomllib.loads((folder / "package.toml").read_text(encoding="utf-8")).get("package", {}).get("reports_on"))


def _play(engine: ProcessEngine, file: Path, people: dict[str, str]) -> int:
    stories = read_stories(file, engine.clock.now())
    clock = ManualClock(min(story.at for story in stories) - timedelta(hours=1))
    past = ProcessEngine(engine.settings, clock)
    # The calendar would begin reports for every month since the oldest story, and nobody in it writes them.
    deploy_folders(past, with_reports=False)
    Stories(past, clock, people).play(stories, until=engine.clock.now())
    house.append_pending(past.store)
    past.close()
    return len(stories)
