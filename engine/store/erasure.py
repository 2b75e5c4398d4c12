"""Erasure: keys go, entries and hashes stay. Verification still passes, and reading says "erased"."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy import ColumnElement, delete, select, update

from engine.store import attachments, contacts, house, trail
from engine.store.case_keys import forget_ring
from engine.store.tables import (
    Attachment,
    CaseKey,
    Contact,
    Customer,
    CustomerNumber,
    Delivery,
    Draft,
    Erasure,
    Incident,
    Job,
    Notification,
    ProcessInstance,
    SimilarGram,
    Subscription,
    ThreadMessage,
    UserTask,
)
from engine.store.transaction import Tx
from engine.store.verification import PERSON_ERASED

CONTACT, PERSON, CASE = "contact", "person", "case"

# Every table that belongs to a case is in exactly one of these three: what a person wrote goes, evidence and figures stay.
DELETED = (Delivery, Notification, ThreadMessage, Job, SimilarGram, Subscription)
CLEARED: Mapping[type[Any], Mapping[str, Any]] = {
    ProcessInstance: {"title": None, "customer_mask": None, "code_hash": None, "snapshot": None},
    Incident: {"text_zh": "", "text_en": ""},
}
KEPT: Mapping[str, str] = {
    "audit_block": "the evidence: what was bound to the person is encrypted under a key that is gone",
    "case_key": "says that a key was, and that it is gone",
    "house_entry": "the evidence of the installation",
    "house_pending": "the evidence of the installation",
    "contact": "its raw value is erased in place (contacts.py)",
    "attachment": "deleted one by one with its bytes",
    "case_clock": "times only",
    "case_member": "staff only",
    "case_read": "staff only",
    "case_serial": "numbers only",
    "report_fact": "never a person's own words: figures stay",
    "timer": "times only",
    "user_task": "times and staff only",
    "legal_hold": "why something is kept",
    "erasure": "says that it was erased",
}


def erase_contact(tx: Tx, instance: ProcessInstance) -> int:
    """The raw contact data of the case and its customer; masks stay, so that the case can be read. How many pieces."""
    refs = _contact_ids(tx, instance)
    contacts.erase(tx, refs)
    note(tx, instance.id, CONTACT)
    return len(refs)


def erase_person(tx: Tx, instance: ProcessInstance, person_ref: str) -> int:
    """Erase what is bound to a person in this case (the caller holds its lock); how many keys that were.

    The person's keys in the case and contact data with its masks go. What stands outside the trail (`forget_traces`) is the
    command's to remove.
    """
    count = _forget(tx, instance.id, CaseKey.person_ref == person_ref)
    _forget_contacts(tx, instance)
    trail.append(tx, instance, PERSON_ERASED, payload={"keys": count})
    note(tx, instance.id, PERSON)
    return count


def erase_case(tx: Tx, instance: ProcessInstance) -> int:
    """After retention: all keys of the case go, and nothing in its trail can be read; how many they were."""
    house.record(tx, house.ERASED, {"business_key": instance.business_key}, instance_id=instance.id)
    _forget_contacts(tx, instance)
    note(tx, instance.id, CASE)
    return _forget(tx, instance.id)


def forget_traces(tx: Tx, instance: ProcessInstance) -> None:
    """What people wrote in the case beside its trail: rows, columns, files. The row stays with what figures count: type,
    priority, department, satisfaction, times."""
    for attachment_id in tx.session.scalars(select(Attachment.id).where(Attachment.instance_id == instance.id)).all():
        attachments.delete(tx, attachment_id)
    tasks = select(UserTask.id).where(UserTask.instance_id == instance.id)
    tx.session.execute(delete(Draft).where(Draft.user_task_id.in_(tasks)))
    tx.session.execute(delete(Attachment).where(Attachment.instance_id == instance.id))
    for table in DELETED:
        tx.session.execute(delete(table).where(table.instance_id == instance.id))
    if instance.customer_id:
        tx.session.execute(update(Customer).where(Customer.id == instance.customer_id).values(preferred_channel=None))
        tx.session.execute(delete(CustomerNumber).where(CustomerNumber.customer_id == instance.customer_id))
    tx.session.execute(update(Incident).where(Incident.instance_id == instance.id).values(CLEARED[Incident]))
    for column, value in CLEARED[ProcessInstance].items():
        setattr(instance, column, value)


def note(tx: Tx, instance_id: str, scope: str) -> None:
    """Once per case and scope."""
    if tx.session.get(Erasure, (instance_id, scope)) is None:
        tx.session.add(Erasure(instance_id=instance_id, scope=scope, at=tx.now, by_id=tx.actor.id))


def _contact_ids(tx: Tx, instance: ProcessInstance) -> list[str]:
    belongs = Contact.instance_id == instance.id
    if instance.customer_id:
        belongs = belongs | (Contact.customer_id == instance.customer_id)
    return list(tx.session.scalars(select(Contact.id).where(belongs)))


def _forget_contacts(tx: Tx, instance: ProcessInstance) -> None:
    refs = _contact_ids(tx, instance)
    contacts.erase(tx, refs)
    tx.session.execute(update(Contact).where(Contact.id.in_(refs)).values(mask=""))


def _forget(tx: Tx, instance_id: str, *only: ColumnElement[bool]) -> int:
    # What was recorded before is encrypted under the keys that go now, and goes with them.
    trail.settle(tx.session)
    rows = tx.session.scalars(
        select(CaseKey).where(CaseKey.instance_id == instance_id, CaseKey.wrapped.is_not(None), *only)
    ).all()
    for row in rows:
        row.wrapped, row.erased_at = None, tx.now
    forget_ring(tx.session, instance_id)
    return len(rows)
