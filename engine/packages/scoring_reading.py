"""`[scoring]` of package.toml: dimensions with weights that come to 100, levels from the highest to one everybody reaches."""

from __future__ import annotations

from decimal import Decimal

from engine.model.scoring import PERCENT, Dimension, Level, Scoring
from engine.packages.texts import Texts
from engine.packages.toml_reading import Table

_MOST = 12


def read_scoring(table: Table, texts: Texts) -> Scoring | None:
    """None when the package scores nothing."""
    if not table.values:
        return None
    read = Scoring(
        task=table.text("task"), sheets=table.text("sheets"), by=table.text("by"),
        dimensions=tuple(_dimension(each, texts) for each in table.tables("dimensions")[:_MOST]),
        levels=tuple(_level(each, texts) for each in table.tables("levels")[:_MOST]),
        lowest=_decimal(table, "lowest", 1), highest=_decimal(table, "highest", 5), is_assumed=table.flag("is_assumed"),
    )
    table.done()
    _check_weights(read, table)
    _check_levels(read, table)
    return read


def _dimension(table: Table, texts: Texts) -> Dimension:
    key, label = table.text("key"), table.text("label")
    read = Dimension(key, texts.text(("scoring", key), label), _decimal(table, "weight", 0), table.text("reason", ""))
    table.done()
    return read


def _level(table: Table, texts: Texts) -> Level:
    value = table.text("value")
    read = Level(value, texts.value(value), _decimal(table, "at_least", 0))
    table.done()
    return read


def _decimal(table: Table, key: str, default: int) -> Decimal:
    value = table.number(key)
    return Decimal(default) if value is None else Decimal(str(value))


def _check_weights(read: Scoring, table: Table) -> None:
    total = sum((each.weight for each in read.dimensions), Decimal(0))
    if total != PERCENT or any(each.weight <= 0 for each in read.dimensions):
        table.problems.add("scoring", "dimensions", f"权重都要大于 0，合计应为 100，现在是 {total}。", f"Weights are above 0 and come to 100; these come to {total}.")
    keys = [each.key for each in read.dimensions]
    if len(set(keys)) < len(keys):
        table.problems.add("scoring", "dimensions", "有两个维度的 key 相同。", "Two dimensions have the same key.")


def _check_levels(read: Scoring, table: Table) -> None:
    limits = [each.at_least for each in read.levels]
    if not limits or limits != sorted(set(limits), reverse=True) or limits[-1] > read.lowest:
        table.problems.add("scoring", "levels", "等级要从高到低排列，最低一级的门槛不能高于最低分。",
                           "Levels go from the highest down, and the last one begins no higher than the lowest score.")
    if read.lowest >= read.highest:
        table.problems.add("scoring", "highest", "最高分要大于最低分。", "The highest score is above the lowest.")
