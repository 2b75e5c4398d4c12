"""What the directory's commands check before they change anything: who may, and what is there."""

from __future__ import annotations

import re
from typing import TypeVar

from engine.errors import NotFound, Text
from engine.model import permissions
from engine.store.tables import Department, Group, Person
from engine.store.transaction import Tx

_SLUG = re.compile(r"[a-z][a-z0-9_-]{1,39}")
_LOGIN = re.compile(r"[a-z][a-z0-9._-]{1,31}")
LONGEST_NAME = 60
REQUIRED = Text("请填写。", "Please fill this in.")
UNKNOWN = Text("没有这一项，请重新选择。", "There is no such entry; please choose again.")

Row = TypeVar("Row", Person, Department, Group)


def administrator_only(tx: Tx) -> None:
    """Raises NotFound for everyone else: what a person may not see isn't there."""
    if not permissions.may_administer(tx.actor):
        raise NotFound("administration")


def existing(tx: Tx, table: type[Row], id_: str) -> Row:
    row = tx.session.get(table, id_)
    if row is None:
        raise NotFound(table.__tablename__)
    return row


def active_person(tx: Tx, person_id: str) -> bool:
    person = tx.session.get(Person, person_id)
    return person is not None and person.is_active


def name_fault(name: str) -> Text | None:
    if not name:
        return REQUIRED
    if len(name) > LONGEST_NAME:
        return Text(f"最多 {LONGEST_NAME} 个字符。", f"At most {LONGEST_NAME} characters, please.")
    return None


def slug_fault(slug: str) -> Text | None:
    if _SLUG.fullmatch(slug):
        return None
    return Text(
        "小写字母开头，只用小写字母、数字、- 和 _，2 到 40 个字符。",
        "Start with a small letter; small letters, digits, - and _ only; 2 to 40 characters.",
    )


def login_fault(login: str) -> Text | None:
    if _LOGIN.fullmatch(login):
        return None
    return Text(
        "小写字母开头，只用小写字母、数字和 . _ -，2 到 32 个字符。",
        "Start with a small letter; small letters, digits and . _ - only; 2 to 32 characters.",
    )


def present(faults: dict[str, Text | None]) -> dict[str, Text]:
    """The faults that are there."""
    return {field: fault for field, fault in faults.items() if fault is not None}
