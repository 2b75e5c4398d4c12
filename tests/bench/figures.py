"""A measured figure: its name, database, value and bar; printed as a line for people or as one JSON object."""

from __future__ import annotations

import json
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Figure:
    """`bar`: the value it may not exceed (None: only told). `is_least`: the bar is the least it must reach."""

    name: str
    database: str
    value: float
    unit: str
    bar: float | None = None
    is_least: bool = False

    @property
    def is_ok(self) -> bool:
        if self.bar is None:
            return True
        return self.value >= self.bar if self.is_least else self.value <= self.bar

    def json(self) -> str:
        """One object on one line."""
        told = {"name": self.name, "database": self.database, "value": round(self.value, 4), "unit": self.unit, "bar": self.bar, "ok": self.is_ok}
        return json.dumps(told)

    def line(self) -> str:
        bar = "" if self.bar is None else f"{'at least' if self.is_least else 'at most'} {self.bar:g}"
        verdict = "" if self.bar is None else ("ok" if self.is_ok else "MISSED")
        return f"{self.name:<26} {self.database:<11} {self.value:>10.3f} {self.unit:<12} {bar:<16} {verdict}".rstrip()
