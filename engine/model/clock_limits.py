"""What a table of limits answers, read as a limit: amount and unit, or a sentence that says what is wrong with it."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal, InvalidOperation

from engine.errors import Text
from engine.model.clock_rules import MAX_AMOUNT, UNITS, Limit

AMOUNT, UNIT = "amount", "unit"


def read_limit(answer: object) -> Limit | Text | None:
    """The limit; None while the table has no rule for what is known; a sentence for what no clock can count."""
    if answer is None or isinstance(answer, Mapping) and answer.get(AMOUNT) is None:
        return None
    if not isinstance(answer, Mapping):
        return _NOT_TWO_VALUES
    return amount_fault(answer[AMOUNT], answer.get(UNIT)) or unit_fault(answer.get(UNIT)) or Limit(Decimal(answer[AMOUNT]), str(answer[UNIT]))


def unit_fault(unit: object) -> Text | None:
    """Why this can't be the unit of a limit; None if it can."""
    if unit in UNITS:
        return None
    return Text(f"单位“{unit}”无效，只能是 {_CHOICE}。", f"The unit '{unit}' is unknown; it is one of {_CHOICE}.")


def amount_fault(amount: object, unit: object) -> Text | None:
    """Why this can't be the amount of a limit in that unit; None if it can."""
    number = _number(amount)
    most = MAX_AMOUNT.get(str(unit), max(MAX_AMOUNT.values()))
    if number is not None and 0 < number <= most:
        return None
    return Text(f"数量“{amount}”无效，应大于 0 且不超过 {most}。", f"The amount '{amount}' is wrong; it is above 0 and at most {most}.")


def _number(amount: object) -> Decimal | None:
    if isinstance(amount, bool) or not isinstance(amount, Decimal | int | float):
        return None
    try:
        number = Decimal(amount)
    except InvalidOperation:
        return None
    return number if number.is_finite() else None


_CHOICE = ", ".join(UNITS)
_NOT_TWO_VALUES = Text(
    f"时限表要给出两个值：{AMOUNT}（数量）和 {UNIT}（单位）。", f"A table of limits answers with two values: {AMOUNT} and {UNIT}."
)
