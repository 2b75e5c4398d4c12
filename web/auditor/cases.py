"""One case beside its trail: the diagram with what ran, every entry with what was typed and decided, who read it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from flask import render_template, request

from engine.commands import case_reads, sealed_cases
from engine.errors import Text
from engine.queries import audit_case
from engine.queries.audit_lines import AuditLine
from web.current import ask, execute, process_engine
from web.downloads import file_answer

TOPICS: Mapping[str, tuple[Text, tuple[str, ...]]] = {
    "typed": (Text("填写的内容", "What was typed"), ("values_entered", "spoken_answer", "variables_changed", "contact_masked")),
    "tasks": (Text("任务", "Tasks"), ("user_task_", "contact_revealed")),
    "flow": (Text("流程走向", "Route"), ("element_", "flow_taken", "round_started", "case_", "status_changed", "escalation", "error_", "token_")),
    "decisions": (Text("决策", "Decisions"), ("decision_",)),
    "times": (Text("定时与时限", "Timers and clocks"), ("timer_", "clock_")),
    "messages": (Text("沟通与附件", "Messages and files"), ("message_", "note_", "notification_", "attachment_")),
    "system": (Text("异常与作业", "Incidents and jobs"), ("incident_", "job_", "person_data")),
}


def show(number: str):
    case = ask(audit_case.audit_case, number)
    if not case.is_read:
        execute(case_reads.note, case.head.instance_id)
    topic, person, round_ = request.args.get("topic", ""), request.args.get("person", ""), request.args.get("round", "")
    since, until = request.args.get("from", ""), request.args.get("until", "")
    lines = [line for line in _filtered(case.lines, topic, person, round_) if _is_within(line, _minute(since), _minute(until))]
    return render_template(
        "auditor/case.html", case=case, lines=lines, topics=TOPICS, topic=topic, since=since, until=until,
        person=person, round=round_, people=_people(case.lines), rounds=sorted({line.round for line in case.lines}),
    )  # fmt: skip


def file(number: str):
    """The case under seal; like a look at it, that it left the house is written down."""
    sealed = ask(sealed_cases.sealed_case, number)
    execute(sealed_cases.note_export, number, sealed.seal)
    return file_answer(sealed.content, "application/zip", f"{number}.zip")


def _filtered(lines: list[AuditLine], topic: str, person: str, round_: str) -> list[AuditLine]:
    kinds = TOPICS[topic][1] if topic in TOPICS else ("",)
    return [
        line
        for line in lines
        if line.kind.startswith(kinds) and (not person or _key(line) == person) and (not round_ or str(line.round) == round_)
    ]


def _is_within(line: AuditLine, since: datetime | None, until: datetime | None) -> bool:
    """Both ends included, to the minute."""
    return (since is None or line.at >= since) and (until is None or line.at < until + timedelta(minutes=1))


def _minute(words: str) -> datetime | None:
    """A time as the field sends it, in the company's zone; what can't be read counts as not asked for."""
    try:
        return datetime.fromisoformat(words).replace(tzinfo=ZoneInfo(process_engine().settings.zone))
    except ValueError:
        return None


def _people(lines: list[AuditLine]) -> dict[str, Text]:
    """Everybody who did something in the case, by the key the filter sends."""
    return {_key(line): line.actor for line in lines}


def _key(line: AuditLine) -> str:
    return line.actor_id if line.actor_kind == "staff" else line.actor_kind
