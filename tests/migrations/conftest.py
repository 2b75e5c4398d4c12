"""Migration tests begin with a database that has no table at all, on both."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest

from engine.settings import Settings
from engine.store.database import Store
from tests.databases import BOTH


@pytest.fixture(params=BOTH)
def database_settings(request: pytest.FixtureRequest, settings: Settings) -> Settings:
    if request.param == "sqlite":
        return settings
    return replace(settings, database_url=request.getfixturevalue("postgres_url"))


@pytest.fixture
def store(database_settings: Settings) -> Iterator[Store]:
    store = Store(database_settings)
    store.migrate()
    yield store
    store.close()
