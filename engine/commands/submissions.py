"""What people send with a form: checked against the schema, contact data to the vault, files to the attachments."""

from __future__ import annotations

from collections import ChainMap
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from engine.commands import case_files
from engine.errors import InvalidValues, Text
from engine.store import cases, contacts, customers, task_context
from engine.store.tables import UserTask

if TYPE_CHECKING:
    from engine.commands.running_case import RunningCase


@dataclass(frozen=True, slots=True)
class Accepted:
    """`values`: FEEL values by field key, contact data as its mask. `masked`: what free text held and lost."""

    values: dict[str, Any] = field(default_factory=dict)
    masked: tuple[Any, ...] = ()


NOTHING = Accepted()


def accept(
    case: RunningCase,
    form_id: str | None,
    submitted: Mapping[str, Sequence[str]],
    files: Mapping[str, Sequence[Any]],
    *,
    task: UserTask | None = None,
    is_start: bool = False,
) -> Accepted:
    """Check what was sent with the form. Raises InvalidValues, with every field's message at once."""
    if form_id is None:
        _refuse_unknown(submitted)
        return NOTHING
    tx = case.tx
    form = case.loaded.package.forms[form_id]
    scope = case.host.read_only() if is_start else _scope(case, task).new_child(_drafted(case, form, task))
    checked = form.validate(submitted, files, scope, tx.now, tx.settings.zone, tx.settings.max_upload_bytes)
    if is_start:
        _name_customer(case, checked)
    _keep_contacts(case, checked)
    values = dict(checked.values)
    for place, uploaded in checked.files.items():
        kept = [case_files.add(case, each, field=place, task=task, is_public=each.is_public) for each in uploaded]
        _holder(values, place)[_last(place)] = kept
    return Accepted(values, tuple(checked.masked))


def masked_draft(
    case: RunningCase, form_id: str | None, typed: Mapping[str, Sequence[str]], task: UserTask
) -> dict[str, list[str]]:
    """What was typed as it may be stored: contact data in it only as its mask, the raw value in the vault."""
    if form_id is None:
        return {}
    form = case.loaded.package.forms[form_id]
    draft = form.masked_draft(typed, _scope(case, task), case.tx.now, case.tx.settings.zone)
    _keep_contacts(case, draft)
    return draft.typed


def _scope(case: RunningCase, task: UserTask | None) -> ChainMap[str, Any]:
    """What the form's expressions see."""
    return case.scope(task.id).new_child(task_context.of(case.tx, task)) if task else case.scope()  # type: ignore[arg-type]


def _drafted(case: RunningCase, form: Any, task: UserTask | None) -> dict[str, str]:
    """Masks of contacts that were typed into the draft: coming back unchanged they mean what the vault holds."""
    keys = [each.key for each in form.fields if each.contact]
    tx = case.tx
    row = cases.draft(tx, task.id, tx.actor.id if tx.actor.is_staff else "customer") if keys and task else None
    return {key: row.values[key][0] for key in keys if row and row.values.get(key)}


def _name_customer(case: RunningCase, checked: Any) -> None:
    """A case with contact data gets a customer: a reference that stands for the person everywhere."""
    row, variables = case.row, case.loaded.package.settings.case
    if checked.contacts:
        row.customer_id = customers.create(case.tx, checked.values.get(variables.get("preferred_channel", "")))
        _give_number(case, checked)
    row.customer_mask = _customer_mask(case, checked.values)


def _give_number(case: RunningCase, checked: Any) -> None:
    """Where customers have numbers, the record holds the number in place of the contact (S0.12)."""
    settings = case.loaded.package.settings
    if settings.customer_number is None:
        return
    reached_by = [(each.kind, each.raw) for each in checked.contacts.values()]
    contact = settings.case.get("contact")
    mask = checked.values.get(contact)
    number = customers.give_number(case.tx, case.row.customer_id, settings.customer_number, reached_by, mask)
    if mask:
        checked.values[contact] = number


def _customer_mask(case: RunningCase, values: Mapping[str, Any]) -> str | None:
    """How lists name the customer: the masked name, else the masked contact."""
    settings = case.loaded.package.settings
    variables = settings.case
    if values.get(variables.get("is_anonymous", "")):
        return settings.customer_page.anonymous_name.zh
    known = (values.get(variables.get(each, "")) for each in ("customer_name", "contact"))
    return next((str(value) for value in known if value), None)


def _keep_contacts(case: RunningCase, checked: Any) -> None:
    """Raw contact data goes to the vault, and only there."""
    for each in (*checked.contacts.values(), *checked.masked):
        contacts.put(case.tx, each.kind, each.raw, each.mask, customer_id=case.row.customer_id, instance_id=case.row.id)
    if checked.masked:
        case.record("contact_masked", fields=sorted({each.name for each in checked.masked}))


def _holder(values: Any, place: str) -> Any:
    """The context that holds the last step of a place such as `phases[0].file`."""
    for step in _steps(place)[:-1]:
        values = values[int(step)] if isinstance(values, list) else values[step]
    return values


def _last(place: str) -> str:
    return _steps(place)[-1]


def _steps(place: str) -> list[str]:
    return place.replace("[", ".").replace("]", "").split(".")


def _refuse_unknown(submitted: Mapping[str, Sequence[str]]) -> None:
    if submitted:
        sentence = Text("这项任务没有表单，不接收内容。", "This task has no form; it takes no values.")
        raise InvalidValues({key: sentence for key in submitted})
