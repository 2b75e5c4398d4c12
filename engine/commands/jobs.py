"""Jobs of service and send tasks, for workers outside: activate under a lock, complete, fail, throw a BPMN error, extend."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from engine.commands import outside_values
from engine.commands.running_case import RunningCase
from engine.errors import Conflict, NotFound, Text
from engine.model import permissions
from engine.store import cases, due
from engine.store.tables import Job
from engine.store.transaction import Tx

LONGEST_LOCK = timedelta(hours=24)
MOST = 100
# Served by the worker's connectors; nobody outside takes it.
HTTP_REQUEST = "http_request"
_LONGEST_MESSAGE = 2000
_MOST_RETRIES = 10_000


@dataclass(frozen=True, slots=True)
class Activated:
    """A job that is the worker's until `locked_until`; `variables` are what its element sees, or its input mappings made."""

    id: str
    type: str
    element_id: str
    business_key: str
    package_id: str
    variables: Mapping[str, Any]
    headers: Mapping[str, str]
    retries: int
    locked_until: datetime


def activate(tx: Tx, type_: str, worker: str, most: int = 10, lock: timedelta = timedelta(minutes=5)) -> list[Activated]:
    """Up to `most` waiting jobs of a type, oldest first, locked to `worker`; nobody else gets them before the lock ends."""
    _check(tx)
    if type_ == HTTP_REQUEST and tx.actor.kind != "system":
        raise NotFound("job")
    lock = min(lock, LONGEST_LOCK)
    rows = due.claim_due(tx.session, Job, tx.now, _owner(tx, worker), min(most, MOST), lock, Job.type == type_)
    return [_activated(tx, row) for row in rows]


def complete(tx: Tx, job_id: str, worker: str, variables: Mapping[str, Any]) -> None:
    """The work is done; its variables go through the element's output mappings. Raises Conflict when the lock is lost."""
    case, job = _locked(tx, job_id, worker)
    kept = outside_values.accepted(case, variables)
    job.state = "completed"
    due.release(job)
    case.record("values_entered", job.element_id, by=worker, job=job.id, values=kept)
    case.record("job_completed", job.element_id, job=job.id, by=worker)
    case.execution.complete_job(job.id, kept)
    case.save()


def fail(tx: Tx, job_id: str, worker: str, message: str, retries: int | None = None, back_off: timedelta = timedelta()) -> None:
    """The work failed: tried again after `back_off` while retries are left, else an incident until a person helps."""
    case, job = _locked(tx, job_id, worker)
    message = outside_values.masked_words(message[:_LONGEST_MESSAGE])
    left = max(job.retries - 1 if retries is None else min(retries, _MOST_RETRIES), 0)
    job.retries, job.last_error = left, message
    due.release(job)
    case.record("job_failed", job.element_id, job=job.id, by=worker, error=message, retries=left)
    if left:
        job.due_at = tx.now + back_off
        return
    job.state = "failed"
    case.execution.fail_job(job.id, Text(f"外部作业失败：{message[:300]}", f"The outside job failed: {message[:300]}"))
    case.save()


def throw_error(
    tx: Tx, job_id: str, worker: str, code: str, message: str = "", variables: Mapping[str, Any] | None = None
) -> None:
    """The work ended in a business error: a BPMN error with this code, caught by the diagram, else an incident."""
    case, job = _locked(tx, job_id, worker)
    code, message = outside_values.masked_words(code), outside_values.masked_words(message[:_LONGEST_MESSAGE])
    kept = outside_values.accepted(case, variables or {})
    job.state, job.last_error = "completed", message
    due.release(job)
    case.record("values_entered", job.element_id, by=worker, job=job.id, values=kept)
    case.execution.throw_error(job.id, code, message, kept)
    case.save()


def extend(tx: Tx, job_id: str, worker: str, lock: timedelta) -> datetime:
    """More time; returns until when."""
    _, job = _locked(tx, job_id, worker)
    due.extend(job, tx.now, min(lock, LONGEST_LOCK))
    return job.lease_until


def _check(tx: Tx) -> None:
    if not permissions.may_work_on_jobs(tx.actor):
        raise NotFound("job")


def _locked(tx: Tx, job_id: str, worker: str) -> tuple[RunningCase, Job]:
    """The job under its case's lock; only while its lock is this worker's, so that a slow one overwrites nothing."""
    _check(tx)
    case, job = RunningCase.load_with(tx, Job, job_id)
    if not due.is_leased(job, _owner(tx, worker)) or job.lease_until is None or job.lease_until <= tx.now:
        sentence = Text("作业已不属于该工作者：锁已过期，或作业已结束。", "The job is not this worker's: its lock ended, or it is over.")
        raise Conflict("lock_lost", sentence)
    return case, job


def _owner(tx: Tx, worker: str) -> str:
    """Two programs that call themselves the same don't share a lock."""
    return f"{tx.actor.id}/{worker}"


def _activated(tx: Tx, job: Job) -> Activated:
    row = cases.instance(tx, job.instance_id)
    payload = job.payload or {}
    return Activated(
        id=job.id,
        type=job.type,
        element_id=job.element_id or "",
        business_key=row.business_key,
        package_id=row.package_id,
        variables=payload.get("values", {}),
        headers=payload.get("headers", {}),
        retries=job.retries,
        locked_until=job.lease_until,
    )
