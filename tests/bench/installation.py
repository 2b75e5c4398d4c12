"""An installation to measure: the seed company, the packages of the bench, and the person who does everything."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import Any

from engine import packages
from engine.clock import ManualClock
from engine.commands import cases, deploy, seed_people, user_tasks
from engine.model.people import SYSTEM, Actor
from engine.packages import PackageFiles
from engine.packages.company_file import read_company
from engine.process_engine import ProcessEngine
from engine.scenarios.running import submitted
from engine.settings import Settings
from engine.store import acting_people, case_view
from engine.store.tables import UserTask

ROOT = Path(__file__).resolve().parents[2]
HERE = Path(__file__).resolve().parent
CLERK = "wang.min"
MONDAY = datetime.fromisoformat("2023-10-09T09:00:00+08:00")


class Installation:
    """`clerk` starts, claims and completes; every command is its own transaction and restores the case from the database."""

    def __init__(self, settings: Settings):
        self.settings = settings
        self.clock = ManualClock(MONDAY)
        self.engine = ProcessEngine(settings, self.clock)
        self.engine.migrate()
        company = read_company(ROOT / "processes/directory.toml")
        self.people = self.engine.execute(SYSTEM, seed_people.create_company, company)
        self.clerk: Actor = self.engine.ask(SYSTEM, acting_people.actor_named, CLERK)

    @property
    def is_postgresql(self) -> bool:
        return self.engine.store.is_postgresql

    @property
    def database(self) -> str:
        return "postgresql" if self.is_postgresql else "sqlite"

    def deploy(self, files: PackageFiles) -> str:
        """The version's id. Raises Undeployable."""
        return self.engine.execute(SYSTEM, deploy.deploy, files).version_id

    def deploy_folder(self, name: str) -> str:
        return self.deploy(packages.read_folder(HERE / "packages" / name))

    def start(self, package_id: str, values: Mapping[str, Any] | None = None) -> str:
        return self.engine.execute(self.clerk, cases.start, package_id, submitted(values or {})).instance_id

    def open_tasks(self, instance_id: str) -> list[UserTask]:
        return self.engine.ask(SYSTEM, case_view.open_tasks, instance_id)

    def complete(self, task_id: str, values: Mapping[str, Any] | None = None) -> None:
        self.engine.execute(self.clerk, user_tasks.complete, task_id, submitted(values or {}))

    def snapshot_bytes(self, instance_id: str) -> int:
        return self.engine.ask(SYSTEM, lambda tx: len(case_view.of(tx, instance_id).row.snapshot or b""))

    def path(self, instance_id: str) -> list[str]:
        """The elements that were completed, in order."""
        entries = self.engine.ask(SYSTEM, case_view.entries, instance_id)
        return [entry.element_id for entry in entries if entry.kind == "element_completed"]


@contextmanager
def installed(database_url: str | None) -> Iterator[Installation]:
    """A throw-away installation; `database_url` names an empty PostgreSQL database, None means SQLite in a new folder."""
    with tempfile.TemporaryDirectory(prefix="huixiang-bench-") as folder:
        url = database_url or f"sqlite:///{folder}/huixiang.sqlite3"
        settings = Settings(url, Path(folder), ROOT / "processes", master_keys=("00" * 32,))
        installation = Installation(settings)
        try:
            yield installation
        finally:
            installation.engine.close()
