"""When a timer start event of a process begins the next case: one date, a cycle, or a rule of date asked of each month."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from engine.bpmn.definition import Definition, Element
from engine.bpmn.moments import cycle, moment
from engine.errors import IncidentCause, Text

Names = Callable[[int, int], Mapping[str, object]]
"""Year and month -> the names a rule of date may read."""

# A rule that names no day within two years and a bit (a leap year's quarter included) names none.
_MOST_MONTHS = 27
MOST_MISSED = 24


@dataclass(frozen=True, slots=True)
class StartTime:
    """`period`: the month whose rule gave it, such as `2023-10`; empty for dates and cycles."""

    at: datetime
    period: str = ""


@dataclass(frozen=True, slots=True)
class StartTimes:
    """The moments of one start event. `anchor`: when its version was deployed; `zone`: the company's."""

    element: Element
    anchor: datetime
    zone: str
    names: Names

    def next_after(self, after: datetime, count: int = 0, period: str = "") -> StartTime | None:
        """The first moment after `after`, when it has begun `count` cases, the last one for `period`. None: it begins no more.

        Raises IncidentCause for a rule that can't be worked out.
        """
        kind, written = self.element.timer or ("", "")
        value = self._asked(*self._month_of(after))
        if kind == "date":
            at = self._moment(value)
            return StartTime(at) if at is not None and at > after and not count else None
        if isinstance(value, str):
            due = self._cycle(value).next_due(count, after, self.zone)
            return StartTime(due) if due else None
        return self._by_month(after, period)

    def missed(self, due: StartTime, now: datetime, count: int) -> tuple[list[datetime], StartTime]:
        """Moments up to now, `due` the first of them: those nobody began a case at, and the last, which counts."""
        moments = [due]
        while (following := self.next_after(moments[-1].at, count + 1, moments[-1].period)) is not None and following.at <= now:
            moments = [*moments, following][-MOST_MISSED:]
        return [each.at for each in moments[:-1]], moments[-1]

    def _by_month(self, after: datetime, period: str) -> StartTime | None:
        """One case a month at most: what was begun for a month isn't begun again when the rule or the calendar changes."""
        year, number = self._month_of(after)
        for step in range(_MOST_MONTHS):
            later, month = divmod(number - 1 + step, 12)
            label = f"{year + later:04}-{month + 1:02}"
            at = self._moment(self._asked(year + later, month + 1))
            if at is not None and at > after and label > period:
                return StartTime(at, label)
        return None

    def _asked(self, year: int, month: int) -> object:
        outcome = self.element.compiled["timer"].evaluate(self.names(year, month), datetime(year, month, 1, tzinfo=UTC), self.zone)
        if outcome.warning is not None:
            raise self._cause(outcome.warning)
        return outcome.value

    def _moment(self, value: object) -> datetime | None:
        if value is None:
            return None
        try:
            return moment(value, self.zone)
        except (ValueError, OverflowError) as error:
            raise self._cause(Text("结果不是可用的时间。", "The result is not a time that can be used.")) from error

    def _cycle(self, value: str):
        try:
            return cycle(value, self.anchor, self.zone)
        except (ValueError, OverflowError) as error:
            raise self._cause(Text("结果不是可用的循环。", "The result is not a cycle that can be used.")) from error

    def _month_of(self, at: datetime) -> tuple[int, int]:
        local = at.astimezone(ZoneInfo(self.zone))
        return local.year, local.month

    def _cause(self, why: Text) -> IncidentCause:
        name = self.element.name or self.element.id
        return IncidentCause(self.element.id, Text(f"“{name}”的发起时间无法计算：{why.zh}", f"When '{name}' begins a case can't be worked out: {why.en}"))


def timer_starts(definition: Definition) -> list[Element]:
    """The start events by which the calendar begins cases."""
    starts = [definition.elements[id_] for id_ in definition.start_events]
    return [start for start in starts if start.event == "timer"]
