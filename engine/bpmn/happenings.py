"""What an execution tells its host while it runs, and what the host must offer. No state lives here."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple, Protocol

KINDS = ("element_activated", "element_completed", "element_cancelled", "flow_taken", "decision_evaluated", "variables_changed",
         "round_started", "timer_triggered", "message_correlated", "escalation_thrown", "error_thrown", "incident_raised",
         "incident_resolved", "job_served", "signal_thrown", "signal_caught", "instance_completed")


class Happening(NamedTuple):
    """One thing that happened, in the order it happened. `element_instance_id` is "" for flows and the instance itself."""

    kind: str
    element_id: str
    element_instance_id: str
    round: int
    payload: dict[str, Any]


class Host(Protocol):
    """Who runs an execution: the command layer, a replay, a test.

    It may also have `new_id() -> str` for element instances, and do jobs itself in the same advance: `serves(job_type) -> bool`
    says which, `serve(job: OpenJob) -> Mapping` gives the result variables (IncidentCause when it can't be done).
    """

    now: datetime
    zone: str

    def read_only(self) -> Mapping[str, object]:
        """`case`, `clocks`, `departments`: FEEL values as they are at this moment. `round` is added by the execution."""

    def decide(self, decision_id: str, scope: Mapping[str, object]) -> tuple[object, dict[str, Any]]:
        """A decision's value, and what the trail keeps of it. IncidentCause when there is no answer."""

    def happened(self, happening: Happening) -> None:
        """Called for each happening, in order, while the execution runs."""


class OpenTask(NamedTuple):
    """A user task that waits for a person."""

    eid: str
    element_id: str
    round: int
    scope: str
    assignee: str | None
    candidate_groups: list[str]
    candidate_users: list[str]
    due_at: datetime | None
    follow_up_at: datetime | None
    priority: int
    form_id: str | None


class OpenTimer(NamedTuple):
    """A timer that waits. `due_at` None: unarmed, its clock has no due time, or not a later one than it triggered for."""

    eid: str
    element_id: str
    kind: str
    due_at: datetime | None
    reads_clocks: bool
    armed_at: datetime


class OpenSubscription(NamedTuple):
    """An element instance that waits for a message; `correlation_key` None: the business key decides."""

    eid: str
    element_id: str
    message_name: str
    correlation_key: str | None
    is_interrupting: bool


@dataclass(frozen=True, slots=True)
class OpenSignal:
    """An element instance that waits for a signal."""

    eid: str
    element_id: str
    signal: str


@dataclass(frozen=True, slots=True)
class OpenJob:
    """Work that someone outside does: a connector or an outside worker."""

    eid: str
    element_id: str
    type: str
    retries: int
    values: dict[str, object]
    headers: dict[str, str]


@dataclass(frozen=True, slots=True)
class OpenIncident:
    eid: str
    element_id: str
    text: Any   # engine.errors.Text


class OpenWaits(NamedTuple):
    """All of that at one moment."""

    user_tasks: list[OpenTask]
    timers: list[OpenTimer]
    subscriptions: list[OpenSubscription]
    jobs: list[OpenJob]
    incidents: list[OpenIncident]
