"""Ids: 32 hexadecimal digits that sort by the time they were made, so that new rows land at the end of an index."""

from __future__ import annotations

import os
import threading

from engine.clock import SystemClock

_START_BITS = 76  # of the 80 bits behind the milliseconds: room to grow within one of them
_STEP_BITS = 52


class _Ids:
    """48 bits of milliseconds, then 80 bits that start at random and only grow while the millisecond lasts."""

    def __init__(self):
        self._clock = SystemClock()
        self._lock = threading.Lock()
        self._millisecond = 0
        self._tail = 0

    def next(self) -> str:
        with self._lock:
            now = int(self._clock.now().timestamp() * 1000)
            if now > self._millisecond:
                self._millisecond, self._tail = now, _random(_START_BITS)
            else:
                self._tail += 1 + _random(_STEP_BITS)
            return f"{self._millisecond:012x}{self._tail:020x}"


def _random(bits: int) -> int:
    return int.from_bytes(os.urandom(10)) & ((1 << bits) - 1)


_ids = _Ids()


def new_id() -> str:
    """An id nobody else has: bigger than every id this process made before, unguessable in its last digits."""
    return _ids.next()


# A forked process must not go on with its parent's numbers.
os.register_at_fork(after_in_child=_ids.__init__)
