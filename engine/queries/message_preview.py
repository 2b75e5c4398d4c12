"""The templates of a version as a customer or colleague would read them, filled with the examples of the package's own forms."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal, InvalidOperation
from typing import Any
from zoneinfo import ZoneInfo

from engine.errors import Text
from engine.feel import Expression, FeelDate, FeelDateTime, FeelError
from engine.model.form_schema import Field, all_fields
from engine.model.form_sentences import parts, shown
from engine.packages.messages import HEADER, Message
from engine.store.transaction import Tx


@dataclass(frozen=True, slots=True)
class Part:
    """`is_value`: put in; `is_missing`: no example is known, `text` is the expression."""

    text: str
    is_value: bool = False
    is_missing: bool = False


@dataclass(frozen=True, slots=True)
class Preview:
    """One template in one language."""

    language: str
    subject: list[Part]
    text: list[Part]


@dataclass(frozen=True, slots=True)
class MessageTemplate:
    """`sent_by`: names of the elements that send it. `is_for_staff`: a notification in the product."""

    id: str
    sent_by: list[Text]
    is_for_staff: bool
    previews: list[Preview]


def templates(tx: Tx, loaded: Any) -> list[MessageTemplate]:
    examples = _examples(tx, loaded)
    return [_template(tx, loaded, message, examples) for message in loaded.package.messages]


def _template(tx: Tx, loaded: Any, message: Message, examples: Mapping[str, Mapping[str, Any]]) -> MessageTemplate:
    senders = [each for each in loaded.definition.elements.values() if each.headers.get(HEADER) == message.id]
    texts = loaded.package.texts
    names = [texts.element(each.id, "name", each.name or each.id) for each in senders]
    previews = [
        Preview(language, *(list(_filled(tx, loaded, written.of(language), language, examples[language])) for written in (message.subject, message.text)))
        for language in ("zh", "en")
    ]
    return MessageTemplate(message.id, names, any(each.job_type == "staff_notification" for each in senders), previews)


def _filled(tx: Tx, loaded: Any, written: str, language: str, names: Mapping[str, Any]) -> Iterator[Part]:
    for part in parts(written):
        if isinstance(part, str):
            yield Part(part)
            continue
        value = _value(tx, part, names)
        if value is None:
            yield Part(part.text, is_value=True, is_missing=True)
        else:
            yield Part(shown(value, language, loaded.package.texts, tx.settings.zone), is_value=True)


def _value(tx: Tx, expression: Expression, names: Mapping[str, Any]) -> Any:
    try:
        result = expression.evaluate(names, now=tx.now, zone=tx.settings.zone)
    except FeelError:
        return None
    return None if result.warnings else result.value


def _examples(tx: Tx, loaded: Any) -> dict[str, dict[str, Any]]:
    """Per language: what a believable case holds."""
    local = tx.now.astimezone(ZoneInfo(tx.settings.zone)).replace(second=0, microsecond=0)
    soon = FeelDateTime.from_python(local + timedelta(days=1))
    settings = loaded.package.settings
    clocks = {each.name: {"due_at": soon, "warn_at": soon} for each in settings.clocks}
    number = settings.number.format(local, 1)
    found: dict[str, dict[str, Any]] = {}
    for language in ("zh", "en"):
        values = {field.key: value for id_, field in _fields(loaded) if (value := _example(loaded, id_, field, language, soon)) is not None}
        title = values.get(settings.case.get("title", ""))
        facts = {"key": number, "title": title, "language": language, "received_at": FeelDateTime.from_python(local), "started_at": FeelDateTime.from_python(local)}
        found[language] = {**values, "case": facts, "round": Decimal(1), "clocks": clocks, "departments": {}}
    return found


def _fields(loaded: Any) -> Iterator[tuple[str, Field]]:
    for id_, form in loaded.package.forms.items():
        yield from ((id_, field) for field in all_fields(form.fields) if field.key)


def _example(loaded: Any, form_id: str, field: Field, language: str, soon: FeelDateTime) -> Any:
    if field.options:
        return field.options[0].value
    if field.type == "datetime":
        return FeelDate.from_python(soon.to_python().date()) if field.subtype == "date" else soon
    written = field.properties.get("example", "")
    if not written:
        return True if field.type == "checkbox" else None
    if field.type == "number":
        return _number(written)
    return loaded.package.texts.field(form_id, field.text_key, "example", written).of(language)


def _number(written: str) -> Decimal | None:
    try:
        return Decimal(written.strip())
    except InvalidOperation:
        return None
