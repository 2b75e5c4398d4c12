"""The queues of a person: per group and department they belong to, what waits to be claimed."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import ColumnElement, and_, exists, func, select

from engine.errors import NotFound, Text
from engine.queries.case_rows import CaseRow, rows_of
from engine.store import task_candidates
from engine.store.tables import Department, Group, ProcessInstance, TaskCandidate, UserTask
from engine.store.transaction import Tx

PAGE = 100
COUNTED = 1000


@dataclass(frozen=True, slots=True)
class Queue:
    """`id`: group:<id>, department:<id>, or person:<id> for what names oneself. `count`: unclaimed tasks, at most COUNTED."""

    id: str
    name: Text
    count: int


@dataclass(frozen=True, slots=True)
class Queues:
    all: list[Queue]
    chosen: Queue | None
    rows: list[CaseRow]


def queues(tx: Tx, queue_id: str = "") -> Queues:
    """Every queue with its count, and the lines of the chosen one (else the first). Raises NotFound for somebody else's."""
    mine = {queue.id: queue for queue in _mine(tx)}
    if queue_id and queue_id not in mine:
        raise NotFound("queue")
    chosen = mine.get(queue_id) or next(iter(mine.values()), None)
    return Queues(list(mine.values()), chosen, _rows(tx, chosen) if chosen else [])


def _mine(tx: Tx) -> list[Queue]:
    groups = tx.session.scalars(select(Group).where(Group.id.in_(tx.actor.groups)).order_by(Group.id))
    led = set(tx.actor.supervises) | ({tx.actor.department_id} if tx.actor.department_id else set())
    departments = tx.session.scalars(select(Department).where(Department.id.in_(led)).order_by(Department.id))
    found = [(f"group:{each.id}", each) for each in groups] + [(f"department:{each.id}", each) for each in departments]
    named = Queue(_named(tx), Text("点名给我", "Named to me"), _count(tx, _named(tx)))
    return [*([named] if named.count else []), *(Queue(id_, Text(each.name_zh, each.name_en), _count(tx, id_)) for id_, each in found)]


def _named(tx: Tx) -> str:
    return task_candidates.of_person(tx.actor.id)


def _waiting(queue_id: str) -> ColumnElement[bool]:
    id_ = queue_id if task_candidates.people_among([queue_id]) else queue_id.partition(":")[2]
    lies_here = exists().where(TaskCandidate.task_id == UserTask.id, TaskCandidate.group_id == id_)
    return and_(UserTask.state == "open", UserTask.assignee_id.is_(None), UserTask.is_customer.is_(False), lies_here)


def _count(tx: Tx, queue_id: str) -> int:
    return tx.session.scalar(select(func.count()).select_from(select(UserTask.id).where(_waiting(queue_id)).limit(COUNTED).subquery())) or 0


def _rows(tx: Tx, queue: Queue) -> list[CaseRow]:
    case = ProcessInstance
    lines = select(case, UserTask).join(UserTask, UserTask.instance_id == case.id).where(_waiting(queue.id))
    nearest = lines.order_by(case.nearest_due_at.asc().nulls_last(), case.priority_rank.asc().nulls_last(), case.received_at, UserTask.id)
    return rows_of(tx, [(row[0], row[1]) for row in tx.session.execute(nearest.limit(PAGE))])
