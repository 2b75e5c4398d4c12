"""rows.toml: which requirement lives in which element, with the acceptance it is tested by."""

from __future__ import annotations

from dataclasses import dataclass

from engine.errors import Reason, Text
from engine.packages.toml_reading import Table

# Why a row may have no element: it says what the whole is for, what is missing in its source, or when it comes.
KINDS = ("element", "settings", "form", "decision", "SCOPE", "GOAL", "GAP", "NOTE", "later")
NEEDS_ELEMENT = ("element",)


@dataclass(frozen=True, slots=True)
class Row:
    """One requirement. `kind`: what it points to (element, form, decision, settings) or why it points to nothing.
    `is_mandatory`: no later version may lose it."""

    id: str
    text: str
    acceptance: str
    kind: str = "element"
    elements: tuple[str, ...] = ()
    forms: tuple[str, ...] = ()
    decisions: tuple[str, ...] = ()
    reason: str = ""
    is_mandatory: bool = False

    @property
    def points_to_something(self) -> bool:
        return bool(self.elements or self.forms or self.decisions or self.kind == "settings")


def read_rows(file: Table) -> tuple[Row, ...]:
    rows = tuple(_row(each) for each in file.tables("row"))
    file.done()
    seen: set[str] = set()
    for row in rows:
        if row.id in seen:
            file.problems.add(row.id, "id", "这一行出现了两次。", "This row occurs twice.")
        seen.add(row.id)
    return rows


def lost_element(diagram: str, row: Row, element: str) -> Reason:
    """Of a mandatory row, said at the diagram: whoever drew the element away reads it there."""
    zh = f"流程图里没有了“{element}”，而要求 {row.id}“{row.text}”必须保留。请放回它，或在 rows.toml 里让这一行指向别的元素。"
    en = f"'{element}' left the diagram, but the requirement {row.id} '{row.text}' must stay. Put it back, or let the row in rows.toml point to another element."
    return Reason(diagram, element, "rows.toml", Text(zh, en))


def _row(table: Table) -> Row:
    row = Row(
        id=table.text("id"), text=table.text("text"), acceptance=table.text("acceptance", ""), kind=table.choice("kind", KINDS, "element"),
        elements=table.texts("elements"), forms=table.texts("forms"), decisions=table.texts("decisions"), reason=table.text("reason", ""),
        is_mandatory=table.flag("mandatory"),
    )
    table.done()
    if row.is_mandatory and not (row.elements or row.forms or row.decisions):
        table.problems.add(row.id, "mandatory", "必须保留的一行要指向元素、表单或决策表。", "A mandatory row points to an element, a form or a decision.")
    if not row.points_to_something and not row.reason:
        table.problems.add(row.id, "elements", "既没有指向元素，也没有写明原因。", "It points to no element and gives no reason.")
    return row
