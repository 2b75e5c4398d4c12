"""What a case waits for, before and after a command; the difference becomes rows that inboxes and due lists read."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING, Any

from engine.commands import case_tasks, case_timers, case_troubles
from engine.store import cases, records
from engine.store.tables import Job, Subscription

if TYPE_CHECKING:
    from engine.commands.running_case import RunningCase


@dataclass
class Waits:
    """What waited when the case was loaded: user tasks with their due time, the ids of the rest."""

    tasks: Mapping[str, datetime | None] = field(default_factory=dict)
    timers: frozenset[str] = frozenset()
    subscriptions: frozenset[str] = frozenset()
    jobs: frozenset[str] = frozenset()
    incidents: frozenset[str] = frozenset()

    @classmethod
    def of(cls, execution: Any) -> Waits:
        tasks, *others = execution.waits()
        return cls({task.eid: task.due_at for task in tasks}, *map(_ids, others))

    def save(self, case: RunningCase) -> None:
        """Write what is new, close what is gone. Safe to call once, at the end of a command."""
        tasks, timers, subscriptions, jobs, incidents = ({each.eid: each for each in kind} for kind in case.execution.waits())
        case_tasks.save(case, self.tasks, tasks)
        case_timers.save(case, self.timers, timers)
        _save_subscriptions(case, self.subscriptions, subscriptions)
        _save_jobs(case, self.jobs, jobs)
        _save_incidents(case, self.incidents, incidents)


def _save_subscriptions(case: RunningCase, before: frozenset[str], now_open: Mapping[str, Any]) -> None:
    cases.cancel(case.tx, Subscription, before - now_open.keys() - case.closed)
    for eid, each in now_open.items():
        if eid not in before:
            records.add(
                case.tx.session,
                Subscription,
                id=eid,
                instance_id=case.row.id,
                element_id=each.element_id,
                message_name=each.message_name,
                correlation_key=each.correlation_key,
                is_interrupting=each.is_interrupting,
                state="waiting",
                created_at=case.tx.now,
            )


def _save_jobs(case: RunningCase, before: frozenset[str], now_open: Mapping[str, Any]) -> None:
    cases.cancel(case.tx, Job, before - now_open.keys())
    for eid in now_open.keys() - before:
        _open_job(case, now_open[eid])


def _open_job(case: RunningCase, job: Any) -> None:
    """A new job, or one that used up its retries and is tried again after its incident."""
    row = case.tx.session.get(Job, job.eid) or Job(id=job.eid, instance_id=case.row.id, attempts=0)
    row.element_id, row.type, row.retries = job.element_id, job.type, job.retries
    row.due_at, row.state, row.lease_until = case.tx.now, "waiting", None
    row.payload = {"values": job.values, "headers": job.headers}
    case.tx.session.add(row)
    case.record("job_created", job.element_id, type=job.type, job=job.eid)


def _save_incidents(case: RunningCase, before: frozenset[str], now_open: Mapping[str, Any]) -> None:
    troubled = case_troubles.save(case)
    case.row.has_incident = bool(now_open) or troubled
    if not (before or now_open):
        return
    rows = cases.open_incidents(case.tx, case.row.id)
    for eid in rows.keys() - now_open.keys():
        rows[eid].resolved_at, rows[eid].resolved_by = case.tx.now, case.tx.actor.id
        if eid not in case.host.retried:
            case.record("incident_resolved", rows[eid].element_id)
    for eid, each in now_open.items():
        if eid not in rows:
            cases.add_incident(case.tx, case.row.id, each.element_id, eid, each.text)
        elif (each.text.zh, each.text.en) != (rows[eid].text_zh, rows[eid].text_en):
            # Tried again and failed again, for another reason.
            rows[eid].text_zh, rows[eid].text_en, rows[eid].raised_at = each.text.zh, each.text.en, case.tx.now


def _ids(waiting: list[Any]) -> frozenset[str]:
    return frozenset(each.eid for each in waiting)
