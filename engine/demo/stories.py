"""Stories of several cases told side by side: the clock only moves forward, and every timer triggers at its own moment."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from engine.clock import ManualClock
from engine.errors import Refused
from engine.feel import FeelDateTime, compile_expression
from engine.model.people import SYSTEM
from engine.process_engine import ProcessEngine
from engine.scenarios.expecting import ScenarioFailed
from engine.scenarios.running import ScenarioRun
from engine.store import case_view, work_waiting


_DAY = timedelta(days=1)
_CASE = re.compile(r"\{case (\d+)\}")
_RELATIVE = re.compile(r"now(?:(?P<sign>[+-])(?P<by>P[0-9DTHM]+))?(?P<date>#date)?")


@dataclass(frozen=True, slots=True)
class Story:
    """One case: when it begins, and the steps of a scenario; waits move its own time."""

    package_id: str
    at: datetime
    steps: tuple[dict[str, Any], ...]


def read_stories(file: Path, now: datetime) -> list[Story]:
    """A story says `at`, or `ago`: a duration before `now`."""
    with file.open("rb") as handle:
        tables = tomllib.load(handle)["story"]
    return [Story(each["package"], _began(each, now), tuple(each["step"])) for each in tables]


def _began(story: dict[str, Any], now: datetime) -> datetime:
    return story["at"] if "at" in story else shifted(now, story["ago"], -1)


def shifted(at: datetime, duration: str, sign: int = 1) -> datetime:
    """`at` moved by an ISO 8601 duration."""
    operator = "+" if sign > 0 else "-"
    moved = compile_expression(f'at {operator} duration("{duration}")', names=["at"])
    return moved.evaluate({"at": FeelDateTime.from_python(at)}).value.to_python()


def dated(value: Any, now: datetime, zone: str) -> Any:
    """With each `now+PT2H` (and `now+P3D#date`) written as a form's field takes it."""
    if isinstance(value, dict):
        return {key: dated(each, now, zone) for key, each in value.items()}
    if isinstance(value, list):
        return [dated(each, now, zone) for each in value]
    found = _RELATIVE.fullmatch(value) if isinstance(value, str) else None
    if found is None:
        return value
    at = shifted(now, found["by"] or "PT0S", -1 if found["sign"] == "-" else 1)
    return at.astimezone(ZoneInfo(zone)).strftime("%Y-%m-%d" if found["date"] else "%Y-%m-%dT%H:%M")


class Stories:
    def __init__(self, engine: ProcessEngine, clock: ManualClock, people: dict[str, str]):
        self._engine = engine
        self._clock = clock
        self._people = people

    def play(self, stories: Sequence[Story], until: datetime, daily: Callable[[], None] | None = None) -> None:
        """Each step at its time, the earliest first; what would lie after `until` is left for real life. `daily`: done once a day."""
        evening = min((story.at for story in stories), default=until) + _DAY
        open_ = [[story.at, number, list(story.steps), self._run(story)] for number, story in enumerate(stories)]
        while open_:
            open_.sort(key=lambda each: each[:2])
            turn = open_[0]
            while daily and evening <= min(turn[0], until):
                self._move_to(evening)
                daily()
                evening += _DAY
            if turn[0] > until:
                break
            self._move_to(turn[0])
            if not self._step(turn):
                open_.remove(turn)
        while daily and evening <= until:
            self._move_to(evening)
            daily()
            evening += _DAY
        self._move_to(until)

    def _run(self, story: Story) -> ScenarioRun:
        return ScenarioRun(self._engine, self._clock, story.package_id, self._people)

    def _step(self, turn: list[Any]) -> bool:
        """Play up to the story's next wait; False when it is told."""
        at, _, steps, run = turn
        while steps:
            step = steps.pop(0)
            if "wait" in step:
                turn[0] = shifted(at, step["wait"])
                return True
            try:
                run.play(self._named(dated(step, self._clock.now(), self._engine.settings.zone), run))
            except Refused as refusal:
                fields = {key: text.en for key, text in getattr(refusal, "fields", {}).items()}
                raise ScenarioFailed(f"story of {at:%Y-%m-%d}, {step}: {refusal} {fields}") from refusal
        return False

    def _named(self, value: Any, run: ScenarioRun) -> Any:
        """With each `{case 2}` written as the number of the story's second case."""
        if isinstance(value, dict):
            return {key: self._named(each, run) for key, each in value.items()}
        if isinstance(value, list):
            return [self._named(each, run) for each in value]
        found = _CASE.fullmatch(value) if isinstance(value, str) else None
        return self._engine.ask(SYSTEM, case_view.of, run.cases[int(found[1]) - 1]).row.business_key if found else value

    def _move_to(self, at: datetime) -> None:
        """Time passes; timers in between trigger when they are due, in the order of their due times."""
        while True:
            due_at = self._engine.ask(SYSTEM, work_waiting.next_due_at)
            if due_at is None or due_at > at:
                break
            self._clock.move_to(max(due_at, self._clock.now()))
            if not self._engine.trigger_due():
                break
        self._clock.move_to(max(at, self._clock.now() + timedelta(seconds=1)))
