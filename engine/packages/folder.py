"""A folder under `processes/` as files, with what it uses of `processes/shared/`, and what those use in turn."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

from engine.packages.beside import plain_name, used_beside
from engine.packages.bundle import MAX_FILE_BYTES, MAX_FILES, SHARED, SUFFIXES, BadBundle, PackageFiles, check_size, package_id
from engine.packages.xml_walking import starts

# Attributes by which a diagram names another file: called process, form, decision.
_REFERENCES = {"calledElement": "processId", "formDefinition": "formId", "calledDecision": "decisionId"}


def read_folder(path: Path | str, shared_path: Path | str | None = None) -> PackageFiles:
    """The package in this folder; a lone .bpmn file, with what it names of the files beside it, is a package with defaults.

    `shared_path`: by default the folder `shared` beside it. Raises BadBundle, FileNotFoundError.
    """
    path = Path(path)
    if path.is_file():
        return PackageFiles.of_diagram(path.name, _content(path, 1), used_beside(path, lambda file: _content(file, 1), references))
    if not path.is_dir():
        raise FileNotFoundError(path)
    own = dict(_files_in(path))
    shared = Path(shared_path) if shared_path is not None else path.resolve().parent / "shared"
    name, used = path.resolve().name, _used_of(shared, own)
    if "package.toml" in own:
        return PackageFiles(name, own | used)
    return PackageFiles(package_id(name), {plain_name(file): content for file, content in own.items()} | used)


def packages_in(path: Path) -> list[Path]:
    """The packages that a path names: a lone diagram, a package's folder, or all in a folder such as processes/."""
    if path.is_file() or (path / "package.toml").exists():
        return [path]
    inside = sorted(file.parent for file in path.glob("*/package.toml"))
    return inside or ([path] if any(path.glob("*.bpmn")) else [])


def _files_in(folder: Path) -> Iterator[tuple[str, bytes]]:
    found = 0
    for place, folders, names in os.walk(folder):
        folders[:] = sorted(name for name in folders if not name.startswith((".", "__")))
        for name in sorted(names):
            file = Path(place, name)
            if name.startswith(".") or not name.endswith(SUFFIXES):
                continue
            found += 1
            yield file.relative_to(folder).as_posix(), _content(file, found)


def _content(file: Path, found: int) -> bytes:
    if file.is_symlink():
        raise BadBundle(f"“{file.name}”是链接，不是文件。", f"'{file.name}' is a link, not a file.")
    if found > MAX_FILES:
        raise BadBundle(f"文件超过 {MAX_FILES} 个。", f"There are more than {MAX_FILES} files.")
    with file.open("rb") as opened:
        content = opened.read(MAX_FILE_BYTES + 1)
    check_size(file.name, len(content))
    return content


def _used_of(shared: Path, own: dict[str, bytes]) -> dict[str, bytes]:
    """Shared files that these name, and those that the shared ones name: one more changed file, one more version."""
    offered = dict(_files_in(shared)) if shared.is_dir() else {}
    by_id = {Path(name).name.rsplit(".", 1)[0]: name for name in offered}
    has = {Path(name).name.rsplit(".", 1)[0] for name in own}
    used: dict[str, bytes] = {}
    waiting = [content for name, content in own.items() if name.endswith((".bpmn", ".dmn"))]
    while waiting:
        for id_ in references(waiting.pop()) - has:
            name = by_id.get(id_)
            if name and SHARED + name not in used:
                used[SHARED + name] = offered[name]
                waiting.append(offered[name])
    return used


def references(xml: bytes) -> set[str]:
    """Ids of the processes, forms and decisions this diagram calls by a fixed name. Broken XML names none: its room says so."""
    found: set[str] = set()

    def start(tag: str, attributes: dict[str, str]) -> None:
        wanted = _REFERENCES.get(tag.split(":")[-1])
        if wanted and (id_ := attributes.get(wanted, "")) and not id_.startswith("="):
            found.add(id_)

    starts(xml, start)
    return found
