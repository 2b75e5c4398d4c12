"""What the reader has played so far on a draft."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from engine.packages.bundle import PackageFiles
from engine.queries import workbench
from engine.store import package_trials
from engine.store.transaction import Tx


@dataclass(frozen=True, slots=True)
class OwnPlay:
    """`hash`: of the bytes that are played; `steps`: as scenarios write them."""

    package_id: str
    hash: str
    begins_at: datetime
    steps: list[dict[str, Any]]
    files: PackageFiles


def own_play(tx: Tx, package_id: str) -> OwnPlay | None:
    """None before the first play. Raises NotFound for a package that isn't theirs to see."""
    workbench.see_workbench(tx, package_id)
    row = package_trials.play(tx, package_id, with_files=True)
    if row is None:
        return None
    return OwnPlay(package_id, row.hash, row.begins_at, json.loads(row.steps), PackageFiles.from_bytes(row.files, package_id))
