"""Diagrams that are hard on an engine's memory: parallel splits in sequence, and a very long line."""

from __future__ import annotations

import statistics
import time
from collections.abc import Iterator

from engine.packages import PackageFiles
from tests.bench.figures import Figure
from tests.bench.installation import CLERK, Installation
from tests.elements import drawing

SPLITS = 10
LINE = 800
EDGE = 100


def parallel10(at: Installation) -> Iterator[Figure]:
    """The largest snapshot on the way through ten parallel two-way splits in sequence, over that of a single one."""
    ten, one = _largest_snapshot(at, SPLITS), _largest_snapshot(at, 1)
    yield Figure("parallel10_bytes_ratio", at.database, ten / one, "of one split", 2)


def line800(at: Installation) -> Iterator[Figure]:
    """800 user tasks in a line: deployed, and completed one after the other to the end; the last hundred in turn with the
    first hundred of another case, so that both meet the same machine."""
    at.deploy(PackageFiles.of_diagram("line.bpmn", _line(LINE)))
    first, last = [], []
    old = at.start("line")
    for _ in range(LINE - EDGE):
        _complete(at, old, [])
    new = at.start("line")
    for _ in range(EDGE):
        _complete(at, new, first)
        _complete(at, old, last)
    completed = sum(element.startswith("task_") for element in at.path(old))
    yield Figure("line800", at.database, completed, "elements", LINE, is_least=True)
    yield Figure("line800_cpu_ratio", at.database, statistics.median(last) / statistics.median(first), "of the first", 1.2)


def _complete(at: Installation, id_: str, cpu: list[float]) -> None:
    """The one open task; its CPU is added to `cpu`."""
    (task,) = at.open_tasks(id_)
    begun = time.process_time()
    at.complete(task.id)
    cpu.append(time.process_time() - begun)


def _largest_snapshot(at: Installation, splits: int) -> int:
    package_id = f"splits_{splits}"
    at.deploy(PackageFiles.of_diagram(f"{package_id}.bpmn", _splits(splits)))
    id_ = at.start(package_id)
    largest = at.snapshot_bytes(id_)
    while tasks := at.open_tasks(id_):
        at.complete(tasks[0].id)
        largest = max(largest, at.snapshot_bytes(id_))
    return largest


def _splits(count: int) -> bytes:
    parts, last = [drawing.start()], "begin"
    for number in range(1, count + 1):
        split, join, branches = f"split_{number}", f"join_{number}", [f"left_{number}", f"right_{number}"]
        parts += [drawing.parallel(split), drawing.parallel(join), drawing.flow(last, split), *map(_task, branches)]
        parts += [drawing.flows(split, branch, join) for branch in branches]
        last = join
    return drawing.diagram(*parts, drawing.end(), drawing.flow(last, "done"), id="splits")


def _line(count: int) -> bytes:
    ids = [f"task_{number}" for number in range(1, count + 1)]
    return drawing.diagram(drawing.start(), *map(_task, ids), drawing.end(), drawing.flows("begin", *ids, "done"), id="line")


def _task(id_: str) -> str:
    return drawing.user(id_, zeebe=f'<zeebe:assignmentDefinition assignee="{CLERK}"/>')
