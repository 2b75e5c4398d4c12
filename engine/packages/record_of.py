"""What a column of the register or a field of a document shows: a fact of the case, or FEEL over its variables."""

from __future__ import annotations

from functools import lru_cache

from engine.feel import Expression, FeelError, compile_expression
from engine.packages.toml_reading import Table

FACTS = (
    "number", "title", "customer", "contact", "channel", "type", "priority", "status", "department", "handler", "satisfaction",
    "round", "received_at", "started_at", "started_by", "due_at", "ended_at", "archived_at", "customer_number", "day_serial",
)
"""Names of a case's facts; people appear by name, contact data as its mask."""


@lru_cache(maxsize=2000)
def compiled(of: str) -> Expression | None:
    """None for a fact. Raises FeelError."""
    return compile_expression(of[1:]) if of.startswith("=") else None


def read_of(table: Table) -> str:
    """The key `of`; what can't be shown becomes a reason."""
    of = table.text("of")
    try:
        if of and compiled(of) is None and of not in FACTS:
            known = "、".join(FACTS), ", ".join(FACTS)
            table.problems.add(table.element, "of", f"没有“{of}”，可以用：{known[0]}，或以 = 开头的 FEEL。", f"There is no '{of}'; one of: {known[1]}, or FEEL that begins with =.")
    except FeelError as error:
        table.problems.add(table.element, "of", f"FEEL 写得不对：{error}", f"The FEEL is not right: {error}")
    return of
