"""After the working calendar changed: running clocks get the due time they would have had, and their timers follow."""

from __future__ import annotations

from engine.commands.running_case import RunningCase
from engine.store.transaction import Tx


def recount(tx: Tx, instance_id: str) -> None:
    """One case, in a transaction of its own; what changes stands in its trail. Doing it twice changes nothing more."""
    case = RunningCase.load(tx, instance_id)
    if case.row.state != "active":
        return
    if case.clocks.recount():
        case.save()
