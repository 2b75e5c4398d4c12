"""What staff told a customer in the public fields of forms: the first reply, a question, the plan, the result."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from engine.model.forms import Form
from engine.queries import blind
from engine.store.tables import ProcessInstance
from engine.store.trail import Entry
from engine.store.transaction import Tx

_WRITTEN = frozenset({"textfield", "textarea"})


@dataclass(frozen=True, slots=True)
class Told:
    """One public text of one completed user task. `id`: unlike that of any thread message."""

    id: str
    at: datetime
    author_id: str | None
    text: str
    round: int


def told(tx: Tx, case: ProcessInstance, *, is_shared: bool = False) -> list[Told]:
    """The oldest first; nothing once it was erased. What customers answer themselves is no message to them.

    `is_shared`: only what those may read, too, whose cases were merged into this one.
    """
    loaded = tx.library.get(case.version_id)
    forms = {each.id: loaded.package.forms.get(each.form_id) for each in loaded.definition.elements.values() if not each.is_customer}
    typed = (each for each in blind.read(tx, case) if each.kind == "values_entered" and isinstance(each.payload, dict))
    return [
        Told(f"{entry.seq}-{key}", entry.at, entry.actor_id, text, entry.round or 1)
        for entry in typed
        if entry.actor_kind == "staff" and (form := forms.get(entry.element_id))
        for key, text in _public_texts(form, entry, is_shared)
    ]


def _public_texts(form: Form, entry: Entry, is_shared: bool) -> Iterator[tuple[str, str]]:
    values = entry.payload.get("values") or {}
    for key in form.keys:
        field = form.field(key)
        if (field.is_shared if is_shared else field.is_public) and field.type in _WRITTEN and values.get(key):
            yield key, str(values[key])
