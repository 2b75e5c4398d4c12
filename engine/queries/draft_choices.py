"""What the diagram editor offers instead of ids to type: forms, decisions, processes, templates, statuses, groups and departments."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import PurePosixPath

from sqlalchemy import select

from engine.errors import Text
from engine.packages.bundle import PackageFiles
from engine.packages.called import read_calls
from engine.packages.named_elements import named_elements
from engine.store.tables import Department, Group
from engine.store.transaction import Tx


@dataclass(frozen=True, slots=True)
class DraftChoices:
    """Pairs of a value and what people read; `files`: "form:<id>" or "decision:<id>" -> the file it stands in."""

    forms: list[tuple[str, str]]
    decisions: list[tuple[str, str]]
    processes: list[tuple[str, str]]
    templates: list[tuple[str, str]]
    statuses: list[str]
    groups: list[tuple[str, Text]]
    departments: list[tuple[str, Text]]
    files: dict[str, str]


def choices(tx: Tx, files: PackageFiles) -> DraftChoices:
    """Files that can't be read offer nothing."""
    decisions = list(_decisions(files))
    forms = [(PurePosixPath(name).stem, name) for name in sorted(files.files) if name.endswith(".form")]
    processes = [read_calls(xml).process_id for name, xml in sorted(files.files.items()) if name.endswith(".bpmn")]
    return DraftChoices(
        forms=[(id_, id_) for id_, _ in forms],
        decisions=[(id_, name) for id_, name, _ in decisions],
        processes=[(id_, id_) for id_ in processes if id_],
        templates=[(id_, id_) for id_ in _values(files, "messages.toml", "message", "id")],
        statuses=_values(files, "package.toml", "status", "value"),
        groups=[(row.id, Text(row.name_zh, row.name_en)) for row in tx.session.scalars(select(Group).order_by(Group.id))],
        departments=[(row.id, Text(row.name_zh, row.name_en)) for row in tx.session.scalars(select(Department).order_by(Department.id))],
        files={**{f"form:{id_}": name for id_, name in forms}, **{f"decision:{id_}": name for id_, _, name in decisions}},
    )


def _decisions(files: PackageFiles) -> Iterator[tuple[str, str, str]]:
    for name, content in sorted(files.files.items()):
        if name.endswith(".dmn"):
            yield from ((each.id, each.name or each.id, name) for each in named_elements(content) if each.kind == "decision")


def _values(files: PackageFiles, file: str, table: str, key: str) -> list[str]:
    try:
        read = tomllib.loads(files.files.get(file, b"").decode())
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, RecursionError):
        return []
    rows = read.get(table, [])
    return [row[key] for row in rows if isinstance(row, dict) and isinstance(row.get(key), str)] if isinstance(rows, list) else []
