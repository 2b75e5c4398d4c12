"""The clock's entrance: looks at due rows several times a second and triggers what is due."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable
from datetime import datetime, timedelta

from engine.process_engine import ProcessEngine

log = logging.getLogger("huixiang.worker")

INTERVAL_SECONDS = 0.5
TIDY_EVERY = timedelta(days=1)


class Worker:
    """A thread beside the web server, or the only thing a worker node runs."""

    def __init__(self, engine: ProcessEngine, interval: float = INTERVAL_SECONDS):
        self._engine = engine
        self._interval = interval
        self._stop = threading.Event()
        self._tidied_at: datetime | None = None
        self._thread = threading.Thread(target=self.run, name="huixiang-worker", daemon=True)

    def start(self) -> None:
        self._thread.start()

    def stop(self) -> None:
        """Ends after the work in hand."""
        self._stop.set()
        if self._thread.is_alive():
            self._thread.join()

    def run(self) -> None:
        # A thread of its own: a mail server that takes its time must not make timers late.
        sending = threading.Thread(target=self._loop, args=(self._send,), name="huixiang-sending", daemon=True)
        sending.start()
        self._loop(self._turn)
        sending.join()

    def _loop(self, turn: Callable[[], int]) -> None:
        while not self._stop.is_set():
            if not turn():
                self._stop.wait(self._interval)

    def _send(self) -> int:
        try:
            return self._engine.deliver_due()
        except Exception:
            log.exception("A turn of deliveries failed")
            return 0

    def _turn(self) -> int:
        # A worker that dies of one defect would stop every clock: the defect is logged and the next turn comes.
        try:
            self._tidy()
            return self._engine.trigger_due()
        except Exception:
            log.exception("A turn of due work failed")
            return 0

    def _tidy(self) -> None:
        now = self._engine.clock.now()
        if self._tidied_at is None or now - self._tidied_at >= TIDY_EVERY:
            self._tidied_at = now
            self._engine.tidy_up()
