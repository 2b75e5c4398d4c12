"""CPU per completed user task, the product and the naive way in turn in one run, on the same path."""

from __future__ import annotations

import gc
import statistics
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from tests.bench.figures import Figure
from tests.bench.installation import HERE, Installation
from tests.bench.naive_spiffworkflow import NaiveCases, PostgresRows, SqliteRows

STAGES = ("register_request", "classify_request", "analyse_request", "plan_work", "do_work", "confirm_work")
FIRST_STAGE_OF_A_ROUND = 1
LATE = 40


def completion_cpu_ratio(at: Installation, cases: int) -> Iterator[Figure]:
    """Six stages with a boundary timer each and one re-processing round, played case by case on both sides."""
    at.deploy_folder("six_stages")
    ours, naive = [], []
    with _naive(at) as other:
        _play_both(at, other)  # caches fill outside the figures
        for _ in range(cases):
            here, there = _play_both(at, other)
            ours.append(here)
            naive.append(there)
    # Of everything that was measured, nothing left out: what other programs take from the caches is paid by both sides in turn.
    yield Figure("naive_cpu_per_completion", at.database, statistics.mean(naive) * 1000, "ms")
    yield Figure("completion_cpu", at.database, statistics.mean(ours) * 1000, "ms")
    yield Figure("completion_cpu_ratio", at.database, sum(ours) / sum(naive), "of naive", 1 / 3)


def round40(at: Installation, cases: int) -> Iterator[Figure]:
    """CPU and snapshot of round 40 over those of round 1: an old and a new case complete the same stage in turn."""
    at.deploy_folder("six_stages")
    first, late, sizes = [], [], []
    for _ in range(cases):
        old = _begun(at)
        for _ in range(LATE - 1):
            _play_round(at, old, "again")
        sizes += _rounds_in_turn(at, _begun(at), old, first, late)
    yield Figure("round40_cpu_ratio", at.database, statistics.median(late) / statistics.median(first), "of round 1", 1.2)
    yield Figure("round40_bytes_ratio", at.database, max(sizes), "of round 1", 1.2)


def values_of(stage: str, verdict: str = "again") -> dict[str, Any]:
    """What is typed at a stage, different at each."""
    typed = {
        f"{stage}_note": f"At {stage} everything was looked at, and what was found is written down here.",
        f"{stage}_hours": 3,
        f"{stage}_kind": "routine",
    }
    return typed | ({"verdict": verdict} if stage == STAGES[-1] else {})


def _play_both(at: Installation, other: NaiveCases) -> tuple[float, float]:
    """CPU per completion of one case here and of one there; what one side leaves to the garbage collector is not the other's to pay."""
    ours, naive = [], []
    gc.collect()
    id_ = at.start("six_stages")
    for stage, verdict in _way():
        task = at.open_tasks(id_)[0]
        assert task.element_id == stage
        ours.append(_cpu(lambda: at.complete(task.id, values_of(stage, verdict))))
    gc.collect()
    theirs = other.start()
    for stage, verdict in _way():
        naive.append(_cpu(lambda: other.complete(theirs, stage, values_of(stage, verdict))))
    assert at.path(id_) == other.path(theirs), "both must take the same path"
    assert other.is_completed(theirs)
    return statistics.mean(ours), statistics.mean(naive)


def _way() -> Iterator[tuple[str, str]]:
    yield from ((stage, "again") for stage in STAGES)
    yield from ((stage, "accepted") for stage in STAGES[FIRST_STAGE_OF_A_ROUND:])


def _begun(at: Installation) -> str:
    """A case at the first task of the stages that are handled again."""
    id_ = at.start("six_stages")
    at.complete(at.open_tasks(id_)[0].id, values_of(STAGES[0]))
    return id_


def _play_round(at: Installation, id_: str, verdict: str) -> None:
    for stage in STAGES[FIRST_STAGE_OF_A_ROUND:]:
        at.complete(at.open_tasks(id_)[0].id, values_of(stage, verdict))


def _rounds_in_turn(at: Installation, new: str, old: str, first: list[float], late: list[float]) -> Iterator[float]:
    """A round of both, stage by stage, so that both meet the same machine. How much larger the old one's snapshot is at its largest."""
    sizes: dict[str, list[int]] = {new: [], old: []}
    gc.collect()
    for stage in STAGES[FIRST_STAGE_OF_A_ROUND:]:
        for id_, cpu in ((new, first), (old, late)):
            sizes[id_].append(at.snapshot_bytes(id_))
            task = at.open_tasks(id_)[0]
            cpu.append(_cpu(lambda task_id=task.id: at.complete(task_id, values_of(stage))))
    yield max(sizes[old]) / max(sizes[new])


def _cpu(step: Callable[[], object]) -> float:
    begun = time.process_time()
    step()
    return time.process_time() - begun


@contextmanager
def _naive(at: Installation) -> Iterator[NaiveCases]:
    rows = PostgresRows(at.settings.database_url) if at.is_postgresql else SqliteRows(at.settings.data_dir / "naive.sqlite3")
    yield NaiveCases(HERE / "naive/six_stages.bpmn", "six_stages", rows)
    rows.close()
