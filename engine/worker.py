"""The clock's entrance: looks at due rows several times a second and triggers what is due."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable
from datetime import datetime, timedelta

from engine.clock import Clock
from engine.process_engine import ProcessEngine

log = logging.getLogger("huixiang.worker")

INTERVAL_SECONDS = 0.5
TIDY_EVERY = timedelta(days=1)
TOLD_EVERY = timedelta(hours=1)


class Failures:
    """Tells the log what failed. What fails turn after turn, such as a chain somebody tampered with, is told once an hour:
    else it would fill the disk, and hide every other line."""

    def __init__(self, clock: Clock):
        self._clock = clock
        self._told: dict[str, tuple[datetime, int]] = {}

    def tell(self, what: str, error: Exception) -> None:
        name = f"{what}: {type(error).__name__}: {error}"
        last, more = self._told.get(name, (None, 0))
        if last is not None and self._clock.now() - last < TOLD_EVERY:
            self._told[name] = (last, more + 1)
            return
        log.error("%s (%s times more since the last time it was told)", name, more, exc_info=error)
        self._told[name] = (self._clock.now(), 0)


class Worker:
    """A thread beside the web server, or the only thing a worker node runs."""

    def __init__(self, engine: ProcessEngine, interval: float = INTERVAL_SECONDS):
        self._engine = engine
        self._interval = interval
        self._stop = threading.Event()
        self._failures = Failures(engine.clock)
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
        except Exception as error:
            self._failures.tell("A turn of deliveries failed", error)
            return 0

    def _turn(self) -> int:
        # A worker that dies of one defect would stop every clock: the defect is logged and the next turn comes.
        try:
            self._tidy()
            return self._engine.trigger_due()
        except Exception as error:
            self._failures.tell("A turn of due work failed", error)
            return 0

    def _tidy(self) -> None:
        now = self._engine.clock.now()
        if self._tidied_at is None or now - self._tidied_at >= TIDY_EVERY:
            self._tidied_at = now
            self._engine.tidy_up()
