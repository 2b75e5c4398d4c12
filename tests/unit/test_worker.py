"""The worker: clocks and sending don't wait for each other, and neither ends with a defect of the other."""

from __future__ import annotations

import threading
from datetime import UTC, datetime

from engine.clock import ManualClock
from engine.worker import Worker

PATIENCE = 10


class Engine:
    """Counts turns; sending takes as long as the test says."""

    def __init__(self):
        self.clock = ManualClock(datetime(2023, 10, 9, 1, tzinfo=UTC))
        self.is_sending, self.may_end, self.has_triggered = threading.Event(), threading.Event(), threading.Event()
        self.sends = 0

    def tidy_up(self) -> int:
        return 0

    def trigger_due(self) -> int:
        if self.is_sending.is_set():
            self.has_triggered.set()
        return 0

    def deliver_due(self) -> int:
        self.sends += 1
        self.is_sending.set()
        self.may_end.wait(PATIENCE)
        raise RuntimeError("a defect")


def test_a_slow_mail_server_makes_no_timer_late():
    engine = Engine()
    worker = Worker(engine, interval=0.01)

    worker.start()

    assert engine.is_sending.wait(PATIENCE) and engine.has_triggered.wait(PATIENCE)
    engine.may_end.set()
    worker.stop()
    assert engine.sends >= 1
