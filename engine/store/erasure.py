"""Erasure: keys go, entries and hashes stay. Verification still passes, and reading says "erased"."""

from __future__ import annotations

from sqlalchemy import ColumnElement, select

from engine.store import contacts, house, trail
from engine.store.case_keys import forget_ring
from engine.store.tables import CaseKey, Contact, ProcessInstance
from engine.store.transaction import Tx
from engine.store.verification import PERSON_ERASED


def erase_person(tx: Tx, instance: ProcessInstance, person_ref: str) -> int:
    """Erase what is bound to a person in this case (the caller holds its lock); how many keys that were.

    The person's keys in the case and the case's contact data go. The person's files and variables are the command's
    to remove; contact data that belongs to the customer and not to this case stays, see contacts.erase.
    """
    count = _forget(tx, instance.id, CaseKey.person_ref == person_ref)
    contacts.erase(tx, tx.session.scalars(select(Contact.id).where(Contact.instance_id == instance.id)).all())
    trail.append(tx, instance, PERSON_ERASED, payload={"person_ref": person_ref, "keys": count})
    return count


def erase_case(tx: Tx, instance: ProcessInstance) -> int:
    """After retention: all keys of the case go, and nothing in its trail can be read; how many they were."""
    house.record(tx, house.ERASED, {"business_key": instance.business_key}, instance_id=instance.id)
    contacts.erase(tx, tx.session.scalars(select(Contact.id).where(Contact.instance_id == instance.id)).all())
    return _forget(tx, instance.id)


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
