"""A blind scoring as a page shows it: who has scored while it runs, and once all have, the sheets, the formula, and what would change the level."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any

from sqlalchemy import select

from engine.errors import Text
from engine.model import scoring
from engine.model.scoring import Result, Scoring, shown
from engine.queries.case_scope import execution_of
from engine.store.tables import Department, Group, Person, ProcessInstance, TaskCandidate, UserTask
from engine.store.transaction import Tx


@dataclass(frozen=True, slots=True)
class Scorer:
    """Who scores; nothing of what."""

    name: Text
    has_scored: bool


@dataclass(frozen=True, slots=True)
class Sheet:
    """What one scored: per dimension the score and its reason."""

    by: Text
    scores: tuple[str, ...]
    reasons: tuple[tuple[Text, str], ...]


@dataclass(frozen=True, slots=True)
class Column:
    """One dimension: its weight, the average of all sheets, and what it adds to the total."""

    label: Text
    weight: str
    average: str
    adds: str


@dataclass(frozen=True, slots=True)
class Band:
    """One level on the scale from the lowest to the highest score; `start` and `width` in percent of it."""

    text: Text
    at_least: str
    start: Decimal
    width: Decimal
    is_reached: bool


@dataclass(frozen=True, slots=True)
class Shift:
    """One dimension alone changed from `before` to `after` (averages) would make the total `total` and the level `level`."""

    label: Text
    before: str
    after: str
    total: str
    level: Text
    is_up: bool


@dataclass(frozen=True, slots=True)
class ScoringRoom:
    """`scorers`: while people score, else empty. `total` and the rest: empty before the first scoring is complete; while a new
    one runs they tell the one before. `at`: the total's place on the scale, in percent; `highest`: where the scale ends. `fixed`: dimensions that alone can't change the level.
    `is_current`: the case stands where it is scored; later it is something to look up."""

    scorers: tuple[Scorer, ...] = ()
    sheets: tuple[Sheet, ...] = ()
    columns: tuple[Column, ...] = ()
    total: str = ""
    level: Text | None = None
    formula: str = ""
    at: Decimal = Decimal(0)
    bands: tuple[Band, ...] = ()
    highest: str = ""
    shifts: tuple[Shift, ...] = ()
    fixed: tuple[Text, ...] = ()
    is_assumed: bool = False
    is_current: bool = True

    @property
    def is_running(self) -> bool:
        return bool(self.scorers)

    @property
    def has_result(self) -> bool:
        return bool(self.total)


def scoring_room(tx: Tx, case: ProcessInstance) -> ScoringRoom | None:
    """None before anybody was asked to score, and for packages that score nothing. The caller has checked who asks."""
    found = tx.library.get(case.version_id).package.settings.scoring
    if found is None or case.snapshot is None:
        return None
    sheets = execution_of(tx, case).variables().get(found.sheets)
    result = scoring.result(found, sheets) if isinstance(sheets, list) else None
    scorers = _scorers(tx, case, found.task)
    if result is None:
        return ScoringRoom(scorers) if scorers else None
    loaded = tx.library.get(case.version_id)
    is_current = case.stage == loaded.definition.elements[found.task].stage
    return replace(_revealed(found, sheets, result, scorers, loaded.package.texts), is_current=is_current)


def _scorers(tx: Tx, case: ProcessInstance, element_id: str) -> tuple[Scorer, ...]:
    """Of the run that isn't over: it began with all its tasks at once."""
    rows = list(tx.session.scalars(select(UserTask).where(UserTask.instance_id == case.id, UserTask.element_id == element_id).order_by(UserTask.id)))
    newest = max((row.created_at for row in rows), default=None)
    run = [row for row in rows if row.created_at == newest]
    return tuple(Scorer(_name(tx, row), row.state == "completed") for row in run) if any(row.state == "open" for row in run) else ()


def _name(tx: Tx, task: UserTask) -> Text:
    """The department or group that scores, else the person."""
    named = [task.department_id, *tx.session.scalars(select(TaskCandidate.group_id).where(TaskCandidate.task_id == task.id))]
    for id_ in filter(None, named):
        if (unit := tx.session.get(Department, id_) or tx.session.get(Group, id_)) is not None:
            return Text(unit.name_zh, unit.name_en)
    person = tx.session.get(Person, task.assignee_id) if task.assignee_id else None
    return Text(person.name, person.name) if person else Text("待指定", "to be named")


def _revealed(found: Scoring, sheets: list[Mapping[str, Any]], result: Result, scorers: tuple[Scorer, ...], texts: Any) -> ScoringRoom:
    moved = {each.dimension.key for each in result.changes}
    return ScoringRoom(
        scorers=scorers,
        sheets=tuple(_sheet(found, sheet, texts) for sheet in sheets),
        columns=tuple(Column(each.label, shown(each.weight), shown(result.averages[each.key]), _adds(each, result)) for each in found.dimensions),
        total=shown(result.total),
        level=result.level.text,
        formula=result.formula,
        at=_place(found, result.total),
        bands=_bands(found, result),
        highest=shown(Decimal(found.highest)),
        shifts=tuple(Shift(each.dimension.label, shown(each.before), shown(each.after), shown(each.total), each.level.text, each.is_up) for each in result.changes),
        fixed=tuple(each.label for each in found.dimensions if each.key not in moved),
        is_assumed=found.is_assumed,
    )


def _sheet(found: Scoring, sheet: Mapping[str, Any], texts: Any) -> Sheet:
    reasons = ((each.label, str(sheet.get(each.reason) or "")) for each in found.dimensions if each.reason)
    return Sheet(texts.value(str(sheet.get(found.by) or "")), tuple(shown(sheet[each.key]) for each in found.dimensions), tuple(reasons))


def _adds(dimension: Any, result: Result) -> str:
    return shown(dimension.weight * result.averages[dimension.key] / scoring.PERCENT)


def _place(found: Scoring, number: Decimal) -> Decimal:
    return round((number - found.lowest) / (found.highest - found.lowest) * 100, 2)


def _bands(found: Scoring, result: Result) -> tuple[Band, ...]:
    """From the lowest level up, as a scale is drawn."""
    bands, end = [], Decimal(100)
    for level in found.levels:
        start = max(_place(found, level.at_least), Decimal(0))
        bands.append(Band(level.text, shown(level.at_least), start, end - start, level == result.level))
        end = start
    return tuple(reversed(bands))
