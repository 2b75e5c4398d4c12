"""Both databases for tests that promise the same on each: a store on SQLite, and one on a real PostgreSQL."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest

from engine.settings import Settings
from engine.store.database import Store

BOTH = ["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)]


@pytest.fixture(params=BOTH)
def database_settings(request: pytest.FixtureRequest, settings: Settings) -> Settings:
    """A throw-away installation whose database is empty: no table yet."""
    if request.param == "sqlite":
        return settings
    return replace(settings, database_url=request.getfixturevalue("postgres_url"))


@pytest.fixture
def store(database_settings: Settings) -> Iterator[Store]:
    """A store with the newest schema and nothing in it."""
    store = Store(database_settings)
    store.migrate()
    yield store
    store.close()
