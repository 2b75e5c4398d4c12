"""What columns of the register and fields of documents show of a case: its facts, and FEEL over its variables as they stand."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from sqlalchemy import select

from engine.errors import Text
from engine.feel import FeelDateTime, FeelLimitExceeded
from engine.model.form_sentences import shown_text
from engine.packages.record_of import compiled
from engine.queries.case_scope import scope_of
from engine.store import case_numbers
from engine.store.tables import Contact, Department, Person, ProcessInstance
from engine.store.transaction import Tx

NOTHING = Text("", "")


@dataclass
class CaseRecord:
    """One case; its snapshot is opened once, and only when an expression asks for a variable."""

    tx: Tx
    case: ProcessInstance

    def value(self, of: str) -> Any:
        """A FEEL value, or None where the case has none."""
        expression = compiled(of)
        if expression is None:
            return FACT_VALUES[of](self)
        try:
            return expression.evaluate(self.scope, now=self.tx.now, zone=self.tx.settings.zone).value
        except FeelLimitExceeded:
            return None

    def shown(self, of: str) -> Text:
        """For people, in both languages; codes of people and departments as their names."""
        return self.words(self.value(of))

    def words(self, value: Any) -> Text:
        if isinstance(value, Text):
            return value
        if isinstance(value, str) and value in self.names:
            return self.names[value]
        return shown_text(value, self.texts, self.tx.settings.zone)

    @cached_property
    def scope(self) -> Mapping[str, Any]:
        return scope_of(self.tx, self.case) if self.case.snapshot is not None else {}

    @cached_property
    def names(self) -> dict[str, Text]:
        """Logins and department ids, which variables hold, to names."""
        people = {login: Text(name, name) for login, name in self.tx.session.execute(select(Person.login, Person.name))}
        units = self.tx.session.execute(select(Department.id, Department.name_zh, Department.name_en))
        return people | {id_: Text(zh, en) for id_, zh, en in units}

    @property
    def texts(self) -> Any:
        return self._loaded.package.texts

    @property
    def _loaded(self) -> Any:
        return self.tx.library.get(self.case.version_id)

    def variable(self, fact: str) -> Any:
        """Of the variable that the package names for this fact of its cases."""
        name = self._loaded.package.settings.case.get(fact)
        return self.scope.get(name) if name else None

    def word(self, value: str | None) -> Text:
        return self.texts.value(value) if value else NOTHING

    def moment(self, at: Any) -> Any:
        return FeelDateTime.from_python(at) if at else None

    def contact(self) -> Text:
        """The masks of what the customer may be reached by, as the case's page shows them."""
        mine = Contact.instance_id == self.case.id
        theirs = Contact.customer_id == self.case.customer_id if self.case.customer_id else mine
        rows = self.tx.session.execute(select(Contact.mask).where(mine | theirs, Contact.kind != "name").order_by(Contact.created_at))
        masks = "、".join(dict.fromkeys(mask for (mask,) in rows))
        return Text(masks, masks.replace("、", ", "))

    def person(self, person_id: str | None) -> Text:
        name = self.tx.session.scalar(select(Person.name).where(Person.id == person_id)) if person_id else None
        return Text(name or "", name or "")


FACT_VALUES: Mapping[str, Callable[[CaseRecord], Any]] = {
    "number": lambda record: record.case.business_key,
    "title": lambda record: record.case.title,
    "customer": lambda record: record.case.customer_mask,
    "customer_number": lambda record: case_numbers.customer_number(record.tx, record.case),
    "day_serial": lambda record: case_numbers.day_serial(record.tx, record.case),
    "contact": lambda record: record.contact(),
    "channel": lambda record: record.word(record.case.channel_value),
    "type": lambda record: record.word(record.case.type_value),
    "priority": lambda record: record.word(record.case.priority_value),
    "status": lambda record: record.word(record.case.status),
    "department": lambda record: record.case.department_id,
    "handler": lambda record: record.variable("handler"),
    "satisfaction": lambda record: record.word(record.case.satisfaction_value),
    "round": lambda record: Text(str(record.case.round), str(record.case.round)),
    "received_at": lambda record: record.moment(record.case.received_at),
    "started_at": lambda record: record.moment(record.case.started_at),
    "started_by": lambda record: record.person(record.case.started_by),
    "due_at": lambda record: record.variable("due_at"),
    "ended_at": lambda record: record.moment(record.case.ended_at),
    "archived_at": lambda record: record.moment(record.case.archived_at),
}


def rows(tx: Tx, cases: Iterable[ProcessInstance], columns: Iterable[Any]) -> list[list[Text]]:
    """Lines of the register: what each column shows of each case."""
    columns = list(columns)
    found = []
    for case in cases:
        record = CaseRecord(tx, case)
        found.append([record.shown(column.of) for column in columns])
    return found
