"""Our own source, read without running it: modules with their imports, functions and literals, and the tracked files."""

from __future__ import annotations

import ast
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

SKIPPED = {"node_modules", "__pycache__", "build"}


@dataclass(frozen=True)
class Import:
    """One import; `inside_function` tells the ones that don't run with the module, `only_types` those that never run."""

    name: str
    line: int
    inside_function: bool
    only_types: bool


class Module:
    """One Python file: `name` as it is imported, `path` from the repository's root."""

    def __init__(self, path: str, text: str):
        self.path = path
        self.text = text
        self.tree = ast.parse(text, path)
        dotted = path.removesuffix(".py").replace("/", ".")
        self.is_package = dotted.endswith(".__init__")
        self.name = dotted.removesuffix(".__init__")

    @cached_property
    def imports(self) -> list[Import]:
        return [
            Import(name, node.lineno, is_inside, only_types)
            for node, is_inside, only_types in _walk(self.tree)
            for name in self._names(node)
        ]

    @cached_property
    def functions(self) -> list[tuple[str, int]]:
        """Every function with its length in lines, decorators and docstring not counted."""
        found = [node for node in ast.walk(self.tree) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)]
        return [(node.name, _length(node)) for node in found]

    def strings(self) -> Iterator[tuple[int, str]]:
        for node in ast.walk(self.tree):
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                yield node.lineno, node.value

    def calls(self) -> Iterator[tuple[int, str]]:
        """Every call as (line, dotted name as written)."""
        for node in ast.walk(self.tree):
            if isinstance(node, ast.Call):
                yield node.lineno, _dotted(node.func)

    def _names(self, node: ast.AST) -> list[str]:
        if isinstance(node, ast.Import):
            return [alias.name for alias in node.names]
        if isinstance(node, ast.ImportFrom):
            base = self._base(node)
            return [f"{base}.{alias.name}" for alias in node.names]
        return []

    def _base(self, node: ast.ImportFrom) -> str:
        if not node.level:
            return node.module or ""
        parts = self.name.split(".")
        kept = parts[: len(parts) - node.level + self.is_package]
        return ".".join([*kept, *([node.module] if node.module else [])])


def read_modules(root: Path, folders: tuple[str, ...]) -> list[Module]:
    files = [file for folder in folders for file in sorted((root / folder).rglob("*.py"))]
    paths = [file.relative_to(root) for file in files]
    return [Module(path.as_posix(), (root / path).read_text()) for path in paths if not SKIPPED & set(path.parts)]


def tracked_files(root: Path) -> list[str]:
    """Paths of the files that git keeps here."""
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=root, check=True, capture_output=True, text=True).stdout
    return [path for path in listed.split("\0") if path and (root / path).is_file()]


def _walk(node: ast.AST, is_inside: bool = False, only_types: bool = False) -> Iterator[tuple[ast.AST, bool, bool]]:
    """Every node below, with whether it stands inside a function and under `if TYPE_CHECKING`."""
    for child in ast.iter_child_nodes(node):
        is_function = isinstance(child, ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda)
        for_types = isinstance(child, ast.If) and _dotted(child.test).endswith("TYPE_CHECKING")
        yield child, is_inside, only_types
        yield from _walk(child, is_inside or is_function, only_types or for_types)


def _length(node: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    total = node.end_lineno - node.lineno + 1
    if ast.get_docstring(node, clean=False) is None:
        return total
    return total - (node.body[0].end_lineno - node.body[0].lineno + 1)


def _dotted(node: ast.expr) -> str:
    if isinstance(node, ast.Attribute):
        return f"{_dotted(node.value)}.{node.attr}"
    return node.id if isinstance(node, ast.Name) else ""
