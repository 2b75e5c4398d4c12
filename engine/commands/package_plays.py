"""Plays: the steps of a story that somebody plays on a draft, kept so that neither a browser nor a server can lose them."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from engine.errors import Conflict, NotFound, Refused, Text
from engine.model import permissions
from engine.packages.bundle import PackageFiles
from engine.store import package_trials
from engine.store.tables import PackagePlay
from engine.store.transaction import Tx

MOST_STEPS = 200


def begin(tx: Tx, files: PackageFiles, begins_at: datetime) -> None:
    """A new play of these bytes; each person has one play of a package, the one before is over. Raises NotFound."""
    _player_only(tx, files.id)
    package_trials.forget_old(tx)
    package_trials.put_play(tx, {
        "package_id": files.id, "person_id": tx.actor.id, "hash": files.hash, "files": files.to_bytes(), "begins_at": begins_at,
        "touched_at": tx.now, "steps": "[]",
    })  # fmt: skip


def add_step(tx: Tx, package_id: str, count: int, step: Mapping[str, Any]) -> None:
    """`count`: how many steps there were when it was played; Conflict when another window played on meanwhile."""
    row = _own(tx, package_id)
    steps = json.loads(row.steps)
    if len(steps) != count:
        raise Conflict("play_went_on", Text("演练已在另一个窗口里继续，请刷新。", "The play went on in another window; please refresh."))
    if len(steps) >= MOST_STEPS:
        raise Refused("play_too_long", Text(f"一次演练最多 {MOST_STEPS} 步。", f"A play has at most {MOST_STEPS} steps."))
    row.steps, row.touched_at = json.dumps([*steps, dict(step)], ensure_ascii=False), tx.now


def undo(tx: Tx, package_id: str) -> None:
    """The last step never happened."""
    row = _own(tx, package_id)
    row.steps, row.touched_at = json.dumps(json.loads(row.steps)[:-1], ensure_ascii=False), tx.now


def _own(tx: Tx, package_id: str) -> PackagePlay:
    _player_only(tx, package_id)
    row = package_trials.play(tx, package_id, is_locked=True)
    if row is None:
        raise NotFound("play")
    return row


def _player_only(tx: Tx, package_id: str) -> None:
    if not permissions.may_edit_package(tx.actor, package_id):
        raise NotFound("package")
