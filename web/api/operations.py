"""The table of everything a program may ask: path, what it sends, what it gets, and what is done."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from web.api import cases, jobs, messages
from web.api.fields import Field

_WORKER = Field("worker", "string", "Name of the running program; one name holds one lock.", is_required=True, least=1, most=100)
_SECONDS = Field("timeoutSeconds", "integer", "How long the job stays locked to the worker.", default=300, least=1, most=86_400)
_VARIABLES = Field("variables", "object", "Variables by name. Contact data in texts is stored as its mask.")
_ERROR_MESSAGE = Field("message", "string", "What happened, for the people who look into it.", default="", least=0, most=2000)


@dataclass(frozen=True, slots=True)
class Operation:
    """`do(fields, **path)` gives what is answered, None for 204. `answer`: its JSON Schema. `status`: when all is well.

    `refusals`: status -> when it comes, besides 400, 401, 422 and 429.
    """

    name: str
    path: str
    summary: str
    fields: tuple[Field, ...]
    do: Callable[..., object]
    status: int = 200
    answer: Mapping[str, Any] | None = None
    refusals: Mapping[int, str] | None = None


def _object(**properties: Any) -> dict[str, Any]:
    return {"type": "object", "properties": properties, "required": list(properties)}


_STRING, _INTEGER, _FLAG = {"type": "string"}, {"type": "integer"}, {"type": "boolean"}
_MOMENT = {"type": "string", "format": "date-time"}
_VALUES = {"type": "object", "additionalProperties": True, "description": "Moments and durations are ISO 8601 strings; numbers keep every digit."}
_JOB = _object(
    id=_STRING, type=_STRING, elementId=_STRING, caseNumber=_STRING, packageId=_STRING, variables=_VALUES,
    headers={"type": "object", "additionalProperties": {"type": "string"}}, retries=_INTEGER, lockedUntil=_MOMENT,
)  # fmt: skip
_LOST = {404: "There is no such job.", 409: "The lock is over, or another worker has it."}

OPERATIONS = (
    Operation(
        "start_case", "/cases", "Start a case of a package's newest version",
        (
            Field("package", "string", "Id of the process package.", is_required=True, least=1, most=60),
            _VARIABLES,
            Field("language", "string", "The customer's language.", default="zh", choices=("zh", "en")),
        ),
        cases.start, 201, _object(number=_STRING, code={"type": "string", "description": "Opens the customer's page of the case; shown once."}),
        {404: "There is no such package."},
    ),
    Operation(
        "activate_jobs", "/jobs/activation", "Take waiting jobs of a type, oldest first, under a lock",
        (
            Field("type", "string", "The job type that the diagram names.", is_required=True, least=1, most=200),
            _WORKER,
            Field("maxJobs", "integer", "At most so many.", default=10, least=1, most=100),
            _SECONDS,
            Field("waitSeconds", "integer", "How long to wait for the first one; fewer when many wait already.", default=0, least=0, most=20),
        ),
        jobs.activate, 200, _object(jobs={"type": "array", "items": _JOB}),
    ),
    Operation(
        "complete_job", "/jobs/<job_id>/completion", "The work is done: the case goes on with these variables",
        (_WORKER, _VARIABLES), jobs.complete, 204, None, _LOST,
    ),
    Operation(
        "fail_job", "/jobs/<job_id>/failure", "The work failed: try again later, or, without retries left, raise an incident",
        (
            _WORKER, _ERROR_MESSAGE,
            Field("retries", "integer", "How often it may still be tried; default one less than before.", least=0, most=10_000),
            Field("backOffSeconds", "integer", "How long nobody gets it.", default=0, least=0, most=86_400),
        ),
        jobs.fail, 204, None, _LOST,
    ),
    Operation(
        "throw_error", "/jobs/<job_id>/error", "The work ended in a BPMN error, for the diagram to catch",
        (_WORKER, Field("code", "string", "The error's code.", is_required=True, least=1, most=200), _ERROR_MESSAGE, _VARIABLES),
        jobs.throw_error, 204, None, _LOST,
    ),
    Operation(
        "extend_lock", "/jobs/<job_id>/lock", "More time for the work, counted from now", (_WORKER, _SECONDS), jobs.extend, 200,
        _object(lockedUntil=_MOMENT), _LOST,
    ),
    Operation(
        "publish_message", "/messages", "Give a message to whoever waits for it: once to each process at most",
        (
            Field("name", "string", "The message's name in the diagram.", is_required=True, least=1, most=200),
            Field("correlationKey", "string", "The key that the waiting case computed.", default="", least=0, most=500),
            _VARIABLES,
            Field("timeToLiveSeconds", "integer", "How long it is kept for those that come to wait for it.", default=0, least=0, most=2_592_000),
            Field("messageId", "string", "Your own id of it: the same one is refused while it is kept.", least=1, most=200),
        ),
        messages.publish, 200, _object(correlated=_INTEGER, isBuffered=_FLAG),
        {404: "Nobody waits for it, and it isn't to be kept.", 409: "This messageId has been taken already."},
    ),
)  # fmt: skip
