"""The worker goes on whatever fails, and says so without filling the log."""

from __future__ import annotations

import logging
from datetime import timedelta

from engine.clock import ManualClock
from engine.worker import Worker


class Broken:
    """An engine whose due work fails every time."""

    def __init__(self, clock: ManualClock):
        self.clock = clock
        self.turns = 0

    def tidy_up(self) -> int:
        return 0

    def trigger_due(self) -> int:
        self.turns += 1
        raise RuntimeError("at entry 7")


def test_failure_that_comes_every_turn_is_told_once_an_hour(clock, caplog):
    worker = Worker(Broken(clock))

    with caplog.at_level(logging.ERROR, "huixiang.worker"):
        for _ in range(100):
            worker._turn()
            clock.move(timedelta(seconds=1))
        clock.move(timedelta(hours=1))
        worker._turn()

    told = [record.getMessage() for record in caplog.records]
    assert len(told) == 2
    assert "at entry 7" in told[0] and "99 times more" in told[1]
    assert worker._engine.turns == 101
