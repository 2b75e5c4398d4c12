"""Waiting for work a little, so that a worker needs no tight loop; few at once, because each holds one of the server's threads."""

from __future__ import annotations

import threading
from collections.abc import Callable

from flask import Flask, current_app

MOST_AT_ONCE = 2
STEP_SECONDS = 0.25


def install(app: Flask) -> None:
    app.extensions["long_polls"] = threading.BoundedSemaphore(MOST_AT_ONCE)


def until(is_there: Callable[[], bool], seconds: int) -> bool:
    """Whether it is there at last. When others wait already, this one is answered at once."""
    places = current_app.extensions["long_polls"]
    if is_there():
        return True
    if not seconds or not places.acquire(blocking=False):
        return False
    try:
        for _ in range(int(seconds / STEP_SECONDS)):
            pause(STEP_SECONDS)
            if is_there():
                return True
        return False
    finally:
        places.release()


def pause(seconds: float) -> None:
    threading.Event().wait(seconds)
