"""Several people at once."""

from __future__ import annotations

import threading
from collections.abc import Callable


def at_once(count: int, work: Callable[[], object]) -> None:
    """Runs `work` in that many threads at once; what one of them raises rises here."""
    errors: list[BaseException] = []

    def run() -> None:
        try:
            work()
        except BaseException as error:
            errors.append(error)

    threads = [threading.Thread(target=run, name=f"person-{number}") for number in range(count)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if errors:
        raise errors[0]
