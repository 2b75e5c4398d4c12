"""What a package asks of every case and task of its own: what a complete case has, and what no user task may lack."""

from __future__ import annotations

from dataclasses import dataclass

from engine.errors import Text
from engine.packages.texts import Texts
from engine.packages.toml_reading import Table

LANE, CLOCK = "lane", "clock"
MAY_BE_ASKED = (LANE, CLOCK)


@dataclass(frozen=True, slots=True)
class Completeness:
    """One thing that a complete case has: it is there once one of `elements` has been completed in it."""

    label: Text
    elements: tuple[str, ...]


def read_completeness(tables: list[Table], texts: Texts) -> tuple[Completeness, ...]:
    return tuple(_completeness(each, texts) for each in tables)


def read_rules(table: Table) -> tuple[str, ...]:
    """`every_task_has`: without these no user task is deployed; engine/packages/task_paths.py says what having a clock means."""
    asked = table.texts("every_task_has")
    for each in asked:
        if each not in MAY_BE_ASKED:
            known = ", ".join(MAY_BE_ASKED)
            table.problems.add(table.element, "every_task_has", f"“{each}”不认识，只能是：{known}。", f"'{each}' is unknown; one of: {known}.")
    table.done()
    return asked


def _completeness(table: Table, texts: Texts) -> Completeness:
    label = table.text("label")
    read = Completeness(texts.text(("completeness", label), label), table.texts("elements"))
    if not read.elements:
        table.problems.add(label, "elements", "至少要有一个元素。", "At least one element is needed.")
    table.done()
    return read
