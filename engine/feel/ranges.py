"""Range: two ends, each open or closed, or one comparison such as `<10` (DMN 10.3.2.7)."""

from __future__ import annotations


class Range:
    """`low` and `high` (None = missing) with their closedness; `operator` is set for a range written as one comparison.

    `(< 10)` and `(null..10)` are different values, as the standard's tests say.
    """

    __slots__ = ("low", "high", "low_closed", "high_closed", "operator")
    kind = "range"

    def __init__(self, low: object, high: object, low_closed: bool = True, high_closed: bool = True,
                 operator: str | None = None) -> None:
        self.low, self.high = low, high
        self.low_closed, self.high_closed = low_closed, high_closed
        self.operator = operator

    @classmethod
    def comparison(cls, operator: str, value: object) -> Range:
        """The range of one of `<`, `<=`, `>`, `>=`, `=`, `!=` and a value."""
        low = value if operator in (">", ">=", "=", "!=") else None
        high = value if operator in ("<", "<=", "=", "!=") else None
        return cls(low, high, operator in (">=", "="), operator in ("<=", "="), operator)

    def __str__(self) -> str:
        if self.operator:
            return f"{self.operator}{self.high if self.low is None else self.low}"
        return f"{'[' if self.low_closed else '('}{self.low}..{self.high}{']' if self.high_closed else ')'}"

    def __repr__(self) -> str:
        return f"Range({self})"

    def _key(self) -> tuple:
        return self.low, self.high, self.low_closed, self.high_closed, self.operator

    def __eq__(self, other: object) -> bool:
        return type(other) is Range and self._key() == other._key()

    def __lt__(self, other: Range) -> bool:
        """By the lower end, then the upper one; a missing lower end comes first. TypeError for ends that don't compare."""
        if type(other) is not Range:
            return NotImplemented
        if self.low != other.low:
            return self.low is None or (other.low is not None and self.low < other.low)
        return self.high is not None and (other.high is None or self.high < other.high)

    def __hash__(self) -> int:
        return hash((Range, self._key()))
