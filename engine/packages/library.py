"""Deployed versions in memory: read once from their bytes, then shared by every command of this process."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from engine.packages.bundle import PackageFiles
from engine.packages.called import by_process_id
from engine.packages.package import Package, read_package

MOST_VERSIONS = 64


@dataclass(frozen=True)
class LoadedVersion:
    """One version ready to run. `definition` and `decisions` are what the rooms of diagrams and decisions made of it."""

    version_id: str
    package: Package
    definition: Any
    decisions: Mapping[str, Any]


class Library:
    """Gives versions by id. A version never changes, so what was read stays right until it is pushed out."""

    def __init__(
        self,
        load_bytes: Callable[[str], bytes],
        read_definition: Callable[[bytes, str, Mapping[str, bytes]], Any],
        load_decisions: Callable[[bytes, str, Mapping[str, bytes]], Any],
        most: int = MOST_VERSIONS,
        known: Library | None = None,
    ):
        """`known`: of an installation with the same versions; what it has read isn't read again."""
        self._load_bytes = load_bytes
        self._read_definition = read_definition
        self._load_decisions = load_decisions
        self._most = most
        self._versions: OrderedDict[str, LoadedVersion] = OrderedDict(known._versions if known else {})
        self._lock = threading.Lock()

    def get(self, version_id: str) -> LoadedVersion:
        with self._lock:
            if version_id in self._versions:
                self._versions.move_to_end(version_id)
                return self._versions[version_id]
        loaded = self._load(version_id)
        with self._lock:
            # Two threads may have read the same version: both results are equal, the first one stays.
            kept = self._versions.setdefault(version_id, loaded)
            while len(self._versions) > self._most:
                self._versions.popitem(last=False)
            return kept

    def _load(self, version_id: str) -> LoadedVersion:
        package = read_package(PackageFiles.from_bytes(self._load_bytes(version_id)))
        decisions: dict[str, Any] = {}
        for file, xml in package.decision_files.items():
            decisions |= self._load_decisions(xml, file, package.decision_files).decisions
        called = by_process_id(package.called_files)
        return LoadedVersion(version_id, package, self._read_definition(package.xml, package.process_file, called), decisions)
