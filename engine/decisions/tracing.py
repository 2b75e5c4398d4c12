"""What an evaluation saw and did: inputs, cells, rules; for the audit trail and for whoever asks why."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import NamedTuple

from engine.feel.errors import LIMITS, Limits
from engine.feel.run import Run

MOST_TABLES = 200      # traces kept of one evaluation; a table called in a loop leaves no more


class FiredRule(NamedTuple):
    """A rule: its number in the table, from 1, and its id."""

    number: int
    id: str


class TableTrace(NamedTuple):
    """One use of one decision table.

    `inputs`: pairs of an input's text and its value; `cells`: per rule which cells held (True, False, None: can't be said),
    only if asked for; `masked`: rules that matched but were not used.
    """

    element: str
    name: str
    hit_policy: str
    inputs: tuple[tuple[str, object], ...]
    fired: tuple[FiredRule, ...]
    masked: tuple[FiredRule, ...]
    value: object
    cells: tuple[tuple[bool | None, ...], ...] = ()


class Evaluation(Run):
    """A run over a model: the decisions' values so far, and the traces of its tables."""

    def __init__(self, names: Mapping[str, object], now: datetime | None, zone: object, is_traced: bool = False,
                 limits: Limits = LIMITS) -> None:
        self.names, self.now, self.zone, self.limits = names, now, zone, limits
        self.is_traced = is_traced
        self.values: dict[tuple[str, str], object] = {}
        self.tables: list[TableTrace] = []
        self.seen: dict[tuple[str, str], list[tuple[tuple[str, ...], object]]] = {}
