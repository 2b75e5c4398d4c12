"""What the storage tests share: both databases, and a desk to work at."""

from __future__ import annotations

import pytest

from tests.databases import database_settings, migrated_sqlite, store, used_postgres_url
from tests.store.cases import Desk

__all__ = ["database_settings", "migrated_sqlite", "store", "used_postgres_url"]


@pytest.fixture
def desk(store, database_settings) -> Desk:
    return Desk(store, database_settings)
