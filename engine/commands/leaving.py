"""Leaving: someone's account is closed, and everything that waits for them is handed over in the same transaction."""

from __future__ import annotations

from dataclasses import dataclass

from engine.commands import people
from engine.commands.directory_checks import administrator_only, existing
from engine.commands.passwords import OneTime
from engine.errors import Conflict, Refused, Text
from engine.model.people import ADMINISTRATOR
from engine.store import case_members, directory, house, instances, succession, trail
from engine.store.tables import Department, Person, ProcessInstance, UserTask
from engine.store.transaction import Tx


@dataclass(frozen=True, slots=True)
class Left:
    """What was handed over: task ids to the successor, task ids back to their candidates."""

    successor_id: str | None
    handed_over: tuple[str, ...]
    returned: tuple[str, ...]


def leave(tx: Tx, person_id: str) -> Left:
    """Closes the account. Open tasks go to the deputy or up the line, else back to their candidates.

    Departments pass from the leaving supervisor to the deputy. Raises Refused where nobody could take over.
    """
    administrator_only(tx)
    person = existing(tx, Person, person_id)
    # From here on nobody gives them a task; what was given just before is seen below. Everybody is locked, in one order:
    # two administrators who let each other go would otherwise wait for each other.
    directory.active_people(tx.session, is_locked=True)
    tx.session.refresh(person)
    _check(tx, person)
    heir = succession.successor_of(tx.session, tx.now, person)
    left = _hand_over_tasks(tx, person, heir)
    named = _name_instead(tx, person, heir)
    departments = _hand_over_departments(tx, person)
    directory.set_groups(tx.session, person.id, ())
    person.is_active, person.left_at, person.roles = False, tx.now, []
    house.record(tx, "person_left", {
        "person_id": person.id, "login": person.login, "successor_id": heir, "handed_over": list(left.handed_over),
        "returned": list(left.returned), "named_instead": named, "departments": departments,
    })  # fmt: skip
    return left


def come_back(tx: Tx, person_id: str, once: OneTime) -> people.OneTimePassword:
    """Opens the account of someone who had left; roles and groups are given anew."""
    administrator_only(tx)
    person = existing(tx, Person, person_id)
    if person.is_active:
        raise Conflict("person_active", Text("该账号正在使用中。", "This account is in use."))
    person.is_active, person.left_at = True, None
    house.record(tx, "person_changed", {"person_id": person.id, "login": person.login, "is_active": True})
    return people.reset_password(tx, person_id, once)


def _check(tx: Tx, person: Person) -> None:
    if not person.is_active:
        raise Conflict("person_left", Text("该人员已经离职。", "This person has left already."))
    if person.id == tx.actor.id:
        raise Refused("own_account", Text("不能停用自己的账号。", "You can't close your own account."))
    if ADMINISTRATOR in person.roles:
        people.refuse_without_administrator(tx, person)


def _hand_over_tasks(tx: Tx, person: Person, heir: str | None) -> Left:
    handed_over: list[str] = []
    returned: list[str] = []
    for task_id in [each.id for each in directory.open_tasks_of(tx.session, person.id)]:
        task, instance = instances.lock_of_task(tx.session, task_id)
        if task.state != "open" or task.assignee_id != person.id:
            continue  # it was completed or handed on while we waited for the case
        if heir is None and not directory.has_candidates(tx.session, task):
            raise Refused("nobody_takes_over", _NOBODY)
        _hand_over(tx, task, instance, heir)
        (handed_over if heir else returned).append(task.id)
    return Left(heir, tuple(handed_over), tuple(returned))


def _hand_over(tx: Tx, task: UserTask, instance: ProcessInstance, heir: str | None) -> None:
    before, task.assignee_id = task.assignee_id, heir
    task.claimed_at = tx.now if heir else None
    case_members.add(tx.session, instance.id, person_ids=[heir] if heir else [])
    payload = {"user_task_id": task.id, "before": before, "assignee": heir, "reason": "left"}
    kind = "user_task_assigned" if heir else "user_task_unclaimed"
    trail.append(tx, instance, kind, element_id=task.element_id, round=task.round, payload=payload)


def _name_instead(tx: Tx, person: Person, heir: str | None) -> list[str]:
    """Open tasks that name them among their candidates name the heir now; the ids of these tasks."""
    task_ids = directory.open_tasks_naming(tx.session, person.id)
    for task_id in task_ids:
        task, instance = instances.lock_of_task(tx.session, task_id)
        directory.name_instead(tx.session, task_id, person.id, heir)
        case_members.add(tx.session, instance.id, person_ids=[heir] if heir else [])
        if task.state == "open" and task.assignee_id is None and not directory.has_candidates(tx.session, task):
            raise Refused("nobody_takes_over", _NOBODY)
    return task_ids


def _hand_over_departments(tx: Tx, person: Person) -> list[str]:
    changed = []
    for department in directory.departments_led_by(tx.session, person.id):
        if department.supervisor_id == person.id:
            if department.deputy_id is None:
                raise Refused("department_without_supervisor", _headless(department))
            department.supervisor_id = department.deputy_id
        department.deputy_id = None
        changed.append(department.id)
    return changed


def _headless(department: Department) -> Text:
    return Text(
        f"请先为“{department.name_zh}”指定新的主管或副职。",
        f"Appoint a new supervisor or a deputy for “{department.name_en}” first.",
    )


_NOBODY = Text(
    "没有人可以接手其未完成的任务，请先指定部门主管或代理人。",
    "Nobody could take over the open tasks; appoint a supervisor or a deputy first.",
)
