"""The way a message takes to a customer: by which transport, to which address of the vault, or why only on the page."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from engine.model.form_schema import all_fields
from engine.store import case_contacts, case_numbers
from engine.store.tables import Contact, ProcessInstance
from engine.store.transaction import Tx
from engine.transports import ADDRESSES, PAGE, PHONE, HttpConnector


@dataclass(frozen=True, slots=True)
class Way:
    """`channel`: the procedure's word. `state`: waiting (it will be sent), page_only, by_phone, no_transport or no_address.

    `mask`: what people see of the address; where customers have numbers, the number (S0.12).
    """

    channel: str
    route: str
    contact: Contact | None
    state: str
    mask: str | None


def way_to_customer(tx: Tx, case: ProcessInstance, channel: str, values: Mapping[str, Any]) -> Way:
    """`values`: the case's variables, in which the customer's contact data stands as its mask."""
    package = tx.library.get(case.version_id).package
    route = package.settings.route(channel)
    transport = tx.settings.transports.serving(route)
    address = transport.address if isinstance(transport, HttpConnector) else ADDRESSES.get(route, "")
    contact = _contact(tx, case, package, address, values) if address else None
    number = case_numbers.customer_number(tx, case) if package.settings.customer_number else None
    mask = (number or contact.mask) if contact else None
    return Way(channel, route, contact, _state(route, transport is not None, not address or contact is not None), mask)


def preferred_channel(tx: Tx, case: ProcessInstance, values: Mapping[str, Any]) -> str:
    """The procedure's word for it; empty when the customer named none."""
    settings = tx.library.get(case.version_id).package.settings
    value = values.get(settings.case.get("preferred_channel", ""))
    return value if isinstance(value, str) else ""


def _state(route: str, is_served: bool, is_addressed: bool) -> str:
    if route == PHONE:
        return "by_phone"
    if route == PAGE:
        return "page_only"
    if not is_served:
        return "no_transport"
    return "waiting" if is_addressed else "no_address"


def _contact(tx: Tx, case: ProcessInstance, package: Any, kind: str, values: Mapping[str, Any]) -> Contact | None:
    """The address the customer gave in a form for contact data, not one that happens to stand in some text."""
    keys = {field.key for form in package.forms.values() for field in all_fields(form.fields) if field.contact}
    masks = {values[key] for key in keys if isinstance(values.get(key), str)}
    if package.settings.customer_number:
        masks.add(case_numbers.hidden_mask(tx, case))
    found = [row for row in case_contacts.of_case(tx, case) if row.kind == kind and row.mask in masks]
    return found[-1] if found else None
