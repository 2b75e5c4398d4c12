"""Tables of limits before they are deployed: their outputs, and every amount and unit that stands in them as it is."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from engine import decisions
from engine.errors import Reason, Text
from engine.feel import FeelError, compile_expression
from engine.model.clock_limits import AMOUNT, UNIT, amount_fault, unit_fault

_LIST_POLICIES = ("COLLECT", "RULE ORDER", "OUTPUT ORDER")


def limit_reasons(package: Any) -> Iterator[Reason]:
    """What is wrong with the tables that the package's clocks take their limits from."""
    wanted = {clock.limits for clock in package.settings.clocks if clock.limits}
    for file, xml in package.decision_files.items():
        try:
            model = decisions.load_decisions(xml, file, package.decision_files)
        except decisions.UnreadableDecisions:
            continue  # the file's own reasons say so
        for id_, decision in model.decisions.items():
            if id_ in wanted and decision.table is not None:
                yield from _of_table(file, id_, decision.table)


def _of_table(file: str, id_: str, table: Any) -> Iterator[Reason]:
    places = {output.name: place for place, output in enumerate(table.outputs)}
    if table.hit_policy in _LIST_POLICIES or not {AMOUNT, UNIT} <= places.keys():
        yield Reason(file, id_, "outputs", _SHAPE)
        return
    for number, rule in enumerate(table.rules, 1):
        if len(rule.outputs) == len(table.outputs):
            amount, unit = (_constant(rule.outputs[places[name]].text) for name in (AMOUNT, UNIT))
            yield from _of_rule(file, id_, number, amount, unit)


def _of_rule(file: str, id_: str, number: int, amount: Any, unit: Any) -> Iterator[Reason]:
    """An empty amount means: no limit here."""
    if unit is not _COMPUTED and amount is not None and (fault := unit_fault(unit)):
        yield Reason(file, id_, f"rule {number}", fault)
    elif amount not in (_COMPUTED, None) and (fault := amount_fault(amount, unit)):
        yield Reason(file, id_, f"rule {number}", fault)


_COMPUTED = object()
_SHAPE = Text(
    f"时限表每次只能命中一条规则，并给出 {AMOUNT}（数量）和 {UNIT}（单位）两个输出。",
    f"A table of limits lets one rule match and has the two outputs {AMOUNT} and {UNIT}.",
)


def _constant(cell: str) -> Any:
    """The value of a cell that needs no variables; what it computes from them is known only when it runs."""
    if cell.strip() in ("", "-"):
        return None
    try:
        result = compile_expression(cell).evaluate({})
    except FeelError:
        return _COMPUTED
    return _COMPUTED if result.warnings else result.value
