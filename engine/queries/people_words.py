"""A package's words, in which the login of a person chosen in a form, or a department's id, reads as their name."""

from __future__ import annotations

from typing import Any

from sqlalchemy import select

from engine.errors import Text
from engine.store.tables import Department, Group, Person
from engine.store.transaction import Tx


class PeopleWords:
    """Everything else is the package's own (engine.packages.texts.Texts)."""

    def __init__(self, tx: Tx, texts: Any):
        self._texts = texts
        people = {login: Text(name, name) for login, name in tx.session.execute(select(Person.login, Person.name))}
        rows = (*tx.session.scalars(select(Department)), *tx.session.scalars(select(Group)))
        self._names = people | {row.id: Text(row.name_zh, row.name_en) for row in rows}

    def option(self, form_id: str, key: str, value: str, zh: str | None = None) -> Text:
        """Options that an expression offers are people and departments; those that stand in the form have words of their own."""
        return self._names.get(value) or self._texts.option(form_id, key, value, zh) if zh is None else self._texts.option(form_id, key, value, zh)

    def __getattr__(self, name: str) -> Any:
        return getattr(self._texts, name)
