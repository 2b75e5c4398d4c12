"""The read-only name `task` that a form sees besides its case's names: who has it, since when, and until when."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from engine.feel import FeelDateTime
from engine.store import acting_people
from engine.store.expression_context import Lazy
from engine.store.tables import Person, UserTask
from engine.store.transaction import Tx


def of(tx: Tx, task: UserTask) -> Mapping[str, Any]:
    """Asked of the database only where a form reads it."""
    return Lazy({"task": lambda: facts(tx, task)})


def facts(tx: Tx, task: UserTask) -> dict[str, Any]:
    """`assignee`: login of who has it, `assignee_name`; `claimed_at`: when they took it or were given it."""
    person = tx.session.get(Person, task.assignee_id) if task.assignee_id else None
    return {
        "assignee": person.login if person else None,
        "assignee_name": acting_people.name_of(tx.session, task.assignee_id) if person else None,
        "created_at": _moment(tx, task.created_at),
        "claimed_at": _moment(tx, task.claimed_at),
        "due_at": _moment(tx, task.due_at),
    }


def _moment(tx: Tx, at: datetime | None) -> FeelDateTime | None:
    return None if at is None else FeelDateTime.from_python(at.astimezone(ZoneInfo(tx.settings.zone)))
