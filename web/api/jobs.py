"""Jobs: take them, complete, fail, throw an error, extend the lock."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from engine.commands import jobs
from engine.commands.jobs import Activated
from engine.queries.waiting_jobs import is_any_waiting
from web.api.bearer import ask, execute
from web.api.long_polls import until


def activate(body: dict[str, Any]) -> dict[str, object]:
    """A look that locks nothing comes first, so that idle workers disturb nobody."""
    if not until(lambda: ask(is_any_waiting, body["type"]), body["waitSeconds"]):
        return {"jobs": []}
    lock = timedelta(seconds=body["timeoutSeconds"])
    found = execute(jobs.activate, body["type"], body["worker"], body["maxJobs"], lock)
    return {"jobs": [_job(each) for each in found]}


def complete(body: dict[str, Any], job_id: str) -> None:
    execute(jobs.complete, job_id, body["worker"], body["variables"])


def fail(body: dict[str, Any], job_id: str) -> None:
    back_off = timedelta(seconds=body["backOffSeconds"])
    execute(jobs.fail, job_id, body["worker"], body["message"], body["retries"], back_off)


def throw_error(body: dict[str, Any], job_id: str) -> None:
    execute(jobs.throw_error, job_id, body["worker"], body["code"], body["message"], body["variables"])


def extend(body: dict[str, Any], job_id: str) -> dict[str, str]:
    until_when = execute(jobs.extend, job_id, body["worker"], timedelta(seconds=body["timeoutSeconds"]))
    return {"lockedUntil": until_when.isoformat()}


def _job(job: Activated) -> dict[str, object]:
    return {
        "id": job.id,
        "type": job.type,
        "elementId": job.element_id,
        "caseNumber": job.business_key,
        "packageId": job.package_id,
        "variables": dict(job.variables),
        "headers": dict(job.headers),
        "retries": job.retries,
        "lockedUntil": job.locked_until.isoformat(),
    }
