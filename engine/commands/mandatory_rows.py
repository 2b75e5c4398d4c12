"""Requirements that no version may lose: what the newest version marks as mandatory, the next one still has.

A mandatory row may point elsewhere, but not nowhere. To give up such a requirement takes two versions: one that says
`mandatory = false` and still has everything, then one without it; so it happens on purpose and in sight.
"""

from __future__ import annotations

from collections.abc import Iterator

from engine.errors import Reason, Text
from engine.packages import Package
from engine.packages.drawing import read_drawing
from engine.packages.rows import Row, lost_element
from engine.store import packages as versions
from engine.store.transaction import Tx

FILE = "rows.toml"


def mandatory_reasons(tx: Tx, package: Package) -> list[Reason]:
    """What the package lacks of its newest version's mandatory rows."""
    newest = versions.newest_version(tx, package.id)
    return list(_lost(tx.library.get(newest.id).package, package)) if newest is not None else []


def _lost(before: Package, now: Package) -> Iterator[Reason]:
    rows, elements = {row.id: row for row in now.rows}, read_drawing(now.xml).elements
    for row in before.rows:
        if row.is_mandatory:
            yield from _lost_of(row, rows.get(row.id), elements, now.process_file)


def _lost_of(before: Row, now: Row | None, elements: set[str], diagram: str) -> Iterator[Reason]:
    if now is None:
        yield _reason(before, "id", f"要求 {before.id}“{before.text}”必须保留，不能删去这一行。", f"{before.id} '{before.text}' is mandatory and can't be left out.")
        yield from (lost_element(diagram, before, each) for each in sorted(set(before.elements) - elements))
    elif now.is_mandatory and before.elements and not now.elements:
        yield _reason(before, "elements", f"要求 {before.id}“{before.text}”必须保留，却不再指向任何元素。", f"{before.id} '{before.text}' is mandatory and points to no element any more.")
    elif not now.is_mandatory:
        for gone in sorted(set(before.elements) - elements):
            yield _reason(before, "mandatory", f"先发布一个取消“必须”的版本，再删去“{gone}”。", f"First deploy a version that lifts 'mandatory', then leave out '{gone}'.")


def _reason(row: Row, field: str, zh: str, en: str) -> Reason:
    return Reason(FILE, row.id, field, Text(zh, en))
