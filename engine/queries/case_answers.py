"""What was filled in along the way, form by form and round by round, from the trail: the record of the case."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select

from engine.errors import Text
from engine.queries import blind
from engine.queries.people_words import PeopleWords
from engine.store.tables import Person, ProcessInstance
from engine.store.trail import Entry
from engine.store.transaction import Tx

_TYPED = ("values_entered", "spoken_answer_entered")


@dataclass(frozen=True, slots=True)
class FilledForm:
    """`shown`: label and value of every field that was filled in; None once it was erased, or while it `is_hidden`."""

    name: Text
    element_id: str | None
    round: int
    at: datetime
    by: str
    by_kind: str
    is_spoken: bool
    shown: list[tuple[Text, Text]] | None
    is_hidden: bool = False


def filled_forms(tx: Tx, case: ProcessInstance) -> list[FilledForm]:
    """The newest first."""
    names = dict(tx.session.execute(select(Person.id, Person.name)).all())
    typed = [entry for entry in blind.read(tx, case) if entry.kind in _TYPED]
    words = PeopleWords(tx, tx.library.get(case.version_id).package.texts)
    return [_filled(tx, case, entry, names, words) for entry in reversed(typed)]


def _filled(tx: Tx, case: ProcessInstance, entry: Entry, names: dict[str, str], words: PeopleWords) -> FilledForm:
    loaded = tx.library.get(case.version_id)
    element = loaded.definition.elements.get(entry.element_id)
    payload = entry.payload if isinstance(entry.payload, dict) else None
    name = loaded.package.texts.element(element.id, "name", element.name) if element else loaded.package.name
    return FilledForm(
        name=name,
        element_id=entry.element_id,
        round=entry.round or 1,
        at=entry.at,
        by=names.get(entry.actor_id, ""),
        by_kind=entry.actor_kind,
        is_spoken=entry.kind == "spoken_answer_entered",
        shown=_shown(tx, loaded, words, payload, element.form_id if element else None) if payload is not None else None,
        is_hidden=entry.payload == blind.HIDDEN,
    )


def _shown(tx: Tx, loaded: Any, words: PeopleWords, payload: dict[str, Any], start_form: str | None) -> list[tuple[Text, Text]]:
    form = loaded.package.forms.get(payload.get("form") or start_form)
    return form.shown(payload.get("values") or {}, words, tx.settings.zone) if form else []
