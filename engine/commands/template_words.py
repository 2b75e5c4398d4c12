"""A template of the package becomes words: values put in, in one language, and never a hole where a value is missing."""

from __future__ import annotations

from collections import ChainMap
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from engine.errors import Refused, Text
from engine.feel import Expression, FeelError
from engine.model.form_sentences import parts, shown
from engine.packages.messages import HEADER, Message

if TYPE_CHECKING:
    from engine.commands.running_case import RunningCase


@dataclass(frozen=True, slots=True)
class Words:
    subject: str
    text: str


def words(case: RunningCase, job: Any, language: str) -> Words:
    """What the job's template says in this language. Refused when a value in it is missing or can't be computed."""
    message = case.loaded.package.message(job.headers.get(HEADER, ""))
    names = ChainMap({"round": Decimal(case.row.round)}, case.host.read_quietly(), job.values)  # type: ignore[arg-type]
    return Words(*(_put_in(case, message, written.of(language), language, names) for written in (message.subject, message.text)))


def _put_in(case: RunningCase, message: Message, written: str, language: str, names: Mapping[str, Any]) -> str:
    texts, zone = case.loaded.package.texts, case.tx.settings.zone
    return "".join(
        part if isinstance(part, str) else shown(_value(case, message, part, names), language, texts, zone) for part in parts(written)
    )


def _value(case: RunningCase, message: Message, expression: Expression, names: Mapping[str, Any]) -> Any:
    try:
        result = expression.evaluate(names, now=case.tx.now, zone=case.tx.settings.zone)
    except FeelError as error:
        raise _unusable(message, expression, Text(error.zh, error.en)) from error
    if result.warnings:
        raise _unusable(message, expression, Text(result.warnings[0].zh, result.warnings[0].en))
    if result.value is None:
        raise _unusable(message, expression, Text("没有值。", "There is no value."))
    return result.value


def _unusable(message: Message, expression: Expression, why: Text) -> Refused:
    zh = f"消息“{message.id}”里的 {{{{{expression.text}}}}} 不能填入：{why.zh}"
    en = f"{{{{{expression.text}}}}} in the message '{message.id}' can't be filled in: {why.en}"
    return Refused("unusable_template", Text(zh, en))
