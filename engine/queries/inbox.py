"""The inbox: filters whose counts are the lengths of their lists, and one page of the chosen one."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, Select, and_, exists, func, or_, select

from engine.errors import NotFound, Text
from engine.model.people import Actor
from engine.queries.case_rows import CaseRow, rows_of
from engine.queries.visible import may_see
from engine.store import task_candidates
from engine.store.tables import CaseClock, ProcessInstance, TaskCandidate, UserTask
from engine.store.transaction import Tx

PAGE = 50
# Counts are exact to 999; nobody waits for the rest to be counted.
COUNTED = 1000


@dataclass(frozen=True, slots=True)
class Filter:
    """One list of the inbox. `is_of_tasks`: its lines are user tasks, otherwise cases. `condition` of the transaction and
    of the open cases the actor takes part in, which is worked out once for all lists."""

    id: str
    name: Text
    icon: str
    condition: Callable[[Tx, ColumnElement[bool]], ColumnElement[bool]]
    is_of_tasks: bool = False


@dataclass(frozen=True, slots=True)
class Inbox:
    """`counts` by filter id, at most COUNTED; `rows`: the page of the chosen filter; `pages`: how many there are, at least 1."""

    chosen: Filter
    counts: dict[str, int]
    rows: list[CaseRow]
    page: int
    has_next: bool


def inbox(tx: Tx, filter_id: str = "mine", page: int = 1) -> Inbox:
    """Raises NotFound for a filter that doesn't exist."""
    if filter_id not in FILTERS or page < 1:
        raise NotFound("filter")
    chosen = FILTERS[filter_id]
    part = _taking_part(tx)
    rows, has_next = _page(tx, chosen, part, page)
    return Inbox(chosen, _counts(tx, FILTERS.values(), part), rows, page, has_next)


@dataclass(frozen=True, slots=True)
class Listed:
    """The first page of a filter's list without the other counts, to stand beside a case."""

    chosen: Filter
    rows: list[CaseRow]


def listed(tx: Tx, filter_id: str) -> Listed:
    chosen = FILTERS[filter_id]
    return Listed(chosen, _page(tx, chosen, _taking_part(tx), 1)[0])


def news(tx: Tx, filter_id: str, since: datetime) -> int:
    """How many lines of a filter's list are newer than `since`. Raises NotFound."""
    if filter_id not in FILTERS:
        raise NotFound("filter")
    chosen = FILTERS[filter_id]
    came_at = UserTask.created_at if chosen.is_of_tasks else ProcessInstance.started_at
    newer = _selected(tx, chosen, _taking_part(tx)).where(came_at > since).with_only_columns(came_at).limit(COUNTED).subquery()
    return tx.session.scalar(select(func.count()).select_from(newer)) or 0


def count(tx: Tx, filter_id: str) -> int:
    """How many lines that filter's list has, at most COUNTED."""
    return _counts(tx, [FILTERS[filter_id]], _taking_part(tx))[filter_id]


def claimable_by(actor: Actor) -> ColumnElement[bool]:
    """Open tasks nobody has, for which the actor is a candidate (engine.model.permissions.may_claim)."""
    theirs = {*actor.groups, actor.department_id, *map(task_candidates.of_person, {actor.id, *actor.stands_in_for})} - {None}
    is_candidate = exists().where(TaskCandidate.task_id == UserTask.id, TaskCandidate.group_id.in_(theirs))
    return and_(_is_open_staff_task(), UserTask.assignee_id.is_(None), is_candidate)


def _is_open_staff_task() -> ColumnElement[bool]:
    return and_(UserTask.state == "open", UserTask.is_customer.is_(False))


def _mine(tx: Tx, part: ColumnElement[bool]) -> ColumnElement[bool]:
    return and_(_is_open_staff_task(), UserTask.assignee_id.in_({tx.actor.id, *tx.actor.stands_in_for}))


def _taking_part(tx: Tx) -> ColumnElement[bool]:
    return and_(ProcessInstance.state == "active", may_see(tx, tx.actor, is_reader=False))


def _has_clock(*conditions: ColumnElement[bool]) -> ColumnElement[bool]:
    return exists().where(CaseClock.instance_id == ProcessInstance.id, *conditions)


def _is_late(tx: Tx) -> ColumnElement[bool]:
    is_due = and_(CaseClock.state == "running", CaseClock.due_at <= tx.now)
    return _has_clock(CaseClock.state.in_(("running", "paused")), or_(CaseClock.is_breached, is_due))


def _is_soon(tx: Tx) -> ColumnElement[bool]:
    warned = _has_clock(CaseClock.state == "running", CaseClock.warn_at <= tx.now, CaseClock.due_at > tx.now)
    return and_(warned, ~_is_late(tx))


FILTERS = {
    each.id: each
    for each in (
        Filter("mine", Text("待我处理", "Mine"), "inbox", _mine, is_of_tasks=True),
        Filter("claimable", Text("部门待领取", "To claim"), "take", lambda tx, part: claimable_by(tx.actor), is_of_tasks=True),
        Filter("soon", Text("即将超时", "Due soon"), "soon", lambda tx, part: and_(part, _is_soon(tx))),
        Filter("overdue", Text("已超时", "Overdue"), "breached", lambda tx, part: and_(part, _is_late(tx))),
        Filter("waiting", Text("等待客户", "Waiting for customer"), "paused", lambda tx, part: and_(part, ProcessInstance.is_waiting_for_customer)),
        Filter("rounds", Text("第2轮起", "Round 2 and on"), "round", lambda tx, part: and_(part, ProcessInstance.round >= 2)),
        Filter("started", Text("我发起的", "Started by me"), "flag", lambda tx, part: ProcessInstance.started_by == tx.actor.id),
        Filter("all", Text("全部", "All"), "list", lambda tx, part: part),
    )
}  # fmt: skip


def _page(tx: Tx, chosen: Filter, part: ColumnElement[bool], page: int) -> tuple[list[CaseRow], bool]:
    """The lines of one page, and whether there is another."""
    lines = tx.session.execute(_ordered(_selected(tx, chosen, part)).limit(PAGE + 1).offset((page - 1) * PAGE)).all()
    return rows_of(tx, [(line[0], line[1] if chosen.is_of_tasks else None) for line in lines[:PAGE]]), len(lines) > PAGE


def _selected(tx: Tx, chosen: Filter, part: ColumnElement[bool]) -> Select:
    if chosen.is_of_tasks:
        joined = select(ProcessInstance, UserTask).join(UserTask, UserTask.instance_id == ProcessInstance.id)
        return joined.where(chosen.condition(tx, part))
    return select(ProcessInstance).where(chosen.condition(tx, part))


def _ordered(selected: Select) -> Select:
    """The nearest deadline first, then the higher priority, then who has waited longest."""
    case = ProcessInstance
    return selected.order_by(
        case.nearest_due_at.asc().nulls_last(), case.priority_rank.asc().nulls_last(), case.received_at, case.id
    )


def _counts(tx: Tx, filters: Iterable[Filter], part: ColumnElement[bool]) -> dict[str, int]:
    """By filter id, in one statement; counting stops at COUNTED."""
    filters = list(filters)
    counted = [select(func.count()).select_from(_ids(tx, each, part).limit(COUNTED).subquery()).scalar_subquery() for each in filters]
    return dict(zip((each.id for each in filters), tx.session.execute(select(*counted)).one(), strict=True))


def _ids(tx: Tx, chosen: Filter, part: ColumnElement[bool]) -> Select:
    table = UserTask if chosen.is_of_tasks else ProcessInstance
    return select(table.id).where(chosen.condition(tx, part))
