"""The seed company with its packages deployed: prepared once per test process, copied for every test that asks."""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import pytest

from engine import packages
from engine.clock import ManualClock
from engine.commands import deploy, seed_people
from engine.model.people import SYSTEM, Actor
from engine.packages import company_file
from engine.process_engine import ProcessEngine
from engine.settings import Settings
from engine.store import acting_people

ROOT = Path(__file__).resolve().parent.parent
PASSWORD = "every-word-counts"
OPENING = "2023-10-09T09:00:00+08:00"


@dataclass
class Company:
    """An installation of its own with people, packages and a clock that stands at Monday 09:00."""

    process_engine: ProcessEngine
    clock: ManualClock

    @property
    def settings(self) -> Settings:
        return self.process_engine.settings

    def tables(self) -> dict[str, list[tuple]]:
        """Every row of every table, as the database file holds it."""
        file = self.settings.data_dir / "huixiang.sqlite3"
        connection = sqlite3.connect(f"file:{file}?mode=ro", uri=True)
        names = [name for (name,) in connection.execute("select name from sqlite_master where type = 'table'")]
        rows = {name: sorted(connection.execute(f'select * from "{name}"'), key=repr) for name in names}
        connection.close()
        return rows

    def person(self, login: str) -> Actor:
        return self.process_engine.ask(SYSTEM, acting_people.actor_named, login)


@dataclass(frozen=True)
class Prepared:
    """A company in which nothing has happened yet; the library keeps what its packages were parsed to."""

    folder: Path
    library: packages.Library


@pytest.fixture(scope="session")
def prepared_company(tmp_path_factory: pytest.TempPathFactory) -> Prepared:
    folder = tmp_path_factory.mktemp("company") / "data"
    engine = ProcessEngine(settings_in(folder), ManualClock(datetime.fromisoformat(OPENING)))
    engine.migrate()
    engine.execute(SYSTEM, seed_people.create_company, company_file.read_company(ROOT / "processes/directory.toml"), PASSWORD)
    for package in sorted((ROOT / "processes").glob("*/package.toml")):
        engine.execute(SYSTEM, deploy.deploy, packages.read_folder(package.parent), "")
    engine.close()
    return Prepared(folder, engine.library)


@pytest.fixture
def company(prepared_company: Prepared, tmp_path: Path) -> Iterator[Company]:
    folder = tmp_path / "company"
    shutil.copytree(prepared_company.folder, folder)
    clock = ManualClock(datetime.fromisoformat(OPENING))
    engine = ProcessEngine(settings_in(folder), clock, prepared_company.library)
    yield Company(engine, clock)
    engine.close()


def settings_in(folder: Path) -> Settings:
    return Settings.from_environment({"HUIXIANG_DATA": str(folder), "HUIXIANG_PROCESSES": str(ROOT / "processes")})
