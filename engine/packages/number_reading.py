"""The [number] table of package.toml: numbers of cases and customers, and whether each day's cases are counted besides."""

from __future__ import annotations

from collections.abc import Mapping

from engine.model.numbering import RESETS, NumberPattern
from engine.packages.toml_reading import Problems, Table

# What `{X}` in a pattern stands for, by what it counts within (C3).
_SERIALS: Mapping[str, str] = {"year": "{NNN}", "day": "{MM}{DD}{NNN}"}


def read_numbers(id: str, table: Table, problems: Problems) -> dict[str, object]:
    """`number`, `customer_number` and `has_day_serial` of PackageSettings."""
    read = {
        "number": _case_number(id, table, problems),
        "customer_number": _customer_number(table, problems),
        "has_day_serial": table.flag("day_serial"),
    }
    table.done()
    return read


def _case_number(id: str, table: Table, problems: Problems) -> NumberPattern:
    # Numbers are unique in the whole installation: a package that says nothing counts under its own name.
    default = f"{id}-{{YYYY}}{{MM}}{{DD}}-{{NNN}}"
    pattern, reset = table.text("pattern", default), table.choice("reset", RESETS, "day")
    if "{X}" in pattern:
        reset = table.choice("x", _SERIALS, "year")
        pattern = pattern.replace("{X}", _SERIALS.get(reset, "{NNN}"))
    return _pattern("pattern", pattern, reset, problems) or NumberPattern(default, "day")


def _customer_number(table: Table, problems: Problems) -> NumberPattern | None:
    """Counted within the year where the pattern names one."""
    pattern = table.text("customer_number", "")
    return _pattern("customer_number", pattern, "year" if "{YYYY}" in pattern else "never", problems) if pattern else None


def _pattern(field: str, pattern: str, reset: str, problems: Problems) -> NumberPattern | None:
    try:
        return NumberPattern(pattern, reset)
    except ValueError as error:
        problems.add("number", field, f"编号格式不能用：{error}", f"The number pattern can't be used: {error}")
        return None
