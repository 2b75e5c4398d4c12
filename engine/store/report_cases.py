"""The cases of a month as reports count them: a handful of statements whatever their number; no snapshot, no trail is opened."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, select

from engine.errors import Text
from engine.model.figures import ClockRun, CountedCase
from engine.store.tables import CaseClock, Department, ProcessInstance, ReportFact, UserTask
from engine.store.transaction import Tx


def counted_cases(tx: Tx, package_id: str, starts_at: datetime, ends_at: datetime, only: ColumnElement[bool] | None = None) -> tuple[CountedCase, ...]:
    """Received from `starts_at` up to, not including, `ends_at`; the first received first. `only`: a further condition on the case."""
    conditions = [ProcessInstance.package_id == package_id, ProcessInstance.received_at >= starts_at, ProcessInstance.received_at < ends_at]
    if only is not None:
        conditions.append(only)
    rows = tx.session.execute(_facts_of(ProcessInstance).where(*conditions).order_by(ProcessInstance.received_at, ProcessInstance.id)).all()
    ids = select(ProcessInstance.id).where(*conditions)
    facts, clocks, stages = _report_facts(tx, ids), _clocks(tx, ids), _stage_seconds(tx, ids)
    return tuple(_counted(row, facts.get(row.id, {}), clocks.get(row.id, []), stages.get(row.id, {})) for row in rows)


def department_names(tx: Tx) -> dict[str, Text]:
    return {id_: Text(zh, en) for id_, zh, en in tx.session.execute(select(Department.id, Department.name_zh, Department.name_en))}


def first_received_at(tx: Tx, package_id: str) -> datetime | None:
    """When the first case of a package was received; None while there is none."""
    received = ProcessInstance.received_at
    return tx.session.scalar(select(received).where(ProcessInstance.package_id == package_id).order_by(received).limit(1))


def _facts_of(case: type[ProcessInstance]) -> Select[Any]:
    return select(
        case.id, case.business_key, case.title, case.received_at, case.ended_at, case.round, case.type_value, case.priority_value,
        case.department_id, case.channel_value, case.status, case.satisfaction_value,
    )


def _counted(row: Any, facts: dict[tuple[str, int], str], clocks: list[ClockRun], stages: dict[int, float]) -> CountedCase:
    return CountedCase(
        id=row.id,
        number=row.business_key,
        title=row.title or "",
        received_at=row.received_at,
        ended_at=row.ended_at,
        round=row.round,
        type=row.type_value,
        priority=row.priority_value,
        department=row.department_id,
        channel=row.channel_value,
        status=row.status,
        satisfaction=row.satisfaction_value,
        problem=facts.get(("problem", 0)),
        ended_as=facts.get(("ended_as", 0), ""),
        ratings={round_: value for (name, round_), value in facts.items() if name == "satisfaction"},
        stage_seconds=stages,
        clocks=tuple(clocks),
    )


def _report_facts(tx: Tx, ids: Select[Any]) -> dict[str, dict[tuple[str, int], str]]:
    found = select(ReportFact.instance_id, ReportFact.name, ReportFact.round, ReportFact.value).where(ReportFact.instance_id.in_(ids))
    facts: dict[str, dict[tuple[str, int], str]] = {}
    for instance_id, name, round_, value in tx.session.execute(found):
        facts.setdefault(instance_id, {})[name, round_] = value
    return facts


def _clocks(tx: Tx, ids: Select[Any]) -> dict[str, list[ClockRun]]:
    columns = (CaseClock.instance_id, CaseClock.name, CaseClock.round, CaseClock.state, CaseClock.is_breached, CaseClock.due_at)
    clocks: dict[str, list[ClockRun]] = {}
    for instance_id, name, round_, state, is_breached, due_at in tx.session.execute(select(*columns).where(CaseClock.instance_id.in_(ids))):
        is_late = is_breached or (state == "running" and due_at is not None and due_at < tx.now)
        clocks.setdefault(instance_id, []).append(ClockRun(name, round_, _outcome(state, is_late, due_at)))
    return clocks


def _outcome(state: str, is_late: bool, due_at: datetime | None) -> str:
    if state == "cancelled":
        return "cancelled"
    # A clock that never had a limit can be neither met nor breached.
    return "breached" if is_late else "met" if state == "stopped" and due_at is not None else "open"


def _stage_seconds(tx: Tx, ids: Select[Any]) -> dict[str, dict[int, float]]:
    """Of each case and stage: how long at least one of its tasks was open, of those that are completed."""
    columns = select(UserTask.instance_id, UserTask.stage, UserTask.created_at, UserTask.completed_at)
    done = columns.where(UserTask.instance_id.in_(ids), UserTask.stage.is_not(None), UserTask.completed_at.is_not(None))
    spans: dict[tuple[str, int], list[tuple[datetime, datetime]]] = {}
    for instance_id, stage, opened_at, completed_at in tx.session.execute(done.order_by(UserTask.created_at)):
        spans.setdefault((instance_id, stage), []).append((opened_at, completed_at))
    found: dict[str, dict[int, float]] = {}
    for (instance_id, stage), each in spans.items():
        found.setdefault(instance_id, {})[stage] = _united(each)
    return found


def _united(spans: Iterable[tuple[datetime, datetime]]) -> float:
    """Seconds that lie in at least one of the spans, which come in the order of their beginnings."""
    seconds, until = 0.0, None
    for begins, ends in spans:
        start = begins if until is None or begins > until else until
        if ends > start:
            seconds += (ends - start).total_seconds()
            until = ends
    return seconds
