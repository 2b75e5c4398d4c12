"""That the evidence was verified, and with what result, is evidence, too."""

from __future__ import annotations

from collections.abc import Sequence

from engine.store import house
from engine.store.transaction import Tx
from engine.store.verification import Finding

MOST = 20


def note(tx: Tx, findings: Sequence[Finding]) -> None:
    """For the house chain; of many findings the first ones."""
    house.record(tx, "trail_verified", {"findings": len(findings), "first": [each.what.zh for each in findings[:MOST]]})
