"""Contact data: put into the vault, revealed one by one, found again without being readable."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence

from sqlalchemy import or_, select

from engine.errors import NotFound, Refused, Text
from engine.store.ids import new_id
from engine.store.tables import Contact
from engine.store.transaction import Tx
from engine.store.vault import Vault

_NUMBER_KINDS = ("mobile", "phone")
_COUNTRY_CODE = "86"
# 86 before a mobile number or a landline with its area, whose 0 may be written or not.
_WITH_COUNTRY_CODE = (12, 13, 14)
_EXTENSION = re.compile(r"(?<=[\d)])(?:转|ext\.?|x)", re.IGNORECASE)
_LAST = 4


def put(
    tx: Tx, kind: str, raw: str, mask: str, *, customer_id: str | None = None, instance_id: str | None = None
) -> str:
    """Keep `raw` encrypted and return the reference that stands for it everywhere else.

    `kind`: name, mobile, phone, email or other. The same value of the same customer and case keeps its reference.
    """
    full, last4 = _keys(kind, raw)
    known = tx.session.scalar(
        select(Contact.id).where(
            Contact.blind_full.in_(tx.vault.blinds(full)),
            Contact.customer_id.is_not_distinct_from(customer_id),
            Contact.instance_id.is_not_distinct_from(instance_id),
            Contact.kind == kind,
        )
    )
    if known is not None:
        return known
    row = Contact(id=new_id(), customer_id=customer_id, instance_id=instance_id, kind=kind, mask=mask)
    row.cipher = tx.vault.seal_contact(raw, place(row))
    row.blind_full = tx.vault.blinds(full)[0]
    row.blind_last4 = tx.vault.blinds(last4)[0] if last4 else None
    row.created_at = tx.now
    tx.session.add(row)
    return row.id


def reveal(tx: Tx, ref: str) -> str:
    """The raw value. Who may see it is the command's business. Raises NotFound, Refused (erased)."""
    row = tx.session.get(Contact, ref)
    if row is None:
        raise NotFound("contact")
    if row.cipher is None:
        raise Refused("contact_erased", Text("联系方式已按规定删除。", "This contact data has been erased."))
    return tx.vault.open_contact(row.cipher, place(row))


def names(tx: Tx, customer_id: str | None) -> list[str]:
    """The raw names of a customer that are not erased, longest first."""
    if customer_id is None:
        return []
    rows = tx.session.scalars(select(Contact).where(Contact.customer_id == customer_id, Contact.kind == "name", Contact.cipher.is_not(None)))
    return sorted((tx.vault.open_contact(row.cipher or b"", place(row)) for row in rows), key=len, reverse=True)


def find(tx: Tx, number: str) -> list[Contact]:
    """Who has this number, address or name: the full one as it may be written, or the last four digits of a number."""
    text = normalise("other", number)
    searched = {normalise("mobile", number), normalise("email", number), text} - {""}
    blinds = [blind for value in sorted(searched) for blind in tx.vault.blinds(f"full|{value}")]
    last4 = tx.vault.blinds(f"last4|{text}") if len(text) == _LAST and text.isdigit() else []
    query = select(Contact).where(or_(Contact.blind_full.in_(blinds), Contact.blind_last4.in_(last4)))
    return list(tx.session.scalars(query.order_by(Contact.created_at, Contact.id)))


def blinds_of(tx: Tx, kind: str, raw: str) -> list[bytes]:
    """What the blind index of this very value is, under each master key."""
    return tx.vault.blinds(_keys(kind, raw)[0])


def erase(tx: Tx, refs: Sequence[str]) -> None:
    """Forget the raw values for good; references and masks stay, so that the case can still be read."""
    for row in tx.session.scalars(select(Contact).where(Contact.id.in_(refs), Contact.erased_at.is_(None))):
        row.cipher, row.blind_full, row.blind_last4, row.erased_at = None, None, None, tx.now


def normalise(kind: str, raw: str) -> str:
    """One spelling of a value: half-width, no blanks, small letters; of a number its digits without country code, the area's 0 and extension."""
    text = "".join(unicodedata.normalize("NFKC", raw).split())
    if kind not in _NUMBER_KINDS:
        return text.lower()
    digits = "".join(digit for digit in _EXTENSION.split(text, 1)[0] if digit.isdecimal()).removeprefix("00")
    is_international = len(digits) in _WITH_COUNTRY_CODE and digits.startswith(_COUNTRY_CODE)
    return (digits.removeprefix(_COUNTRY_CODE) if is_international else digits).removeprefix("0")


def reblind(vault: Vault, row: Contact) -> None:
    """Seal and index a row anew under the newest master key. Raises Unreadable."""
    raw = vault.open_contact(row.cipher or b"", place(row))
    full, last4 = _keys(row.kind, raw)
    row.cipher = vault.seal_contact(raw, place(row))
    row.blind_full = vault.blinds(full)[0]
    row.blind_last4 = vault.blinds(last4)[0] if last4 else None


def place(row: Contact) -> bytes:
    """What a contact's cipher is bound to."""
    return f"contact|{row.id}|{row.kind}".encode()


def _keys(kind: str, raw: str) -> tuple[str, str]:
    """What the blind index is made over: the full value, and the last four digits of a number ("" for other kinds)."""
    value = normalise(kind, raw)
    has_last = kind in _NUMBER_KINDS and len(value) >= _LAST
    return f"full|{value}", f"last4|{value[-_LAST:]}" if has_last else ""
