"""What the jobs of a diagram need of their package: the template that a message names must exist and be used."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from engine.errors import Reason, Text
from engine.model.did_you_mean import did_you_mean
from engine.packages.drawing import Job
from engine.packages.messages import FILE, HEADER, SENDING_JOBS
from engine.packages.package import Package


def job_reasons(package: Package, jobs: Iterable[tuple[str, Job]]) -> Iterator[Reason]:
    """`jobs`: each with the file of the diagram it stands in."""
    known = {each.id for each in package.messages}
    used: set[str] = set()
    for file, job in jobs:
        if job.type in SENDING_JOBS:
            template = job.headers.get(HEADER, "")
            used.add(template)
            yield from _template(file, job, template, known)
        if job.type == "http_request" and not job.headers.get("connector"):
            yield _reason(file, job.element, "connector", "缺少任务头 connector（连接器名称）。", "The header connector (name of a connector) is missing.")
    for id_ in sorted(known - used):
        yield _reason(FILE, id_, "id", "没有任何元素发送这条消息。", "No element sends this message.", "warning")


def _template(file: str, job: Job, template: str, known: set[str]) -> Iterator[Reason]:
    if not template:
        yield _reason(file, job.element, HEADER, "缺少任务头 template（消息模板的编号）。", "The header template (id of a message) is missing.")
    elif template not in known:
        hint = did_you_mean(template, known)
        yield _reason(file, job.element, HEADER, f"{FILE} 里没有消息“{template}”。{hint.zh}", f"{FILE} has no message '{template}'.{hint.en}")


def _reason(file: str, element: str, field: str, zh: str, en: str, severity: str = "error") -> Reason:
    return Reason(file, element, field, Text(zh, en), severity)
