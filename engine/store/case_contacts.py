"""The contact data that belongs to a case: its customer's, and what was found in its texts."""

from __future__ import annotations

from sqlalchemy import or_, select

from engine.store.tables import Contact, ProcessInstance
from engine.store.transaction import Tx


def of_case(tx: Tx, case: ProcessInstance) -> list[Contact]:
    """Oldest first, without what was erased."""
    belongs = [Contact.instance_id == case.id]
    if case.customer_id:
        belongs.append(Contact.customer_id == case.customer_id)
    found = select(Contact).where(or_(*belongs), Contact.erased_at.is_(None)).order_by(Contact.created_at, Contact.id)
    return list(tx.session.scalars(found))
