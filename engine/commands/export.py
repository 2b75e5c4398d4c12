"""A deployed version written back to disk, so that it can be opened in an editor and kept in version control."""

from __future__ import annotations

from pathlib import Path

from engine.errors import NotFound
from engine.model import permissions
from engine.packages import PackageFiles
from engine.store import packages as versions
from engine.store.transaction import Tx


def export(tx: Tx, package_id: str, number: int | None, to: Path) -> list[Path]:
    """Write the files of a version (None: the newest) below `to`/`package_id`; returns what was written. Raises NotFound."""
    if not (tx.actor.kind == "system" or permissions.may_see_catalogue(tx.actor)):
        raise NotFound("package")
    version_id = versions.version_id(tx, package_id, number)
    if version_id is None:
        raise NotFound("package")
    files = PackageFiles.from_bytes(versions.file_bytes(tx.session, version_id))
    return [_write(to / package_id / name, content) for name, content in sorted(files.files.items())]


def _write(file: Path, content: bytes) -> Path:
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(content)
    return file
