"""Revealing raw contact data: to the assignee of a task that needs it, with a reason, written down."""

from __future__ import annotations

from dataclasses import dataclass

from engine.commands.running_case import RunningCase
from engine.errors import InvalidValues, NotFound, Text
from engine.model import contact_text, permissions
from engine.model.masking import mask_contact
from engine.store import case_contacts, contacts, house
from engine.store.tables import UserTask
from engine.store.transaction import Tx


@dataclass(frozen=True, slots=True)
class Revealed:
    kind: str
    raw: str
    mask: str


def note_search(tx: Tx, number: str, found: int) -> None:
    """For the house chain: who looked for whose number, as its mask, and how many had it."""
    house.record(tx, "caller_searched", {"mask": mask_contact(number), "found": found})


def reveal(tx: Tx, task_id: str, reason: str) -> list[Revealed]:
    """The customer's contact data. Raises NotFound unless the actor has a task that needs it, InvalidValues without reason."""
    case, task = RunningCase.load_with(tx, UserTask, task_id)
    if not permissions.may_reveal(tx.actor, case.task_facts(task)):
        raise NotFound("user_task")
    if not reason.strip():
        raise InvalidValues({"reason": Text("请说明查看原因。", "Say why you need it.")})
    rows = case_contacts.of_case(tx, case.row)
    found = [Revealed(row.kind, contacts.reveal(tx, row.id), row.mask) for row in rows]
    reason, _ = contact_text.mask_text(reason.strip())
    case.record("contact_revealed", task.element_id, task.round, reason=reason, kinds=[each.kind for each in found])
    return found
