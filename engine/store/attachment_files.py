"""Where the encrypted bytes of attachments lie: a folder now; an S3-compatible store fits behind the same methods."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Protocol

_PIECE = 64 * 1024
_UNFINISHED = ".unfinished"
_NAME = re.compile(r"[0-9a-f]{32}")


class AttachmentFiles(Protocol):
    def write(self, name: str, pieces: Iterable[bytes]) -> None:
        """Store the pieces under a new name. Returned: they survive a power cut. Raised: nothing is left."""

    def read(self, name: str) -> Iterator[bytes]:
        """The bytes in pieces of any size. Raises FileNotFoundError."""

    def delete(self, name: str) -> None:
        """Forget the bytes; nothing happens when there are none."""

    def written(self) -> Iterator[tuple[str, datetime]]:
        """Every name with the moment it was written."""


class AttachmentFolder:
    """One file per attachment, in 256 subfolders so that none grows too long to list."""

    def __init__(self, folder: Path):
        self._folder = folder

    def write(self, name: str, pieces: Iterable[bytes]) -> None:
        file = self._file(name)
        file.parent.mkdir(parents=True, exist_ok=True)
        unfinished = file.with_suffix(_UNFINISHED)
        try:
            _write_through(unfinished, pieces)
            unfinished.rename(file)
        except BaseException:
            unfinished.unlink(missing_ok=True)
            raise
        _sync_folder(file.parent)
        _sync_folder(self._folder)

    def read(self, name: str) -> Iterator[bytes]:
        with self._file(name).open("rb") as file:
            while piece := file.read(_PIECE):
                yield piece

    def delete(self, name: str) -> None:
        file = self._file(name)
        file.unlink(missing_ok=True)
        file.with_suffix(_UNFINISHED).unlink(missing_ok=True)

    def written(self) -> Iterator[tuple[str, datetime]]:
        for file in self._folder.glob("??/*"):
            yield file.name.removesuffix(_UNFINISHED), datetime.fromtimestamp(file.stat().st_mtime, UTC)

    def _file(self, name: str) -> Path:
        # Names come from new_id(); anything else could point outside the folder.
        if not _NAME.fullmatch(name):
            raise FileNotFoundError(name)
        # The last digits: ids of one hour begin alike.
        return self._folder / name[-2:] / name


def _write_through(file: Path, pieces: Iterable[bytes]) -> None:
    with os.fdopen(os.open(file, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as out:
        out.writelines(pieces)
        out.flush()
        os.fsync(out.fileno())


def _sync_folder(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
