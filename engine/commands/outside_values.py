"""Variables that programs outside send: contact data in them becomes its mask, the raw value goes to the vault."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from engine.errors import InvalidValues, Text
from engine.model.contact_text import Found, find_contacts, mask_text
from engine.store import contacts

if TYPE_CHECKING:
    from engine.commands.running_case import RunningCase

# Names that expressions read and nobody writes.
READ_ONLY = ("case", "round", "clocks", "departments", "scoring")
_LONGEST_NAME = 200


def accepted(case: RunningCase, values: Mapping[str, Any]) -> dict[str, Any]:
    """The values as the case may keep them. Raises InvalidValues for names that can't be written."""
    check_names(values)
    found: list[Found] = []
    kept = {name: _masked(value, found) for name, value in values.items()}
    for each in found:
        contacts.put(case.tx, each.vault_kind, each.raw, each.mask, customer_id=case.row.customer_id, instance_id=case.row.id)
    if found:
        case.record("contact_masked", fields=sorted(name for name in values if kept[name] != values[name]))
    return kept


def check_names(values: Mapping[str, Any]) -> None:
    """Raises InvalidValues for names that can't be written."""
    if faults := {f"variables.{mask_text(name)[0][:60]}": fault for name in values if (fault := _name_fault(name))}:
        raise InvalidValues(faults)


def masked_words(text: str) -> str:
    """Somebody's own words, as an error message may keep them."""
    return mask_text(text)[0]


def check_words(**words: str | None) -> None:
    """Keys and names that are kept as they are. Raises InvalidValues for one that holds contact data."""
    if faults := {name: _RAW for name, word in words.items() if word and find_contacts(word)}:
        raise InvalidValues(faults)


def _masked(value: Any, found: list[Found]) -> Any:
    if isinstance(value, Decimal):
        # A phone number that a program sends as a number is one all the same.
        text, contacts_in_it = mask_text(format(value, "f"))
        found += contacts_in_it
        return text if contacts_in_it else value
    if isinstance(value, str):
        text, contacts_in_it = mask_text(value)
        found += contacts_in_it
        return text
    if isinstance(value, list):
        return [_masked(each, found) for each in value]
    if isinstance(value, dict):
        return {mask_text(name)[0]: _masked(each, found) for name, each in value.items()}
    return value


_RAW = Text("这里不能有联系方式。", "No contact data here.")


def _name_fault(name: str) -> Text | None:
    if find_contacts(name):
        return _RAW
    if name in READ_ONLY:
        return Text("这个名称只读。", "This name is read-only.")
    if not name or len(name) > _LONGEST_NAME:
        return Text(f"变量名应为 1 到 {_LONGEST_NAME} 个字符。", f"A variable's name has 1 to {_LONGEST_NAME} characters.")
    return None
