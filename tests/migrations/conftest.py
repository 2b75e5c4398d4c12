"""Migration tests begin with a database that has no table at all, on both."""

from __future__ import annotations

from dataclasses import replace

import pytest

from engine.settings import Settings
from tests.databases import BOTH, store

__all__ = ["store"]


@pytest.fixture(params=BOTH)
def database_settings(request: pytest.FixtureRequest, settings: Settings) -> Settings:
    if request.param == "sqlite":
        return settings
    return replace(settings, database_url=request.getfixturevalue("postgres_url"))
