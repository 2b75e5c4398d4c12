"""One line of a list of cases: what the inbox, the case list, queues and search results show of a case."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import select

from engine.errors import Text
from engine.queries.clock_faces import ClockFace, faces_of
from engine.store import customers
from engine.store.erasure import CASE, PERSON
from engine.store.tables import CaseRead, Erasure, Person, ProcessInstance, UserTask
from engine.store.transaction import Tx


@dataclass(frozen=True, slots=True)
class CaseRow:
    """`task` fields are set where the list is one of user tasks. `nearest`: the clock to show, None when none runs.

    `has_customer`: somebody outside is told of it; `customer_word`: what stands where no customer is named.
    """

    number: str
    instance_id: str
    title: str
    customer: str
    has_customer: bool
    customer_word: Text
    priority: Text | None
    priority_rank: int | None
    type: Text | None
    status: Text | None
    state: str
    stage: int | None
    stages: int
    stage_name: Text | None
    round: int
    handlers: tuple[str, ...]
    nearest: ClockFace | None
    received_at: datetime
    is_unread: bool
    is_waiting_for_customer: bool
    has_incident: bool
    task_id: str | None = None
    task_name: Text | None = None
    task_due_at: datetime | None = None
    is_claimable: bool = False
    stands_in_for: str | None = None


@dataclass
class _Gathered:
    """What all rows of one list need, read once for the list."""

    handlers: dict[str, list[str]] = field(default_factory=dict)
    faces: dict[str, list[ClockFace]] = field(default_factory=dict)
    read: set[str] = field(default_factory=set)
    names: dict[str, str] = field(default_factory=dict)
    erased: set[str] = field(default_factory=set)


def rows_of(tx: Tx, found: Iterable[tuple[ProcessInstance, UserTask | None]]) -> list[CaseRow]:
    """Lines for these cases in their order; a handful of statements whatever their number."""
    found = list(found)
    gathered = _gather(tx, {case.id: case for case, _ in found})
    return [_row(tx, case, task, gathered) for case, task in found]


def _gather(tx: Tx, cases: dict[str, ProcessInstance]) -> _Gathered:
    names = dict(tx.session.execute(select(Person.id, Person.name)).all())
    return _Gathered(_handlers(tx, cases, names), faces_of(tx, cases.values()), _read(tx, cases), names, _erased(tx, cases))


def _handlers(tx: Tx, ids: Collection[str], names: dict[str, str]) -> dict[str, list[str]]:
    tasks = select(UserTask.instance_id, UserTask.assignee_id).where(
        UserTask.instance_id.in_(ids), UserTask.state == "open", UserTask.assignee_id.is_not(None)
    )
    handlers: dict[str, list[str]] = {}
    for instance_id, person_id in tx.session.execute(tasks.order_by(UserTask.created_at)):
        name = names.get(person_id, "")
        if name not in handlers.setdefault(instance_id, []):
            handlers[instance_id].append(name)
    return handlers


def _read(tx: Tx, cases: dict[str, ProcessInstance]) -> set[str]:
    if not tx.actor.is_staff:
        return set()
    reads = select(CaseRead.instance_id).where(CaseRead.instance_id.in_(cases), CaseRead.person_id == tx.actor.id)
    return set(tx.session.scalars(reads))


def _erased(tx: Tx, cases: dict[str, ProcessInstance]) -> set[str]:
    """Those whose customer's data was erased; only asked for where there may be such."""
    found = [case.id for case in cases.values() if case.code_hash is None]
    return set(tx.session.scalars(select(Erasure.instance_id).where(Erasure.instance_id.in_(found), Erasure.scope.in_((PERSON, CASE))))) if found else set()


def _customer_word(case: ProcessInstance, definition: Any, gathered: _Gathered) -> Text:
    if customers.are_told(case, definition):
        return Text("匿名", "Anonymous")
    return Text("客户资料已清除", "Customer data erased") if case.id in gathered.erased else Text("内部事务", "Our own work")


def _row(tx: Tx, case: ProcessInstance, task: UserTask | None, gathered: _Gathered) -> CaseRow:
    loaded = tx.library.get(case.version_id)
    texts, stages = loaded.package.texts, {stage.number: stage for stage in loaded.definition.stages}
    stage = stages.get(case.stage)
    return CaseRow(
        number=case.business_key,
        instance_id=case.id,
        title=case.title or "",
        customer=case.customer_mask or "",
        has_customer=customers.are_told(case, loaded.definition),
        customer_word=_customer_word(case, loaded.definition, gathered),
        priority=texts.value(case.priority_value) if case.priority_value else None,
        priority_rank=case.priority_rank,
        type=texts.value(case.type_value) if case.type_value else None,
        status=texts.value(case.status) if case.status else None,
        state=case.state,
        stage=case.stage,
        stages=len(stages),
        stage_name=texts.stage(stage.number, stage.name) if stage else None,
        round=case.round,
        handlers=tuple(gathered.handlers.get(case.id, ())),
        nearest=next(iter(gathered.faces.get(case.id, ())), None),
        received_at=case.received_at,
        is_unread=case.id not in gathered.read,
        is_waiting_for_customer=case.is_waiting_for_customer,
        has_incident=case.has_incident,
        **_task_fields(tx, loaded, task, gathered),
    )


def _task_fields(tx: Tx, loaded, task: UserTask | None, gathered: _Gathered) -> dict:
    if task is None:
        return {}
    element = loaded.definition.elements[task.element_id]
    is_others = task.assignee_id is not None and task.assignee_id != tx.actor.id
    return {
        "task_id": task.id,
        "task_name": loaded.package.texts.element(task.element_id, "name", element.name),
        "task_due_at": task.due_at,
        "is_claimable": task.assignee_id is None,
        "stands_in_for": gathered.names.get(task.assignee_id) if is_others else None,
    }


def hour_of(at: datetime) -> datetime:
    """The full hour a reading is counted in."""
    return at - timedelta(minutes=at.minute, seconds=at.second, microseconds=at.microsecond)
