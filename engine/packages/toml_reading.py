"""TOML of strangers to plain values: bounded, and each wrong key or type becomes a reason instead of an exception."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping
from typing import Any

from engine.errors import Reason, Text

MAX_BYTES = 1_000_000
MAX_DEPTH = 12
# The standard parser takes its time for very many dots and brackets; no honest file has so many.
MAX_NESTING_SIGNS = 300

_TYPES = {str: Text("文字", "text"), bool: Text("true 或 false", "true or false"), int: Text("整数", "a whole number"),
          float: Text("数字", "a number"), list: Text("列表", "a list"), dict: Text("表", "a table")}


class Problems:
    """Collects reasons while one file is read."""

    def __init__(self, file: str):
        self.file = file
        self.found: list[Reason] = []

    def add(self, element: str, field: str, zh: str, en: str, severity: str = "error") -> None:
        self.found.append(Reason(self.file, element, field, Text(zh, en), severity))


def read_toml(content: bytes, problems: Problems) -> dict[str, Any]:
    """The file's tables; an empty dict with a reason when it isn't TOML."""
    if len(content) > MAX_BYTES:
        problems.add("", "", f"文件超过 {MAX_BYTES // 1_000_000} MB。", f"The file is larger than {MAX_BYTES // 1_000_000} MB.")
        return {}
    if any(line.count(b".") + line.count(b"[") + line.count(b"{") > MAX_NESTING_SIGNS for line in content.splitlines()):
        problems.add("", "", "有一行的括号或点太多。", "A line has too many brackets or dots.")
        return {}
    try:
        read = tomllib.loads(content.decode("utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, RecursionError, ValueError) as error:
        problems.add("", "", f"不是有效的 TOML：{error}", f"Not valid TOML: {error}")
        return {}
    if _depth(read) > MAX_DEPTH:
        problems.add("", "", f"嵌套超过 {MAX_DEPTH} 层。", f"Nested more than {MAX_DEPTH} deep.")
        return {}
    return read


class Table:
    """One table of a file, read key by key; `done` names the keys nobody asked for."""

    def __init__(self, values: Any, element: str, problems: Problems):
        self.element = element
        self.problems = problems
        self._asked: set[str] = set()
        self._inner: dict[str, Table] = {}
        self.values: Mapping[str, Any] = values if isinstance(values, dict) else {}
        if not isinstance(values, dict):
            self._wrong("", dict)

    def text(self, key: str, default: str | None = None) -> str:
        """Without a default the key is required."""
        return self._read(key, str, default)

    def flag(self, key: str, default: bool = False) -> bool:
        return self._read(key, bool, default)

    def whole(self, key: str, default: int | None = None) -> int:
        return self._read(key, int, default)

    def number(self, key: str) -> float | None:
        value = self.values.get(key)
        if isinstance(value, int) and not isinstance(value, bool):
            self._asked.add(key)
            return value
        return self._read(key, float, _NONE)

    def texts(self, key: str) -> tuple[str, ...]:
        found = self._read(key, list, [])
        if not all(isinstance(each, str) for each in found):
            self._wrong(key, str)
            return ()
        return tuple(found)

    def choice(self, key: str, allowed: Iterable[str], default: str) -> str:
        found, allowed = self.text(key, default), tuple(allowed)
        if found not in allowed:
            words = "、".join(allowed), ", ".join(allowed)
            self.problems.add(self.element, key, f"“{found}”不认识，只能是：{words[0]}。", f"'{found}' is unknown; one of: {words[1]}.")
            return default
        return found

    def table(self, key: str) -> Table:
        """The same one each time, so that what one reader asked for isn't unknown to another."""
        if key not in self._inner:
            self._inner[key] = Table(self._read(key, dict, {}), f"{self.element}.{key}".strip("."), self.problems)
        return self._inner[key]

    def tables(self, key: str) -> list[Table]:
        found = self._read(key, list, [])
        return [Table(each, f"{self.element}.{key}[{n}]".strip("."), self.problems) for n, each in enumerate(found, 1)]

    def plain(self, key: str, default: Any = None) -> Any:
        """The value as it stands, whatever it is."""
        self._asked.add(key)
        return self.values.get(key, default)

    def done(self) -> None:
        for key in self.values.keys() - self._asked:
            self.problems.add(self.element, key, f"不认识“{key}”。", f"'{key}' is unknown here.")

    def _read(self, key: str, kind: type, default: Any) -> Any:
        self._asked.add(key)
        value = self.values.get(key)
        if value is None:
            if default is None:
                self.problems.add(self.element, key, f"缺少“{key}”。", f"'{key}' is missing.")
                return kind()
            return None if default is _NONE else default
        if not isinstance(value, kind) or (kind is int and isinstance(value, bool)):
            self._wrong(key, kind)
            return None if default is _NONE else kind()
        return value

    def _wrong(self, key: str, kind: type) -> None:
        self.problems.add(self.element, key, f"应当是{_TYPES[kind].zh}。", f"Should be {_TYPES[kind].en}.")


_NONE = object()


def _depth(value: Any, level: int = 0) -> int:
    if level > MAX_DEPTH or not isinstance(value, (dict, list)):
        return level
    children = value.values() if isinstance(value, dict) else value
    return max((_depth(each, level + 1) for each in children), default=level)
