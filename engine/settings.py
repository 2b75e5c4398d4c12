"""What an installation decides, read once from the environment."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from engine.transports import Transports, read_transports


@dataclass(frozen=True)
class Settings:
    """One installation. `master_keys`: newest first; the others only decrypt (key rotation)."""

    database_url: str
    data_dir: Path
    processes_dir: Path
    master_keys: tuple[str, ...]
    zone: str = "Asia/Shanghai"
    country: str = "CN"
    base_url: str = "http://127.0.0.1:8000"
    max_upload_bytes: int = 10 * 1024 * 1024
    is_behind_https: bool = False
    transports: Transports = Transports()

    @classmethod
    def from_environment(cls, environ: Mapping[str, str] = os.environ) -> Settings:
        """Settings from HUIXIANG_* and DATABASE_URL; a missing master key is made once and kept in the data folder."""
        data_dir = Path(environ.get("HUIXIANG_DATA", "var")).resolve()
        return cls(
            database_url=environ.get("DATABASE_URL") or f"sqlite:///{data_dir / 'huixiang.sqlite3'}",
            data_dir=data_dir,
            processes_dir=Path(environ.get("HUIXIANG_PROCESSES", "processes")).resolve(),
            master_keys=_master_keys(environ, data_dir),
            zone=environ.get("HUIXIANG_ZONE", cls.zone),
            country=environ.get("HUIXIANG_COUNTRY", cls.country),
            base_url=environ.get("HUIXIANG_BASE_URL", cls.base_url),
            max_upload_bytes=int(environ.get("HUIXIANG_MAX_UPLOAD_BYTES", cls.max_upload_bytes)),
            is_behind_https=environ.get("HUIXIANG_HTTPS", "") == "1",
            transports=read_transports(environ),
        )


def _master_keys(environ: Mapping[str, str], data_dir: Path) -> tuple[str, ...]:
    if given := environ.get("HUIXIANG_MASTER_KEYS"):
        return tuple(key.strip() for key in given.split(",") if key.strip())
    data_dir.mkdir(parents=True, exist_ok=True)
    file = data_dir / "master.key"
    if not file.exists():
        _write_new_key(file)
    return tuple(file.read_text().split())


def _write_new_key(file: Path) -> None:
    # Two processes may start at once: the key appears whole or not at all, and the first one's stays.
    handle, name = tempfile.mkstemp(dir=file.parent, prefix=f"{file.name}.")
    draft = Path(name)
    with os.fdopen(handle, "w") as out:
        out.write(os.urandom(32).hex())
        out.flush()
        os.fsync(out.fileno())
    try:
        os.link(draft, file)
    except FileExistsError:
        pass
    finally:
        draft.unlink()
