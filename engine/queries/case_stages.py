"""The stage bar: the procedure's own stages, how long each took, where the case is."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from engine.errors import Text
from engine.store import trail
from engine.store.tables import ProcessInstance
from engine.store.transaction import Tx

_EARLY_ENDS = ("case_withdrawn", "case_rejected", "case_merged")
_MOVES = ("element_activated", "element_completed")


@dataclass(frozen=True, slots=True)
class StageView:
    """`state`: done, current, stopped (the case ended early, here), future. `seconds`: spent in it so far, over all rounds. `rounds`: the highest that came here."""

    number: int
    name: Text
    state: str
    seconds: int
    rounds: int


def stages(tx: Tx, case: ProcessInstance) -> list[StageView]:
    loaded = tx.library.get(case.version_id)
    headings = trail.headings(tx, case.id)
    ended_early = any(each.kind in _EARLY_ENDS for each in headings)
    moves = _moves(headings, {element.id: element.stage for element in loaded.definition.elements.values() if element.stage})
    spent, rounds = _spent(moves, case.ended_at or tx.now), _rounds(moves)
    return [
        StageView(
            number=stage.number,
            name=loaded.package.texts.stage(stage.number, stage.name),
            state=_state(case, stage.number, spent, ended_early),
            seconds=spent.get(stage.number, 0),
            rounds=rounds.get(stage.number, 1),
        )
        for stage in loaded.definition.stages
    ]


def _moves(headings: Iterable[trail.Heading], stage_of: dict[str, int]) -> list[tuple[datetime, int, int]]:
    """When the case stood in which stage and round, in order."""
    entries = (each for each in headings if each.kind in _MOVES)
    return [(each.at, stage_of[each.element_id], each.round or 1) for each in entries if each.element_id in stage_of]


def _spent(moves: list[tuple[datetime, int, int]], until: datetime) -> dict[int, int]:
    spent: dict[int, float] = {}
    ends = [*(at for at, _, _ in moves[1:]), until][: len(moves)]
    for (at, stage, _), end in zip(moves, ends, strict=True):
        spent[stage] = spent.get(stage, 0) + (end - at).total_seconds()
    return {stage: int(seconds) for stage, seconds in spent.items()}


def _rounds(moves: Iterable[tuple[datetime, int, int]]) -> dict[int, int]:
    highest: dict[int, int] = {}
    for _, stage, round_ in moves:
        highest[stage] = max(round_, highest.get(stage, 1))
    return highest


def _state(case: ProcessInstance, number: int, spent: dict[int, int], ended_early: bool) -> str:
    if case.state == "active":
        current = case.stage or 1
        return "current" if number == current else "done" if number < current else "future"
    if ended_early and number == max(spent, default=1):
        return "stopped"
    return "done" if number in spent else "future"
