"""Many tasks at once: exactly the ones that were selected, each checked on its own."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from engine.commands import user_tasks
from engine.errors import Refused, Text
from engine.store.transaction import Tx

LIMIT = 200


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of the frozen list: ids that were changed, and why the others were not."""

    changed: tuple[str, ...]
    refused: tuple[tuple[str, Text], ...]


def assign_many(tx: Tx, task_ids: Sequence[str], to: str, reason: str = "") -> Outcome:
    """Hand each of these tasks to one person; what can't be handed over is said and stays."""
    return each(task_ids, lambda task_id: user_tasks.assign(tx, task_id, to, reason))


def claim_many(tx: Tx, task_ids: Sequence[str]) -> Outcome:
    return each(task_ids, lambda task_id: user_tasks.claim(tx, task_id))


def each(task_ids: Sequence[str], act: Callable[[str], None]) -> Outcome:
    """The same for each of a frozen list. Raises Refused for too many."""
    if len(task_ids) > LIMIT:
        raise Refused("too_many", Text(f"一次最多选择{LIMIT}项任务。", f"At most {LIMIT} tasks at once."))
    changed: list[str] = []
    refused: list[tuple[str, Text]] = []
    # In one order everywhere, so that two bulk actions lock cases in the same order.
    for task_id in sorted(set(task_ids)):
        try:
            act(task_id)
        except Refused as refusal:
            refused.append((task_id, refusal.text))
        else:
            changed.append(task_id)
    return Outcome(tuple(changed), tuple(refused))
