"""What every test may ask for: a clock that is moved by hand, settings of a throw-away installation, a PostgreSQL."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import hypothesis
import pytest

from engine.clock import ManualClock
from engine.settings import Settings
from tests.postgres import PostgresServer

ROOT = Path(__file__).resolve().parent.parent

# On a machine that is busy an example may take any time, which says nothing about the rule.
hypothesis.settings.register_profile(
    "patient",
    deadline=None,
    suppress_health_check=[hypothesis.HealthCheck.too_slow],
    # Where others judge the result the same examples are tried each time; at a desk new ones are.
    derandomize=os.environ.get("CI") == "true",
)
hypothesis.settings.load_profile("patient")


@pytest.fixture
def clock() -> ManualClock:
    """Monday 2023-10-09, 09:00 in Shanghai: a working day after the long holiday."""
    return ManualClock(datetime.fromisoformat("2023-10-09T09:00:00+08:00"))


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    """An installation of its own: SQLite in a temporary folder, the packages of this repository."""
    return Settings.from_environment(
        {"HUIXIANG_DATA": str(tmp_path / "data"), "HUIXIANG_PROCESSES": str(ROOT / "processes")}
    )


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[PostgresServer]:
    # Not below pytest's own folders: the server's user must be able to pass through every folder above it.
    folder = Path(tempfile.mkdtemp(prefix="huixiang-postgres-"))
    folder.chmod(0o755)
    server = PostgresServer(folder / "data")
    yield server
    server.stop()
    shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture
def postgres_url(postgres_server: PostgresServer) -> str:
    """The address of an empty PostgreSQL database."""
    return postgres_server.new_database()
