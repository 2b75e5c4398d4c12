"""Migration tests run on both databases, from empty."""

from __future__ import annotations

from tests.databases import database_settings, store

__all__ = ["database_settings", "store"]
