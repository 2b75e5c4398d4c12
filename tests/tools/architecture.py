"""The rules of the house as checks: each takes modules or files and returns one sentence per fault, [] when it holds."""

from __future__ import annotations

import re
import statistics
import sys
from collections.abc import Iterable
from pathlib import Path

from tests.tools.rooms import ALONE, HOMES, NEIGHBOURS, TOP_FOLDERS, is_in, room_of, storey_of
from tests.tools.source import Import, Module

LONGEST_FILE = 300
LONGEST_FUNCTION = 50
MEDIAN_FUNCTION = 8

CLOCK_READS = re.compile(
    r"(^|\.)(datetime\.(now|utcnow|today)|date\.today|time\.(time|time_ns|gmtime|localtime|ctime)|uuid1)$"
)
RUNS_TEXT = {"eval", "exec", "compile", "__import__", "pickle.loads", "pickle.load", "marshal.loads"}
VAGUE_NAMES = re.compile(r"^(utils?|helpers?|common|misc|.*_(service|manager|utils|helpers))$")

# Written in halves, so that this file names none of them.
REGISTRIES = [a + b for a, b in [("py", "pi.org"), ("python", "hosted.org"), ("npm", "js.org"), ("npm", "js.com"),
                                 ("deb.", "debian.org"), ("crates", ".io"), ("npm", "mirror.com"), ("repo1.", "maven")]]
ADDRESSES = re.compile(
    r'"resolved": *"http|^--(extra-)?index-url|^registry *=|registry *= *"http|https?://[^ "]*/(simple|packages)/'
    r'|(^|[ "=(])/(work|root|farm)/|' + "|".join(map(re.escape, REGISTRIES)),
    re.MULTILINE,
)


def wrong_imports(modules: list[Module]) -> list[str]:
    """Imports that point up or sideways, and modules that belong to no room."""
    faults = []
    for module in modules:
        if module.name in ("engine", "web"):
            continue
        try:
            own = storey_of(module.name)
        except LookupError:
            faults.append(f"{module.path}: belongs to no room of the house")
            continue
        faults += [f"{module.path}:{found.line}: may not import {found.name}"
                   for found in module.imports if not _may_import(module.name, own, found.name)]
    return faults


def homeless_imports(modules: list[Module]) -> list[str]:
    """Outside libraries imported away from their home."""
    return [
        f"{module.path}:{found.line}: {found.name.split('.')[0]} lives elsewhere"
        for module in modules
        for found in module.imports
        if not _is_at_home(module.name, found.name.split(".")[0])
    ]


def hidden_imports(modules: list[Module]) -> list[str]:
    """Imports of our own modules inside a function: a cycle that dodges."""
    return [
        f"{module.path}:{found.line}: imports {found.name} inside a function"
        for module in modules
        for found in module.imports
        if found.inside_function and _is_ours(found)
    ]


def cycles(modules: list[Module]) -> list[str]:
    """Modules that import each other while they run, in a ring."""
    names = {module.name for module in modules}
    graph = {module.name: {_module_of(found.name, names) for found in module.imports if not found.only_types}
             - {None, module.name} for module in modules}
    rings = []
    for start in sorted(graph):
        if ring := _ring_from(start, graph):
            rings.append(" -> ".join(ring))
            graph[ring[0]].discard(ring[1])
    return rings


def long_files(modules: list[Module]) -> list[str]:
    lengths = [(module.path, module.text.count("\n")) for module in modules]
    return [f"{path}: {lines} lines, {LONGEST_FILE} at most" for path, lines in lengths if lines > LONGEST_FILE]


def long_functions(modules: list[Module]) -> list[str]:
    sizes = [(f"{module.path}: {name}", lines) for module in modules for name, lines in module.functions]
    faults = [f"{where} has {lines} lines, {LONGEST_FUNCTION} at most" for where, lines in sizes
              if lines > LONGEST_FUNCTION]
    median = statistics.median([lines for _, lines in sizes] or [0])
    if median > MEDIAN_FUNCTION:
        faults.append(f"the median function has {median} lines, {MEDIAN_FUNCTION} at most")
    return faults


def silent_files(modules: list[Module]) -> list[str]:
    """Files whose first line doesn't say what lives there."""
    return [f"{module.path}: the first line says nothing" for module in modules
            if module.text.strip() and not re.match(r'r?"""\S', module.text)]


def vague_names(modules: list[Module]) -> list[str]:
    return [f"{module.path}: a name that says nothing" for module in modules
            if any(VAGUE_NAMES.match(part) for part in module.name.split("."))]


def clock_reads(modules: list[Module]) -> list[str]:
    """Reads of the system's clock outside engine/clock.py."""
    return [f"{module.path}:{line}: reads the system's clock ({name})"
            for module in modules if module.name != "engine.clock"
            for line, name in module.calls() if CLOCK_READS.search(name)]


def run_texts(modules: list[Module]) -> list[str]:
    """Calls that turn text into running Python."""
    return [f"{module.path}:{line}: calls {name}"
            for module in modules for line, name in module.calls() if name in RUNS_TEXT]


def addresses(files: Iterable[tuple[str, str]]) -> list[str]:
    """Hosts of package registries and paths of one machine, in (path, text) pairs."""
    return [f"{path}:{text.count(chr(10), 0, found.start()) + 1}: {found.group().strip()!r}"
            for path, text in files for found in ADDRESSES.finditer(text)]


def foreign_folders(paths: Iterable[str]) -> list[str]:
    tops = {Path(path).parts[0] for path in paths if len(Path(path).parts) > 1}
    return [f"{top}/: not one of the house's folders" for top in sorted(tops - TOP_FOLDERS)]


def _may_import(module: str, own: int, target: str) -> bool:
    if not is_in(target, "engine") and not is_in(target, "web"):
        return True
    if is_in(target, room_of(module)):
        return True
    if any(is_in(module, room) for room in ALONE):
        return False
    try:
        height = storey_of(target)
    except LookupError:
        # `from engine import bpmn` reads as engine.bpmn; anything else that has no room is the bare package itself.
        return target in ("engine", "web")
    return height < own or (room_of(module), room_of(target)) in NEIGHBOURS


def _is_at_home(module: str, library: str) -> bool:
    if library in ("engine", "web") or library in sys.stdlib_module_names:
        return True
    return any(is_in(module, home) for home in HOMES.get(library, ()))


def _is_ours(found: Import) -> bool:
    return found.name.split(".")[0] in ("engine", "web")


def _module_of(imported: str, names: set[str]) -> str | None:
    if imported in names:
        return imported
    parent = imported.rpartition(".")[0]
    return parent if parent in names else None


def _ring_from(start: str, graph: dict[str, set[str]]) -> list[str]:
    """A shortest way from `start` back to itself, or []."""
    paths = [[start]]
    seen = set()
    for path in paths:
        for target in sorted(graph.get(path[-1], ())):
            if target == start:
                return [*path, start]
            if target not in seen:
                seen.add(target)
                paths.append([*path, target])
    return []
