"""A case as tests and scenarios look at it: open tasks, trail, clocks, variables of its last save."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select

from engine.model.clocks import ClockState
from engine.store import clock_rows, trail
from engine.store.tables import Incident, ProcessInstance, TaskCandidate, Timer, UserTask
from engine.store.transaction import Tx


@dataclass(frozen=True, slots=True)
class CaseView:
    row: ProcessInstance
    entries: tuple[trail.Entry, ...]
    tasks: tuple[UserTask, ...]
    candidates: dict[str, frozenset[str]]
    clocks: dict[tuple[str, int], ClockState]
    waiting_elements: frozenset[str]
    incidents: tuple[Incident, ...]


def of(tx: Tx, instance_id: str) -> CaseView:
    tasks = tuple(open_tasks(tx, instance_id))
    candidates = {
        task.id: frozenset(tx.session.scalars(select(TaskCandidate.group_id).where(TaskCandidate.task_id == task.id)))
        for task in tasks
    }
    waiting_timers = select(Timer.element_id).where(Timer.instance_id == instance_id, Timer.state == "waiting")
    found = select(Incident).where(Incident.instance_id == instance_id, Incident.resolved_at.is_(None))
    return CaseView(
        row=tx.session.get_one(ProcessInstance, instance_id),
        entries=entries(tx, instance_id),
        tasks=tasks,
        candidates=candidates,
        clocks={key: state for key, (_, state) in clock_rows.load(tx.session, instance_id).items()},
        waiting_elements=frozenset(tx.session.scalars(waiting_timers)) | {task.element_id for task in tasks},
        incidents=tuple(tx.session.scalars(found)),
    )


def entries(tx: Tx, instance_id: str) -> tuple[trail.Entry, ...]:
    return tuple(trail.read(tx, instance_id))


def open_tasks(tx: Tx, instance_id: str, element_id: str | None = None) -> list[UserTask]:
    """Oldest first."""
    found = select(UserTask).where(UserTask.instance_id == instance_id, UserTask.state == "open")
    if element_id is not None:
        found = found.where(UserTask.element_id == element_id)
    return list(tx.session.scalars(found.order_by(UserTask.created_at, UserTask.id)))


def id_of(tx: Tx, business_key: str) -> str | None:
    """Of the case of that number, if there is one."""
    return tx.session.scalar(select(ProcessInstance.id).where(ProcessInstance.business_key == business_key))


def newest_case(tx: Tx, package_id: str) -> str:
    """Id of the case of the package that began last."""
    return tx.session.scalars(select(ProcessInstance.id).where(ProcessInstance.package_id == package_id).order_by(ProcessInstance.id.desc()).limit(1)).one()


def next_timer_at(tx: Tx, instance_id: str) -> datetime | None:
    """When the next timer of the case is due."""
    return tx.session.scalar(
        select(func.min(Timer.due_at)).where(Timer.instance_id == instance_id, Timer.state == "waiting")
    )

