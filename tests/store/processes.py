"""Other processes on the same database. Forked, because importing everything anew would take most of a test's time."""

from __future__ import annotations

import multiprocessing
from collections.abc import Callable
from typing import Any

from engine.store.database import Store
from tests.store.cases import Desk

_fork = multiprocessing.get_context("fork")


def run(desk: Desk, count: int, work: Callable[[Desk], Any]) -> tuple[list[Any], list[int]]:
    """`work` in that many processes at once, each with a store of its own: what they returned, and their exit codes."""
    # Open connections must not be shared with the children.
    desk.store.close()
    results = _fork.SimpleQueue()
    processes = [_fork.Process(target=_child, args=(desk, work, results)) for _ in range(count)]
    for process in processes:
        process.start()
    for process in processes:
        process.join()
    codes = [process.exitcode for process in processes]
    return [results.get() for code in codes if code == 0], codes


def _child(desk: Desk, work: Callable[[Desk], Any], results: Any) -> None:
    own = Desk(Store(desk.settings), desk.settings, version_id=desk.version_id)
    results.put(work(own))
