"""Both databases for tests that promise the same on each: a store on SQLite, and one on a real PostgreSQL."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import psycopg
import pytest
from sqlalchemy import create_engine

from engine.settings import Settings
from engine.store import house_key, schema
from engine.store.database import Store
from engine.store.tables import Base
from tests.postgres import PostgresServer

BOTH = ["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)]


@pytest.fixture(scope="session")
def used_postgres_url(postgres_server: PostgresServer) -> str:
    """A PostgreSQL database that many tests use one after the other, emptied in between: ten times faster than anew."""
    url = postgres_server.new_database()
    _migrate(url)
    return url


@pytest.fixture(params=BOTH)
def database_settings(request: pytest.FixtureRequest, settings: Settings) -> Iterator[Settings]:
    """A throw-away installation with an empty database; on PostgreSQL its tables are there from a test before."""
    if request.param == "sqlite":
        yield settings
        return
    url = request.getfixturevalue("used_postgres_url")
    yield replace(settings, database_url=url)
    _empty(url)


@pytest.fixture(scope="session")
def migrated_sqlite(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A SQLite file with the newest schema and nothing in it, to be copied."""
    file = tmp_path_factory.mktemp("migrated") / "huixiang.sqlite3"
    _migrate(f"sqlite:///{file}")
    return file


@pytest.fixture
def store(database_settings: Settings, migrated_sqlite: Path) -> Iterator[Store]:
    """A store with the newest schema and nothing in it."""
    if database_settings.database_url.startswith("sqlite"):
        shutil.copy(migrated_sqlite, database_settings.database_url.removeprefix("sqlite:///"))
    store = Store(database_settings)
    with store.begin_write() as session:
        house_key.prepare(session.connection(), store.vault)
    yield store
    store.close()


def _migrate(url: str) -> None:
    engine = create_engine(url)
    with engine.begin() as connection:
        schema.migrate(connection)
    engine.dispose()


def _empty(url: str) -> None:
    with psycopg.connect(url.replace("+psycopg", ""), autocommit=True) as connection:
        connection.execute("SET session_replication_role = replica")
        connection.execute("SET lock_timeout = '5s'")
        connection.execute(";".join(f'DELETE FROM "{table}"' for table in Base.metadata.tables))
