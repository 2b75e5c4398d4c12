"""Calls that begin at the same moment."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

from engine.errors import Refused


def at_once(*calls: Callable[[], object]) -> list[str]:
    """The outcome of each call when all begin together: "done" or the code of the refusal."""
    barrier = Barrier(len(calls))

    def run(call: Callable[[], object]) -> str:
        barrier.wait(timeout=10)
        try:
            call()
        except Refused as refused:
            return refused.code
        return "done"

    with ThreadPoolExecutor(len(calls)) as pool:
        return list(pool.map(run, calls))
