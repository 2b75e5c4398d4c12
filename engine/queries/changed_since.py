"""What changed in a case since a page of it was opened: what stood there, what stands there now, and who did it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select

from engine.errors import Text
from engine.model.audit_kinds import audit_kind
from engine.queries import blind
from engine.queries.people_words import PeopleWords
from engine.queries.user_task_page import number_of_task, typed_lines
from engine.store.tables import Person, ProcessInstance, UserTask
from engine.store.trail import Entry
from engine.store.transaction import Tx

_TYPED = ("values_entered", "spoken_answer_entered")
_TOLD = ("user_task_completed", "user_task_claimed", "user_task_unclaimed", "user_task_assigned", "user_task_cancelled",
         "case_withdrawn", "case_rejected", "case_merged", "case_completed", "escalation_thrown", "round_started")  # fmt: skip
MOST_STEPS = 8


@dataclass(frozen=True, slots=True)
class ChangedField:
    """`before`: when the page was opened; `typed`: on that page; empty texts for nothing."""

    label: Text
    before: Text
    now: Text
    typed: str

    @property
    def is_changed(self) -> bool:
        return self.before != self.now


@dataclass(frozen=True, slots=True)
class Step:
    what: Text
    place: Text
    by: str
    at: datetime


@dataclass(frozen=True, slots=True)
class ChangedSince:
    fields: list[ChangedField]
    steps: list[Step]


def changed_since(tx: Tx, task_id: str, seen: int, typed: Mapping[str, Sequence[str]]) -> ChangedSince:
    """`seen`: how many entries the trail had when the task's page was opened. Raises NotFound."""
    number_of_task(tx, task_id)
    case = tx.session.get_one(ProcessInstance, tx.session.get_one(UserTask, task_id).instance_id)
    loaded, entries = tx.library.get(case.version_id), blind.read(tx, case)
    before = _told(tx, loaded, (entry for entry in entries if entry.seq <= seen))
    now = before | _told(tx, loaded, (entry for entry in entries if entry.seq > seen))
    mine = {label.zh: (label, given) for label, given in typed_lines(tx, task_id, typed)}
    wanted = [*mine, *(name for name in now if name not in mine and before.get(name) != now[name])]
    fields = [_field(name, before, now, mine) for name in wanted]
    return ChangedSince(fields, _steps(tx, loaded, [entry for entry in entries if entry.seq > seen]))


_NOTHING = Text("", "")


def _field(name: str, before: Mapping[str, Any], now: Mapping[str, Any], mine: Mapping[str, Any]) -> ChangedField:
    label = (mine.get(name) or now[name])[0]
    return ChangedField(label, before.get(name, (label, _NOTHING))[1], now.get(name, (label, _NOTHING))[1], mine.get(name, (label, ""))[1])


def _told(tx: Tx, loaded: Any, entries: Iterable[Entry]) -> dict[str, tuple[Text, Text]]:
    """Label and value of what was filled in last, by the label: the same question of a later form is the same line."""
    told: dict[str, tuple[Text, Text]] = {}
    words = PeopleWords(tx, loaded.package.texts)
    for entry in entries:
        if entry.kind in _TYPED and isinstance(entry.payload, dict):
            element = loaded.definition.elements.get(entry.element_id or "")
            form = loaded.package.forms.get(entry.payload.get("form") or (element.form_id if element else None))
            shown = form.shown(entry.payload.get("values") or {}, words, tx.settings.zone) if form else []
            told |= {label.zh: (label, value) for label, value in shown if value.zh}
    return told


def _steps(tx: Tx, loaded: Any, entries: list[Entry]) -> list[Step]:
    names = dict(tx.session.execute(select(Person.id, Person.name)).all())
    told = [entry for entry in entries if entry.kind in _TOLD][-MOST_STEPS:]
    return [Step(audit_kind(each.kind).label, _place(loaded, each.element_id), names.get(each.actor_id or "", ""), each.at) for each in told]


def _place(loaded: Any, element_id: str | None) -> Text:
    element = loaded.definition.elements.get(element_id or "")
    return loaded.package.texts.element(element.id, "name", element.name) if element and element.name else _NOTHING
