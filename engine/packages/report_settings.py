"""`[report]` of package.toml: how a package that reports on another one counts a month."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from engine.errors import Text
from engine.feel import Expression, FeelDate, FeelDateTime, FeelError, compile_expression
from engine.packages.texts import Texts
from engine.packages.toml_reading import Table

MOST_TOP = 20


@dataclass(frozen=True, slots=True)
class ReportSettings:
    """`cut_off`: when a month's counting ends (null: with the month), FEEL over `month`. `top`: how many problems are named.

    `share_over`: percent of the month's cases above which a problem is singled out, when there are `at_least` cases.
    """

    name: Text = Text("月度报告", "Monthly report")
    cut_off: Expression | None = None
    cut_off_label: Text = Text("", "")
    top: int = 5
    share_over: int = 10
    at_least: int = 10

    def cut_off_of(self, names: Mapping[str, Any], now: datetime, zone: str) -> FeelDate | FeelDateTime | None:
        """When counting ends in the month that `names` describe; None: with the month itself."""
        value = self.cut_off.evaluate(names, now=now, zone=zone).value if self.cut_off else None
        return value if isinstance(value, (FeelDate, FeelDateTime)) else None


def read_report(table: Table, texts: Texts) -> ReportSettings | None:
    """None for a package that reports on nothing."""
    if not table.values:
        return None
    name, label = table.text("name"), table.text("cut_off_label", "")
    read = ReportSettings(
        name=texts.text(("report", "name"), name),
        cut_off=_expression(table),
        cut_off_label=texts.text(("report", "cut_off_label"), label),
        top=_bounded(table, "top", 5, MOST_TOP),
        share_over=_bounded(table, "share_over", 10, 100),
        at_least=_bounded(table, "at_least", 10, 100_000),
    )
    table.done()
    return read


def texts_of_report(report: ReportSettings | None) -> Iterator[tuple[str, ...]]:
    """Where its words stand in texts/."""
    for key, text in (("name", report.name), ("cut_off_label", report.cut_off_label)) if report else ():
        if text.zh:
            yield ("report", key)


def _expression(table: Table) -> Expression | None:
    written = table.text("cut_off", "")
    try:
        return compile_expression(written.removeprefix("=")) if written else None
    except FeelError as fault:
        table.problems.add("report", "cut_off", f"表达式有误：{fault.zh}", f"The expression is wrong: {fault.en}")
        return None


def _bounded(table: Table, key: str, default: int, most: int) -> int:
    value = table.whole(key, default)
    if 1 <= value <= most:
        return value
    table.problems.add("report", key, f"应在 1 到 {most} 之间。", f"Should be between 1 and {most}.")
    return default
