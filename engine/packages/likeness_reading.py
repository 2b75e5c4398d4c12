"""`[similar]` and `[merge]` of package.toml: which texts are compared, and what the case that goes on keeps of a merged one."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from engine.feel import Expression, FeelError, compile_expression
from engine.packages.toml_reading import Table

READ_ONLY = ("case", "round", "clocks", "departments", "scoring")


@dataclass(frozen=True, slots=True)
class Similar:
    """`text`: variables whose words are compared with those of open cases. `at`: user tasks on whose page likely ones are shown."""

    text: tuple[str, ...]
    at: tuple[str, ...]


def read_similar(table: Table) -> Similar | None:
    """None when the package compares nothing."""
    if not table.values:
        return None
    read = Similar(table.texts("text"), table.texts("at"))
    table.done()
    if not read.text:
        table.problems.add("similar", "text", "至少写一个变量。", "Name at least one variable.")
    return read


def read_merge(table: Table) -> Mapping[str, Expression]:
    """Variable of the case that goes on -> FEEL over the merge's form, `into` (that case's variables) and `merged` (the other's)."""
    found: dict[str, Expression] = {}
    for name in table.values:
        written = table.text(name)
        try:
            found[name] = compile_expression(written.removeprefix("=") if written.startswith("=") else f'"{written}"')
        except FeelError as fault:
            table.problems.add("merge", name, f"表达式有误：{fault.zh}", f"The expression is wrong: {fault.en}")
        if name in READ_ONLY:
            table.problems.add("merge", name, f"“{name}”只能读取。", f"'{name}' can only be read.")
    table.done()
    return found
