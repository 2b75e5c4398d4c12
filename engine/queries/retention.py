"""The dry run of retention: exactly what would go now, what is held, and what an erasure on request would reach."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select

from engine.errors import NotFound, Text
from engine.model import permissions
from engine.store import retention_due
from engine.store.retention_due import Due
from engine.store.tables import Attachment, Contact, LegalHold, Person, ProcessInstance, ThreadMessage
from engine.store.transaction import Tx

SHOWN = 200


@dataclass(frozen=True, slots=True)
class Held:
    number: str
    reason: str
    placed_by: str
    placed_at: datetime


@dataclass(frozen=True, slots=True)
class RetentionPage:
    """`cases` and `contacts`: what is due, the oldest first, at most SHOWN; `names`: package id to its name."""

    contacts: list[Due]
    cases: list[Due]
    holds: list[Held]
    names: dict[str, Text]


@dataclass(frozen=True, slots=True)
class Reached:
    """One case that an erasure on request would reach, with what would go. `why_not`: what stands against it."""

    number: str
    process: Text
    contacts: int
    files: int
    messages: int
    is_gone: bool
    why_not: Text | None


def page(tx: Tx) -> RetentionPage:
    """Raises NotFound."""
    _administrators_only(tx)
    contacts, cases = retention_due.contacts_due(tx, SHOWN), retention_due.cases_due(tx, SHOWN)
    ids = {each.package_id for each in (*contacts, *cases)}
    return RetentionPage(contacts, cases, _holds(tx), {id_: _name(tx, id_) for id_ in ids})


def dry_run(tx: Tx) -> tuple[list[Due], list[Due]]:
    """Everything that is due: contact data, cases. For an operator. Raises NotFound."""
    _administrators_only(tx)
    return retention_due.contacts_due(tx), retention_due.cases_due(tx)


def customer(tx: Tx, business_key: str) -> list[Reached]:
    """Every case that the same contact data leads to. Raises NotFound."""
    _administrators_only(tx)
    return [_reached(tx, row) for row in retention_due.cases_of_same_customer(tx, business_key)]


def _administrators_only(tx: Tx) -> None:
    if not (permissions.may_administer(tx.actor) or tx.actor.kind == "system"):
        raise NotFound("retention")


def _holds(tx: Tx) -> list[Held]:
    asked = select(LegalHold, ProcessInstance.business_key, Person.name).join(ProcessInstance, ProcessInstance.id == LegalHold.instance_id)
    asked = asked.outerjoin(Person, Person.id == LegalHold.placed_by).order_by(LegalHold.placed_at)
    return [Held(number, row.reason, name or "", row.placed_at) for row, number, name in tx.session.execute(asked)]


def _name(tx: Tx, package_id: str) -> Text:
    row = tx.session.scalar(select(ProcessInstance).where(ProcessInstance.package_id == package_id).limit(1))
    return tx.library.get(row.version_id).package.name if row else Text(package_id, package_id)


def _reached(tx: Tx, row: ProcessInstance) -> Reached:
    def count(table, *only) -> int:
        return tx.session.scalar(select(func.count()).select_from(table).where(*only)) or 0

    belongs = (Contact.instance_id == row.id) | (Contact.customer_id == row.customer_id)
    return Reached(
        number=row.business_key,
        process=tx.library.get(row.version_id).package.name,
        contacts=count(Contact, belongs, Contact.cipher.is_not(None)),
        files=count(Attachment, Attachment.instance_id == row.id),
        messages=count(ThreadMessage, ThreadMessage.instance_id == row.id),
        is_gone=retention_due.is_gone(tx, row.id),
        why_not=_why_not(tx, row),
    )


def _why_not(tx: Tx, row: ProcessInstance) -> Text | None:
    if row.state == "active":
        return Text("还在处理，请先撤回或办结", "still running: withdraw or finish it first")
    if tx.session.get(LegalHold, row.id) is not None:
        return Text("已保全", "on legal hold")
    return None
