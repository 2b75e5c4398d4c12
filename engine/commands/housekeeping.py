"""What the worker tidies away once a day: nobody waits for it, and a day more or less changes nothing."""

from __future__ import annotations

from engine.store import done_requests
from engine.store.transaction import Tx


def tidy(tx: Tx) -> None:
    """Forget the requests that nobody will send again."""
    done_requests.forget_old(tx)
