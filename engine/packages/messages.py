"""messages.toml: what a procedure says to customers and staff, with {{FEEL}} inside; English in texts/en.toml."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from engine.errors import Text
from engine.feel import Expression, FeelError
from engine.model.form_sentences import UnknownTemplate, parts
from engine.packages.texts import Texts
from engine.packages.toml_reading import Table

FILE = "messages.toml"
# The jobs that send one of them; the header names which.
SENDING_JOBS = ("customer_message", "staff_notification")
HEADER = "template"
LONGEST_SUBJECT = 200
LONGEST_TEXT = 4000
_MOST = 200


@dataclass(frozen=True, slots=True)
class Message:
    """A template. An expression in it is compiled once and kept (engine.model.form_sentences.parts)."""

    id: str
    subject: Text
    text: Text


def read_messages(file: Table, texts: Texts) -> tuple[Message, ...]:
    """What is wrong becomes reasons of the file."""
    read = tuple(_message(each, texts) for each in file.tables("message")[:_MOST])
    file.done()
    ids = [each.id for each in read]
    for id_ in sorted({each for each in ids if ids.count(each) > 1}):
        file.problems.add(id_, "id", f"“{id_}”出现了两次。", f"'{id_}' occurs twice.")
    return read


def texts_of(message: Message) -> Iterator[tuple[str, ...]]:
    """Where English is wanted: `[message.<id>]` subject and text."""
    yield from (("message", message.id, what) for what in ("subject", "text") if getattr(message, what).zh)


def expressions_of(message: Message) -> Iterator[tuple[str, Expression]]:
    """(subject or text, expression) of everything in the template, in both languages."""
    for what in ("subject", "text"):
        written: Text = getattr(message, what)
        for words in dict.fromkeys((written.zh, written.en)):
            yield from ((what, part) for part in _parts(words) if isinstance(part, Expression))


def _message(table: Table, texts: Texts) -> Message:
    id_ = table.text("id")
    subject = texts.text(("message", id_, "subject"), table.text("subject", ""))
    text = texts.text(("message", id_, "text"), table.text("text").strip())
    table.done()
    for what, written, longest in (("subject", subject, LONGEST_SUBJECT), ("text", text, LONGEST_TEXT)):
        for language, words in (("zh", written.zh), ("en", written.en)):
            _check(table, id_, f"{what} ({language})", words, longest)
    if not text.zh:
        table.problems.add(id_, "text", "没有正文。", "There is no text.")
    return Message(id_, subject, text)


def _check(table: Table, id_: str, what: str, words: str, longest: int) -> None:
    if len(words) > longest:
        table.problems.add(id_, what, f"超过 {longest} 个字符。", f"Longer than {longest} characters.")
    try:
        parts(words)
    except FeelError as error:
        table.problems.add(id_, what, f"模板里的表达式不能读取：{error.zh}", f"An expression in the template can't be read: {error.en}")
    except UnknownTemplate as unknown:
        table.problems.add(id_, what, unknown.text.zh, unknown.text.en)


def _parts(words: str) -> tuple[str | Expression, ...]:
    try:
        return parts(words)
    except (FeelError, UnknownTemplate):
        return ()       # named when the file was read
