"""Open tasks of packages that report on others."""

from __future__ import annotations

from sqlalchemy import select

from engine.model import permissions
from engine.store import facts
from engine.store.packages import newest_versions
from engine.store.tables import ProcessInstance, UserTask
from engine.store.transaction import Tx


def open_tasks(tx: Tx) -> list[tuple[str, str, str]]:
    """(task, package, element), the oldest first."""
    reporting = [id_ for id_, version in newest_versions(tx).items() if tx.library.get(version).package.settings.reports_on]
    found = select(UserTask.id, ProcessInstance.package_id, UserTask.element_id).join(ProcessInstance, ProcessInstance.id == UserTask.instance_id)
    wanted = found.where(UserTask.state == "open", ProcessInstance.package_id.in_(reporting))
    return [tuple(row) for row in tx.session.execute(wanted.order_by(UserTask.created_at, UserTask.id))]


def may_take(tx: Tx, task_id: str) -> bool:
    """Whether the actor may do this task: has it, or is a candidate and nobody has it."""
    task = tx.session.get_one(UserTask, task_id)
    known = facts.task_facts(tx.session, task, tx.session.get_one(ProcessInstance, task.instance_id).department_id)
    return permissions.may_complete(tx.actor, known) or permissions.may_claim(tx.actor, known)
