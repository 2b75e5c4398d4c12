"""The real application on a port of this machine, in a thread, with an installation and a clock of its own."""

from __future__ import annotations

import sqlite3
import threading
from pathlib import Path

from werkzeug.serving import make_server

from engine.clock import ManualClock
from engine.process_engine import ProcessEngine
from engine.settings import Settings
from web.app import create_app


class Served:
    """Serves until `stop`; `process_engine` is the one that the pages use, `clock` moves their time."""

    def __init__(self, settings: Settings, clock: ManualClock):
        self.settings = settings
        self.clock = clock
        self.process_engine = ProcessEngine(settings, clock)
        self.process_engine.migrate()
        self.app = create_app(self.process_engine)
        self._server = make_server("127.0.0.1", 0, self.app, threaded=True)
        self.address = f"http://127.0.0.1:{self._server.server_port}"
        self._thread = threading.Thread(target=self._server.serve_forever, daemon=True)
        self._thread.start()

    def trigger_due(self) -> None:
        """What the worker does every second: until nothing more is due."""
        while self.process_engine.trigger_due():
            pass

    def stop(self) -> None:
        self._server.shutdown()
        self._thread.join(timeout=10)
        self._server.server_close()
        self.process_engine.close()

    def tables(self) -> dict[str, list[tuple]]:
        """Every row of every table, as the database file holds it."""
        return rows_of(self.settings.data_dir / "huixiang.sqlite3")


def rows_of(file: Path) -> dict[str, list[tuple]]:
    with sqlite3.connect(f"file:{file}?mode=ro", uri=True) as connection:
        names = [name for (name,) in connection.execute("select name from sqlite_master where type = 'table'")]
        rows = {name: sorted(connection.execute(f'select * from "{name}"'), key=repr) for name in names}
    connection.close()
    return rows
