"""Find a customer's cases by the number they call from: the full number, or its last four digits."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import or_, select

from engine.errors import InvalidValues, NotFound, Text
from engine.model import permissions
from engine.queries.case_rows import CaseRow, rows_of
from engine.queries.visible import may_see, newest_versions
from engine.store import contacts
from engine.store.tables import Contact, Customer, CustomerNumber, ProcessInstance
from engine.store.transaction import Tx

MOST = 50


@dataclass(frozen=True, slots=True)
class Caller:
    """One customer that has the number; `mask` is all that is shown of it."""

    code: str
    mask: str
    cases: list[CaseRow]


def may_look(tx: Tx) -> bool:
    return permissions.may_find_caller(tx.actor, _intake_groups(tx))


def callers(tx: Tx, number: str) -> list[Caller]:
    """Customers with that number and their cases the actor may see, the newest first. Raises InvalidValues, NotFound."""
    if not may_look(tx):
        raise NotFound("callers")
    digits = contacts.normalise("phone", number)
    if not (len(digits) == 4 or 7 <= len(digits) <= 15):
        raise InvalidValues({"number": Text("请输入完整号码，或号码的后四位。", "Please enter the full number or its last four digits.")})
    found = [_caller(tx, contact) for contact in _each_customer_once(contacts.find(tx, number)[:MOST])]
    return [caller for caller in found if caller.cases]


def _each_customer_once(found: Iterable[Contact]) -> list[Contact]:
    return list({contact.customer_id or contact.instance_id: contact for contact in found}.values())


def _caller(tx: Tx, contact: Contact) -> Caller:
    theirs = or_(ProcessInstance.id == contact.instance_id, ProcessInstance.customer_id == (contact.customer_id or "-"))
    found = select(ProcessInstance).where(theirs, may_see(tx, tx.actor)).order_by(ProcessInstance.received_at.desc()).limit(MOST)
    customer = tx.session.get(Customer, contact.customer_id) if contact.customer_id else None
    number = tx.session.get(CustomerNumber, customer.id) if customer else None
    return Caller(number.number if number else customer.code if customer else "", contact.mask, rows_of(tx, [(row, None) for row in tx.session.scalars(found)]))


def _intake_groups(tx: Tx) -> frozenset[str]:
    packages = (tx.library.get(version_id).package for version_id in newest_versions(tx).values())
    return frozenset(group for package in packages for group in package.settings.intake_groups)
