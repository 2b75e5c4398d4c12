"""Sandboxes for playing drafts: the real engine on a throw-away installation, bounded in number and age, rebuilt from the steps at any time."""

from __future__ import annotations

import atexit
import threading
from collections import OrderedDict
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from engine import packages
from engine.errors import Refused
from engine.scenarios import Stage
from engine.scenarios.expecting import ScenarioFailed
from engine.scenarios.running import ScenarioRun
from engine.scenarios.throw_away import ThrowAwayFolder

MOST = 6
LONGEST_IDLE = timedelta(minutes=30)
# Somebody waits for the page meanwhile, and a thread of the server with them.
PATIENCE = timedelta(seconds=20)


class PlayBroken(Exception):
    """A step that was played once can't be played again; `number` counts from 1."""

    def __init__(self, number: int, why: str):
        super().__init__(why)
        self.number = number
        self.why = why


class Sandbox:
    """One throw-away installation with a case in it. Not for two threads at once: whoever uses it holds its lock."""

    def __init__(self, processes: Path, files: packages.PackageFiles, beside: Sequence[packages.PackageFiles], begins_at: datetime):
        self.lock = threading.Lock()
        self.key = (files.hash, begins_at)
        self._folder = ThrowAwayFolder()
        self._stage = Stage(self._folder.path, processes)
        self._package_id, self._begins_at, self._begun = files.id, begins_at, 0
        self.steps: list[Mapping[str, Any]] = []
        try:
            self.loaded = self._stage.deploy(files)
            for other in beside:
                self._stage.deploy(other)
            self.run: ScenarioRun = self._begin()
        except Exception:
            self._stage.close()
            self._folder.close()
            raise

    def bring_to(self, steps: Sequence[Mapping[str, Any]]) -> None:
        """Plays what is new; what was taken back is played anew from the start. Raises PlayBroken."""
        if list(steps[: len(self.steps)]) != self.steps:
            self.reset()
        for number, step in enumerate(steps[len(self.steps) :], len(self.steps) + 1):
            try:
                self.play(step)
            except (Refused, ScenarioFailed) as failure:
                raise PlayBroken(number, str(failure)) from failure

    def play(self, step: Mapping[str, Any]) -> None:
        """Raises what the command raises; then nothing of the step has happened."""
        try:
            self.run.play(step)
        except (Refused, ScenarioFailed):
            # A step may be two commands, of which the first went through.
            kept = list(self.steps)
            self.reset()
            for each in kept:
                self.run.play(each)
            self.steps = kept
            raise
        self.steps.append(step)

    def reset(self) -> None:
        self.run.engine.close()
        self.run, self.steps = self._begin(), []

    def close(self) -> None:
        self.run.engine.close()
        self._stage.close()
        self._folder.close()

    def _begin(self) -> ScenarioRun:
        self._begun += 1
        return self._stage.begin(self._package_id, f"play-{self._begun}", self._begins_at, PATIENCE)


class Playground:
    """The sandboxes of one process by who plays what; the one not used for longest makes room."""

    def __init__(self, processes: Path):
        self._processes = processes
        self._lock = threading.Lock()
        self._open: OrderedDict[tuple[str, str], tuple[Sandbox, datetime]] = OrderedDict()
        atexit.register(self.close)

    def sandbox(self, who: tuple[str, str], play: Any, beside: Callable[[], Sequence[packages.PackageFiles]], now: datetime) -> Sandbox:
        """Of this play, made if it isn't there; not yet brought to its steps. `play`: has `files`, `hash`, `begins_at`; `beside` is
        asked only then."""
        with self._lock:
            self._close_idle(now)
            found = self._open.pop(who, None)
            if found is not None and found[0].key != (play.hash, play.begins_at):
                found[0].close()
                found = None
            sandbox = found[0] if found else Sandbox(self._processes, play.files, beside(), play.begins_at)
            self._open[who] = (sandbox, now)
            self._make_room()
            return sandbox

    def close(self) -> None:
        with self._lock:
            for sandbox, _ in self._open.values():
                sandbox.close()
            self._open.clear()

    def __len__(self) -> int:
        return len(self._open)

    def _close_idle(self, now: datetime) -> None:
        for who, (sandbox, used_at) in list(self._open.items()):
            if now - used_at > LONGEST_IDLE and not sandbox.lock.locked():
                sandbox.close()
                del self._open[who]

    def _make_room(self) -> None:
        for who, (sandbox, _) in list(self._open.items())[:-1]:
            if len(self._open) <= MOST:
                return
            if not sandbox.lock.locked():
                sandbox.close()
                del self._open[who]
