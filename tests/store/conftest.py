"""What the storage tests share: both databases, and a case to work on."""

from __future__ import annotations

from tests.databases import database_settings, store

__all__ = ["database_settings", "store"]
