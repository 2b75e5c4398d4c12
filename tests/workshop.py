"""The seed company with one small procedure of its own, as the workbench's tests change it: tests/packages/tool_lending."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import pytest

from engine import packages
from engine.clock import ManualClock
from engine.commands import deploy, people, seed_people
from engine.commands.people import PersonFields
from engine.model.people import SYSTEM, Actor
from engine.packages import company_file
from engine.process_engine import ProcessEngine
from engine.store import directory
from engine.store.tables import Person
from tests.company import OPENING, PASSWORD, ROOT, Company, Prepared, settings_in

PACKAGE = "tool_lending"
FOLDER = ROOT / "tests/packages" / PACKAGE


def package_files() -> packages.PackageFiles:
    return packages.read_folder(FOLDER)


def give(workshop: Company, login: str, *roles: str) -> Actor:
    """The person with these roles."""
    engine = workshop.process_engine

    def fields(tx) -> tuple[str, PersonFields]:
        row = tx.session.get_one(Person, workshop.person(login).id)
        return row.id, PersonFields(row.name, row.language, row.department_id, roles, tuple(directory.groups_of(tx.session, row.id)))

    engine.execute(workshop.person("gao.wei"), people.change, *engine.ask(SYSTEM, fields))
    return workshop.person(login)


@pytest.fixture(scope="session")
def prepared_workshop(tmp_path_factory: pytest.TempPathFactory) -> Prepared:
    folder = tmp_path_factory.mktemp("workshop") / "data"
    engine = ProcessEngine(settings_in(folder), ManualClock(datetime.fromisoformat(OPENING)))
    engine.migrate()
    engine.execute(SYSTEM, seed_people.create_company, company_file.read_company(ROOT / "processes/directory.toml"), PASSWORD)
    engine.execute(SYSTEM, deploy.deploy, package_files(), "")
    engine.close()
    return Prepared(folder, engine.library)


@pytest.fixture
def workshop(prepared_workshop: Prepared, tmp_path: Path) -> Iterator[Company]:
    folder = tmp_path / "workshop"
    shutil.copytree(prepared_workshop.folder, folder)
    clock = ManualClock(datetime.fromisoformat(OPENING))
    engine = ProcessEngine(settings_in(folder), clock, prepared_workshop.library)
    yield Company(engine, clock)
    engine.close()
