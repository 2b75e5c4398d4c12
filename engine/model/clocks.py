"""A clock of a case: start, limit, pauses and stop as a pure state machine; each step gives a new state."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal

from engine.model.calendar import WorkingCalendar
from engine.model.clock_rules import ClockDefinition, Limit, Pause, moment, warn_share


@dataclass(frozen=True, slots=True)
class ClockState:
    """One row of case_clock. `round` 0: the whole case. Without a limit yet, without a due time.

    `due_at`, `warn_at`: None while paused; after stopping they stay, as what was promised. `is_breached` goes back only when
    another limit is set.
    """

    name: str
    round: int
    state: str
    started_at: datetime
    limit: Limit | None = None
    pauses: tuple[Pause, ...] = ()
    stopped_at: datetime | None = None
    due_at: datetime | None = None
    warn_at: datetime | None = None
    is_breached: bool = False
    warn_share: Decimal | None = None

    @property
    def is_running(self) -> bool:
        return self.state == "running"

    @property
    def is_ended(self) -> bool:
        return self.state in ("stopped", "cancelled")

    @property
    def paused_at(self) -> datetime | None:
        """Since when it stands without interruption; None when it doesn't."""
        open_pauses = [each.started_at for each in self.pauses if each.ended_at is None]
        return min(open_pauses) if self.state == "paused" and open_pauses else None

    @property
    def paused_by(self) -> tuple[str, ...]:
        """The elements that hold it now."""
        return tuple(each.element_id for each in self.pauses if each.ended_at is None)

    def armed(self) -> dict[str, datetime | None]:
        """What `clocks.<name>` reads in FEEL: nothing unless the clock runs, so that its timers are unarmed."""
        return {"due_at": self.due_at if self.is_running else None, "warn_at": self.warn_at if self.is_running else None}


def start(definition: ClockDefinition, at: datetime, round: int = 0) -> ClockState:
    """Running from `at` (for `counts_from_receipt` the time of receipt), its limit to be set now or later."""
    return ClockState(
        definition.name,
        round if definition.per == "round" else 0,
        "running",
        at.astimezone(UTC),
        warn_share=definition.warn_share,
    )


def set_limit(state: ClockState, at: datetime, limit: Limit, calendar: WorkingCalendar) -> ClockState:
    """A first or another limit, counted from the start; breached or not is judged anew. An ended clock keeps what it had."""
    if state.is_ended:
        return state
    changed = _reckoned(replace(state, limit=limit), calendar)
    return replace(changed, is_breached=_is_late(changed, at, calendar))


def pause(state: ClockState, at: datetime, element_id: str, calendar: WorkingCalendar) -> ClockState:
    """Stand while the element is active; several may hold it at once. An ended clock stays as it is."""
    if state.is_ended:
        return state
    marked = mark_breached(state, at)
    held = Pause(element_id, at.astimezone(UTC))
    return _reckoned(replace(marked, state="paused", pauses=(*state.pauses, held)), calendar)


def resume(state: ClockState, at: datetime, element_id: str, calendar: WorkingCalendar) -> ClockState:
    """The element no longer holds it; it runs on when nothing else does."""
    if state.state != "paused" or element_id not in state.paused_by:
        return state
    pauses = tuple(_released(each, element_id, at) for each in state.pauses)
    is_held = any(each.ended_at is None for each in pauses)
    return _reckoned(replace(state, state="paused" if is_held else "running", pauses=pauses), calendar)


def stop(state: ClockState, at: datetime, calendar: WorkingCalendar) -> ClockState:
    """Met at `at`, or met late; exactly at the due time is in time. Stopping twice changes nothing."""
    if state.is_ended:
        return state
    running = _reckoned(replace(state, state="running", pauses=_all_released(state, at)), calendar)
    stopped = replace(running, state="stopped", stopped_at=at.astimezone(UTC))
    return replace(stopped, is_breached=state.is_breached or _is_late(stopped, at, calendar))


def cancel(state: ClockState, at: datetime) -> ClockState:
    """Its round or case ended before it could be met: counted neither way."""
    if state.is_ended:
        return state
    return replace(state, state="cancelled", stopped_at=at.astimezone(UTC), pauses=_all_released(state, at))


