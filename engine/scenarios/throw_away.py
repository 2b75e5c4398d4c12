"""Folders of throw-away installations: gone with whoever made them, and swept by the next one when that was killed."""

from __future__ import annotations

import fcntl
import os
import shutil
import tempfile
from pathlib import Path

PREFIX = "huixiang-apart-"
_LOCK = "held"


class ThrowAwayFolder:
    """`path` is there until `close`, or until the process is gone and somebody makes the next one."""

    def __init__(self) -> None:
        _sweep()
        self.path = Path(tempfile.mkdtemp(prefix=PREFIX))
        # Held before it has its name: whoever sweeps never sees it free.
        self._held = (self.path / "new").open("w")
        fcntl.flock(self._held, fcntl.LOCK_EX)
        os.rename(self.path / "new", self.path / _LOCK)

    def close(self) -> None:
        shutil.rmtree(self.path, ignore_errors=True)
        self._held.close()

    def __enter__(self) -> Path:
        return self.path

    def __exit__(self, *_: object) -> None:
        self.close()


def _sweep() -> None:
    """Folders that nobody holds any more."""
    for folder in Path(tempfile.gettempdir()).glob(f"{PREFIX}*"):
        try:
            with (folder / _LOCK).open("r+") as held:
                fcntl.flock(held, fcntl.LOCK_EX | fcntl.LOCK_NB)
                shutil.rmtree(folder, ignore_errors=True)
        except OSError:
            continue  # somebody's, or not ours to touch
