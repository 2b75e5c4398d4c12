"""Trials: the scenarios of exactly these bytes, run once; their result is what deploying asks for."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from engine.errors import NotFound
from engine.model import permissions
from engine.packages.bundle import PackageFiles
from engine.store import package_trials
from engine.store.transaction import Tx

RUNNING, PASSED, FAILED = "running", "passed", "failed"


def begin(tx: Tx, files: PackageFiles, total: int) -> bool:
    """Whether these bytes are to be run now: not while they run already. A trial that ended may be run again. Raises NotFound."""
    if not (permissions.may_edit_package(tx.actor, files.id) or permissions.may_deploy(tx.actor, files.id)):
        raise NotFound("package")
    known = package_trials.trial(tx, files.hash)
    if known is not None and known.state == RUNNING:
        return False
    package_trials.forget_old(tx)
    package_trials.drop_trial(tx, files.hash)
    row = {"hash": files.hash, "package_id": files.id, "state": RUNNING, "total": total, "started_at": tx.now, "started_by": tx.actor.id, "results": []}
    return package_trials.add_trial(tx, row)


def tell(tx: Tx, hash_: str, results: Sequence[Mapping[str, Any]], untaken: Sequence[str] = (), *, is_over: bool = False) -> None:
    """What the machine that runs it has seen so far: per scenario `name`, `title`, `failure`, `flows`. Only the system itself tells."""
    row = package_trials.trial(tx, hash_)
    if tx.actor.kind != "system" or row is None:
        raise NotFound("trial")
    row.results = [dict(each) for each in results]
    if is_over:
        row.state = FAILED if any(each["failure"] for each in results) else PASSED
        row.ended_at = tx.now
