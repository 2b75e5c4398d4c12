"""Months of a demo company: as many cases as asked for, by a seeded chance, played only through commands, and their reports."""

from __future__ import annotations

import random
import re
import tomllib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from engine.clock import ManualClock
from engine.commands import user_tasks
from engine.demo.stories import Stories, Story, dated
from engine.errors import Refused
from engine.model.people import SYSTEM
from engine.model.periods import Month
from engine.process_engine import ProcessEngine
from engine.scenarios.expecting import ScenarioFailed
from engine.scenarios.running import submitted
from engine.store import acting_people, house, report_tasks

SEED = 20231001
_PLACE = re.compile(r"\{(\w+)\}")


@dataclass(frozen=True, slots=True)
class Plans:
    """`subjects`: what cases are about; `courses`: how they go, each of a package; `desk`: by package, who does which task of a report, and how."""

    subjects: Mapping[str, Sequence[Mapping[str, Any]]]
    courses: Sequence[Mapping[str, Any]]
    customers: Sequence[Sequence[str]]
    desk: Mapping[str, Mapping[str, Mapping[str, Any]]]


def play_months(engine: ProcessEngine, file: Path, people: Mapping[str, str], months: int, cases: int, deploy: Callable[[ProcessEngine], Any]) -> int:
    """Fill an empty installation up to its present; how many cases were made, reports not counted."""
    plans = read_plans(file)
    zone, now = engine.settings.zone, engine.clock.now()
    begins = datetime.combine(Month.of(now.astimezone(ZoneInfo(zone)).date()).shifted(-months).first, time(8), ZoneInfo(zone))
    clock = ManualClock(begins - timedelta(hours=1))
    past = ProcessEngine(engine.settings, clock)
    deploy(past)
    stories = told(plans, random.Random(SEED), begins, now, cases)
    Stories(past, clock, dict(people)).play(stories, now, Desk(past, clock, plans.desk).work)
    house.append_pending(past.store)
    past.close()
    return len(stories)


def read_plans(file: Path) -> Plans:
    with file.open("rb") as handle:
        tables = tomllib.load(handle)
    return Plans(tables["subject"], tables["course"], tables["customers"], tables.get("desk", {}))


def told(plans: Plans, chance: random.Random, begins: datetime, ends: datetime, cases: int) -> list[Story]:
    """`cases` stories, begun at working times between the two moments."""
    days = [begins.date() + timedelta(days=number) for number in range((ends.date() - begins.date()).days + 1)]
    weights = [1 if day.weekday() < 5 else 0.25 for day in days]
    began = sorted(_moment(chance, chance.choices(days, weights)[0], begins) for _ in range(cases))
    return [_story(plans, chance, at) for at in began if at < ends]


def _moment(chance: random.Random, day: date, begins: datetime) -> datetime:
    minute = min(max(int(chance.gauss(13 * 60, 150)), 8 * 60), 19 * 60)
    return max(datetime.combine(day, time(minute // 60, minute % 60), begins.tzinfo), begins)


def _story(plans: Plans, chance: random.Random, at: datetime) -> Story:
    course = _weighted(chance, plans.courses)
    subject = _weighted(chance, plans.subjects[course["package"]])
    name, contact = chance.choice(plans.customers)
    words = {**subject, "customer_name": name, "contact": contact}
    words |= {key: chance.choice(value) for key, value in subject.get("any", {}).items()}
    return Story(course["package"], at, tuple(_filled(step, words, chance) for step in course["step"]))


def _weighted(chance: random.Random, found: Sequence[Mapping[str, Any]]) -> Mapping[str, Any]:
    return chance.choices(found, [each.get("weight", 1) for each in found])[0]


def _filled(value: Any, words: Mapping[str, Any], chance: random.Random) -> Any:
    """With `{title}` filled from the subject; a `wait` of two hours and two days is some time between them."""
    if isinstance(value, dict):
        return {_filled(key, words, chance): _wait(each, chance) if key == "wait" else _filled(each, words, chance) for key, each in value.items()}
    if isinstance(value, list):
        return [_filled(each, words, chance) for each in value]
    if isinstance(value, str):
        whole = _PLACE.fullmatch(value)
        return words[whole[1]] if whole and whole[1] in words else _PLACE.sub(lambda found: str(words.get(found[1], found[0])), value)
    return value


def _wait(hours: Sequence[float], chance: random.Random) -> str:
    """Between so many hours and so many; short waits are more frequent than long ones."""
    low, high = hours
    return f"PT{int((low + (high - low) * chance.random() ** 2) * 3600)}S"


class Desk:
    """Who works on the reports: once a day each open task of a reporting package that has waited long enough is done."""

    def __init__(self, engine: ProcessEngine, clock: ManualClock, rules: Mapping[str, Mapping[str, Mapping[str, Any]]]):
        self._engine = engine
        self._clock = clock
        self._rules = rules

    def work(self) -> None:
        for task_id, package_id, element_id in self._engine.ask(SYSTEM, report_tasks.open_tasks):
            rule = self._rules.get(package_id, {}).get(element_id)
            if rule is not None:
                self._do(task_id, rule)

    def _do(self, task_id: str, rule: Mapping[str, Any]) -> None:
        values = submitted(dated(rule["values"], self._clock.now(), self._engine.settings.zone))
        people = [self._engine.ask(SYSTEM, acting_people.actor_named, login) for login in rule["by"]]
        taken = next((actor for actor in people if self._engine.ask(actor, report_tasks.may_take, task_id)), None)
        if taken is None:
            return
        try:
            self._engine.execute(taken, user_tasks.claim, task_id)
            self._engine.execute(taken, user_tasks.complete, task_id, values)
        except Refused as refusal:
            raise ScenarioFailed(f"{rule}: {refusal} {getattr(refusal, 'fields', '')}") from refusal
