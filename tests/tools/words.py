"""Words that belong to a procedure: read from the packages' own lists, searched for in the rooms that may not know them."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Iterator
from pathlib import Path

# Lists of a package.toml whose values are words of its procedure.
LISTS = ("types", "type", "priorities", "priority", "satisfaction", "statuses", "status", "channels", "channel")
# Words that the product says of every process instance or user task too, whatever the procedure.
SHARED = {"已完成", "处理中", "已撤回", "已拒绝", "已合并", "已归档", "其他"}
READ = {".py", ".html", ".txt", ".js", ".mjs", ".ts", ".css", ".po", ".toml", ".json", ".xml"}


def procedure_words(processes: Path) -> set[str]:
    """Values of the type, priority, satisfaction, status and channel lists of every package, in Chinese."""
    words: set[str] = set()
    for file in sorted(processes.glob("*/package.toml")):
        settings = tomllib.loads(file.read_text())
        for name in LISTS:
            words |= set(_values(settings.get(name, [])))
    return {word for word in words if _is_chinese(word)} - SHARED


def spoken_words(words: set[str], files: Iterable[tuple[str, str]]) -> list[str]:
    """Where a file says one of the words: anywhere for three characters or more, as a whole text for shorter ones,
    because those are parts of everyday words too."""
    if not words:
        return []
    long = [re.escape(word) for word in sorted(words, key=len, reverse=True) if len(word) >= 3]
    short = [re.escape(word) for word in sorted(words) if len(word) < 3]
    parts = [*long, *(rf"(?<=[\"'>|]){word}(?=[\"'<|])" for word in short)]
    pattern = re.compile("|".join(parts))
    return [f"{path}:{text.count(chr(10), 0, found.start()) + 1}: says {found.group()}"
            for path, text in files for found in pattern.finditer(text)]


def room_files(root: Path, folders: tuple[str, ...]) -> Iterator[tuple[str, str]]:
    """Path and text of every readable file of these rooms, what tools made left out."""
    for folder in folders:
        for file in sorted((root / folder).rglob("*")):
            parts = set(file.relative_to(root).parts)
            if file.suffix in READ and file.is_file() and not parts & {"node_modules", "build", "__pycache__"}:
                yield file.relative_to(root).as_posix(), file.read_text()


def _values(listed: object) -> Iterator[str]:
    if isinstance(listed, str):
        yield listed
    elif isinstance(listed, dict):
        yield from _values(listed.get("value", listed.get("values", [])))
    elif isinstance(listed, list):
        for one in listed:
            yield from _values(one)


def _is_chinese(word: str) -> bool:
    return any("\u4e00" <= character <= "\u9fff" for character in word)
