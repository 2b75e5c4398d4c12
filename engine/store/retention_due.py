"""Which cases' data is due to go: archived long enough, not held, not gone yet. Only reads."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Select, exists, select

from engine.errors import NotFound
from engine.model import retention
from engine.store.erasure import CASE, CONTACT, PERSON
from engine.store.tables import Contact, Erasure, LegalHold, ProcessInstance
from engine.store.transaction import Tx

_CHUNK = 500


@dataclass(frozen=True, slots=True)
class Due:
    """Something that may go: `due_at` is when its time was over."""

    instance_id: str
    business_key: str
    package_id: str
    archived_at: datetime
    due_at: datetime


def contacts_due(tx: Tx, limit: int | None = None) -> list[Due]:
    """Cases whose raw contact data has outlived its time, the oldest first."""
    has_raw = exists().where((Contact.instance_id == ProcessInstance.id) | (Contact.customer_id == ProcessInstance.customer_id), Contact.cipher.is_not(None))
    return _due(tx, _archived((CONTACT, PERSON, CASE)).where(has_raw), "contact", limit)


def cases_due(tx: Tx, limit: int | None = None) -> list[Due]:
    """Cases that have outlived their time, the oldest first."""
    return _due(tx, _archived((CASE,)), "case", limit)


def case_due(tx: Tx, row: ProcessInstance) -> Due | None:
    """None: the case is still kept."""
    is_free = tx.session.scalar(_archived((CASE,)).where(ProcessInstance.id == row.id)) is not None
    due = _when(tx, row, "case") if is_free else None
    return due if due and due.due_at <= tx.now else None


def cases_of_same_customer(tx: Tx, business_key: str) -> list[ProcessInstance]:
    """The case and every other one with the same contact data, oldest first. Raises NotFound."""
    row = tx.session.scalar(select(ProcessInstance).where(ProcessInstance.business_key == business_key))
    if row is None:
        raise NotFound("case")
    mine = select(Contact.blind_full).where(_belongs(row), Contact.kind != "name", Contact.blind_full.is_not(None))
    same = select(Contact.instance_id, Contact.customer_id).where(Contact.blind_full.in_(mine))
    cases, customers = {row.id}, set()
    for instance_id, customer_id in tx.session.execute(same):
        cases.add(instance_id or row.id)
        customers |= {customer_id} - {None}
    found = select(ProcessInstance).where(ProcessInstance.id.in_(cases) | ProcessInstance.customer_id.in_(customers))
    return list(tx.session.scalars(found.order_by(ProcessInstance.started_at, ProcessInstance.id)))


def is_gone(tx: Tx, instance_id: str) -> bool:
    """Whether what is bound to the customer was erased in this case."""
    scopes = select(Erasure.scope).where(Erasure.instance_id == instance_id, Erasure.scope.in_((PERSON, CASE)))
    return tx.session.scalars(scopes).first() is not None


def _belongs(row: ProcessInstance):
    mine = Contact.instance_id == row.id
    return mine | (Contact.customer_id == row.customer_id) if row.customer_id else mine


def _archived(gone: tuple[str, ...]) -> Select[tuple[ProcessInstance]]:
    """Ended cases without a hold of which none of these scopes has gone."""
    is_gone = exists().where(Erasure.instance_id == ProcessInstance.id, Erasure.scope.in_(gone))
    is_held = exists().where(LegalHold.instance_id == ProcessInstance.id)
    ended = select(ProcessInstance).where(ProcessInstance.archived_at.is_not(None), ~is_gone, ~is_held)
    return ended.order_by(ProcessInstance.archived_at, ProcessInstance.id)


def _due(tx: Tx, asked: Select[tuple[ProcessInstance]], what: str, limit: int | None) -> list[Due]:
    found: list[Due] = []
    for row in _rows(tx, asked.where(ProcessInstance.archived_at <= tx.now)):
        due = _when(tx, row, what)
        if due.due_at <= tx.now:
            found.append(due)
        if len(found) == limit:
            break
    return found


def _rows(tx: Tx, asked: Select[tuple[ProcessInstance]]) -> Iterator[ProcessInstance]:
    yield from tx.session.scalars(asked.execution_options(yield_per=_CHUNK))


def _when(tx: Tx, row: ProcessInstance, what: str) -> Due:
    kept = tx.library.get(row.version_id).package.settings.retention
    archived_at = row.archived_at or tx.now
    due_at = retention.ends_at(archived_at, getattr(kept, what), tx.settings.zone)
    return Due(row.id, row.business_key, row.package_id, archived_at, due_at)
