"""Customers: a reference that stands for a person everywhere, their contact data lies in the vault."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import select

from engine.model.numbering import NumberPattern
from engine.store import contacts, records, sequences
from engine.store.ids import new_id
from engine.store.tables import Contact, Customer, CustomerNumber, ProcessInstance
from engine.store.transaction import Tx

# A name or a nickname doesn't tell who somebody is.
_TELLING_KINDS = ("mobile", "phone", "email")


def are_told(case: ProcessInstance, definition: Any) -> bool:
    """Whether somebody outside reads and hears of the case: not of one that the calendar began, nor of an erased one."""
    return case.code_hash is not None and not is_house_s_own(definition)


def is_house_s_own(definition: Any) -> bool:
    """Whether nobody asks for cases of this procedure: only the calendar begins them."""
    return all(definition.elements[id_].event == "timer" for id_ in definition.start_events)


def create(tx: Tx, preferred_channel: str | None = None) -> str:
    """A new customer's id."""
    serial = sequences.next_number(tx, "customer", "all")
    row = Customer(id=new_id(), code=f"C-{serial:06}", preferred_channel=preferred_channel, created_at=tx.now)
    tx.session.add(row)
    return row.id


def give_number(tx: Tx, customer_id: str, pattern: NumberPattern, reached_by: Iterable[tuple[str, str]], mask: str | None) -> str:
    """The number of the person who is reached at one of these (kind, raw value), else the next one (S0.13).

    Each case has a customer row of its own, so that one can be erased without the others; the number is what they share.
    `mask`: of the contact that the number stands for on the record.
    After `create`, whose counter lets one transaction in at a time: two cases of one person at once get one number.
    """
    known = (_number_of(tx, pattern, kind, raw) for kind, raw in reached_by if kind in _TELLING_KINDS)
    number = next((each for each in known if each), None) or _next_number(tx, pattern)
    records.add(tx.session, CustomerNumber, customer_id=customer_id, number=number, mask=mask)
    return number


def _number_of(tx: Tx, pattern: NumberPattern, kind: str, raw: str) -> str | None:
    numbers = select(CustomerNumber.number).join(Contact, Contact.customer_id == CustomerNumber.customer_id)
    same = numbers.where(Contact.blind_full.in_(contacts.blinds_of(tx, kind, raw))).order_by(Contact.created_at, Contact.id)
    return next((each for each in tx.session.scalars(same) if pattern.fits(each)), None)


def _next_number(tx: Tx, pattern: NumberPattern) -> str:
    local = tx.now.astimezone(ZoneInfo(tx.settings.zone))
    return pattern.format(local, sequences.next_number(tx, f"customer {pattern.pattern}", pattern.period(local)))