def mark_breached(state: ClockState, now: datetime) -> ClockState:
    """The due time has come and the clock still runs."""
    is_due = state.is_running and state.due_at is not None and now >= state.due_at
    return replace(state, is_breached=True) if is_due else state


def follow(
    definition: ClockDefinition, base: ClockState, at: datetime, calendar: WorkingCalendar, own: ClockState | None = None
) -> ClockState:
    """The clock that is a share of `base`, as `base` stands now; once it has ended itself it stays as it is."""
    if own is not None and own.is_ended:
        return own
    limit = base.limit.share(definition.share or Decimal(1)) if base.limit else None
    copied = replace(base, name=definition.name, limit=limit, warn_share=definition.warn_share)
    reckoned = _reckoned(replace(copied, state="running" if base.is_ended else base.state), calendar)
    return replace(reckoned, state=base.state, is_breached=_is_late(copied, at, calendar))


def face(state: ClockState, now: datetime, calendar: WorkingCalendar) -> str:
    """What to show: none, calm, soon, breached, paused, outside (company hours), met, met_late."""
    if state.state == "cancelled" or state.limit is None:
        return "none" if state.state != "paused" else "paused"
    if state.state == "stopped":
        return "met_late" if state.is_breached else "met"
    if state.is_breached or (state.is_running and now >= state.due_at):
        return "breached"
    if state.state == "paused":
        return "paused"
    if now >= state.warn_at:
        return "soon"
    return "outside" if _stands_at_night(state, now, calendar) else "calm"


def remaining(state: ClockState, now: datetime, calendar: WorkingCalendar) -> timedelta | None:
    """Time left as the clock counts it (bh and wd: company time), negative when breached; None without a due time."""
    due = _due(state, calendar)
    if due is None:
        return None
    now = state.paused_at or state.stopped_at or now
    if state.limit.unit not in ("bh", "wd"):
        return due - now
    return calendar.working_time(now, due) if now <= due else -calendar.working_time(due, now)


def to_data(state: ClockState) -> dict[str, object]:
    """What the columns of case_clock don't hold, as plain values for its `data`."""
    return {
        "pauses": [[each.element_id, each.started_at.isoformat(), each.ended_at and each.ended_at.isoformat()] for each in state.pauses],
        "warn_share": None if state.warn_share is None else str(state.warn_share),
    }


def from_data(data: Mapping[str, object]) -> dict[str, object]:
    """The fields of ClockState that `to_data` wrote."""
    pauses = tuple(Pause(element, _moment(started), _moment(ended) if ended else None) for element, started, ended in data["pauses"])
    share = data.get("warn_share")
    return {"pauses": pauses, "warn_share": None if share is None else Decimal(share)}


def _reckoned(state: ClockState, calendar: WorkingCalendar) -> ClockState:
    """With due and warning time as limit and pauses now say."""
    if state.limit is None or not state.is_running:
        return replace(state, due_at=None, warn_at=None)
    share = state.warn_share or warn_share(state.limit)
    warn_at = moment(state.started_at, state.limit.share(share), state.pauses, calendar)
    return replace(state, due_at=_due(state, calendar), warn_at=warn_at)


def _due(state: ClockState, calendar: WorkingCalendar) -> datetime | None:
    return moment(state.started_at, state.limit, state.pauses, calendar) if state.limit else None


def _is_late(state: ClockState, at: datetime, calendar: WorkingCalendar) -> bool:
    """Whether the due time had come when the clock last ran; stopping exactly then is in time."""
    due = _due(state, calendar)
    if due is None:
        return False
    return state.stopped_at > due if state.stopped_at else (state.paused_at or at) >= due


def _stands_at_night(state: ClockState, now: datetime, calendar: WorkingCalendar) -> bool:
    return state.limit.unit in ("bh", "wd") and not calendar.is_open(now)


def _released(each: Pause, element_id: str, at: datetime) -> Pause:
    is_meant = each.element_id == element_id and each.ended_at is None
    return replace(each, ended_at=at.astimezone(UTC)) if is_meant else each


def _all_released(state: ClockState, at: datetime) -> tuple[Pause, ...]:
    return tuple(_released(each, each.element_id, at) for each in state.pauses)


def _moment(text: str) -> datetime:
    return datetime.fromisoformat(text)
