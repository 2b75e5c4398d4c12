"""Runs every scenario of a draft in a process of its own (apart.py) and tells each result as soon as it is there, whatever becomes of that process."""

from __future__ import annotations

import json
import logging
import os
import queue
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

from engine import packages
from engine.commands import package_trials
from engine.errors import NotFound, Text
from engine.model.people import SYSTEM
from engine.process_engine import ProcessEngine
from engine.scenarios.apart import BESIDE, DRAFT
from engine.scenarios.throw_away import ThrowAwayFolder

log = logging.getLogger("huixiang.trial")


@dataclass(frozen=True, slots=True)
class Patience:
    """Seconds that the process may take to begin, one scenario to run, and all of them together.

    The whole stays below engine.store.package_trials.LONGEST_TRIAL, after which a trial counts as cut off.
    """

    start: float = 90
    scenario: float = 90
    whole: float = 12 * 60


class _Broken(Exception):
    def __init__(self, text: Text):
        super().__init__(text.en)
        self.text = text


def run_trial(
    engine: ProcessEngine, files: packages.PackageFiles, beside: Sequence[packages.PackageFiles] = (), patience: Patience | None = None
) -> None:
    """Takes its time. `beside`: packages that this one speaks of. What keeps the process from its end is told as a failure; nothing of it is left."""
    results: list[dict[str, Any]] = []
    running = {"name": "", "title": files.id}
    try:
        for line in _lines(engine.settings.processes_dir, files, beside, patience or Patience()):
            if "begins" in line:
                running = {"name": line["begins"], "title": line["title"]}
            elif "fault" in line:
                raise _Broken(Text(*line["fault"]))
            else:
                results.append(line)
                engine.execute(SYSTEM, package_trials.tell, files.hash, results)
    except NotFound:
        return  # somebody dropped the trial meanwhile
    except _Broken as broken:
        log.warning("The trial of %s at %s: %s", files.id, running["name"] or "its beginning", broken)
        results.append({**running, "failure": broken.text.en, "failure_zh": broken.text.zh, "flows": []})
    engine.execute(SYSTEM, package_trials.tell, files.hash, results, is_over=True)


def _lines(
    processes: Path, files: packages.PackageFiles, beside: Sequence[packages.PackageFiles], patience: Patience
) -> Iterator[dict[str, Any]]:
    """What the process says, line by line. Raises _Broken when it says nothing for too long, or ends without having said all."""
    with ThrowAwayFolder() as folder:
        _pack(folder, files, beside)
        process = _start(folder, processes)
        said: queue.Queue[str | None] = queue.Queue()
        hearing = threading.Thread(target=_hear, args=(process.stdout, said), daemon=True)
        hearing.start()
        try:
            yield from _heard(said, patience)
            if process.wait(timeout=patience.scenario) != 0:
                raise _Broken(_ended(process.returncode))
        except subprocess.TimeoutExpired as silent:
            raise _Broken(_too_long(patience.scenario)) from silent
        finally:
            _end(process)
            hearing.join()
            process.stdout.close()


def _pack(folder: Path, files: packages.PackageFiles, beside: Sequence[packages.PackageFiles]) -> None:
    (folder / DRAFT).write_bytes(files.to_bytes())
    for number, each in enumerate(beside):
        (folder / BESIDE.format(number)).write_bytes(each.to_bytes())


def _start(folder: Path, processes: Path) -> subprocess.Popen[str]:
    # No secret of the installation goes along: the process has its own, throw-away one.
    environment = {
        "PATH": os.environ.get("PATH", ""), "PYTHONPATH": str(Path(packages.__file__).parents[2]), "PYTHONUTF8": "1", "TMPDIR": str(folder),
        "HOME": str(folder),
    }  # fmt: skip
    command = [sys.executable, "-m", "engine.scenarios.apart", str(folder), str(processes)]
    return subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, cwd=folder, env=environment, text=True, encoding="utf-8",
        start_new_session=True,
    )  # fmt: skip


def _hear(stream: IO[str], said: queue.Queue[str | None]) -> None:
    for line in stream:
        said.put(line)
    said.put(None)


def _heard(said: queue.Queue[str | None], patience: Patience) -> Iterator[dict[str, Any]]:
    is_over = threading.Event()
    whole = threading.Timer(patience.whole, is_over.set)
    whole.daemon = True
    whole.start()
    seconds = patience.start
    try:
        while True:
            line = said.get(timeout=seconds)
            seconds = patience.scenario
            if is_over.is_set():
                raise _Broken(_TOO_MANY)
            if line is None:
                return
            yield json.loads(line)
    except queue.Empty as silent:
        raise _Broken(_too_long(seconds)) from silent
    finally:
        whole.cancel()


def _end(process: subprocess.Popen[str]) -> None:
    if process.poll() is None:
        try:
            os.killpg(process.pid, signal.SIGKILL)
        except ProcessLookupError:
            pass  # it ended by itself just now
    process.stdin.close()
    process.wait()


def _too_long(seconds: float) -> Text:
    return Text(
        f"{seconds:g} 秒还没有走完，已停止：流程可能在原地循环。", f"It was stopped after {seconds:g} seconds: the procedure may go round in circles."
    )


def _ended(code: int) -> Text:
    why = signal.Signals(-code).name if code < 0 else str(code)
    return Text(f"运行场景的进程意外结束（{why}），可能用尽了内存或时间。", f"The process that ran the scenarios ended unexpectedly ({why}); it may have used up memory or time.")


_TOO_MANY = Text("全部场景合计用时太久，已停止。", "All scenarios together took too long and were stopped.")
