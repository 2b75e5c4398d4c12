"""Serves the pages with granian, and triggers what is due in the same process."""

from __future__ import annotations

import os
import socket
from functools import partial

from granian import Granian
from granian.constants import Interfaces
from granian.log import LogLevels

from engine.errors import Refused, Text
from engine.process_engine import ProcessEngine
from engine.settings import Settings
from engine.worker import Worker
from web.app import create_app

# A request waits for the database about as long as it computes.
THREADS_PER_CORE = 2


def serve(engine: ProcessEngine, host: str, port: int) -> None:
    """Serves on `host`:`port` until it is told to stop (SIGINT, SIGTERM); raises Refused when the port is taken."""
    _ensure_free(host, port)
    print(f"http://{host}:{port}", flush=True)
    Granian(
        "huixiang",
        address=host,
        port=port,
        interface=Interfaces.WSGI,
        blocking_threads=THREADS_PER_CORE * (os.cpu_count() or 1),
        log_level=LogLevels.warning,
        respawn_failed_workers=True,
    ).serve(target_loader=partial(_load, engine.settings), wrap_loader=False)


def _load(settings: Settings):
    # Runs in granian's own process, which may be a fork: nothing that holds a connection or a thread comes along.
    engine = ProcessEngine(settings)
    Worker(engine).start()
    return create_app(engine)


def _ensure_free(host: str, port: int) -> None:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            raise Refused("port_taken", _taken(port)) from error


def _taken(port: int) -> Text:
    return Text(f"端口 {port} 已被占用，请换一个，例如 PORT={port + 1}。", f"Port {port} is taken; choose another, e.g. PORT={port + 1}.")
