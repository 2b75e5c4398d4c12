"""Files stay chosen when a form comes back with a fault: kept on the server, ticked in the form, sent along by their ticket.

The field of a form is `_kept:<name of the file field>`, its values are tickets (engine.commands.kept_uploads). Whoever doesn't
want a file unticks it. What can't be kept (see `_is_worth_keeping`) is to be chosen again, and the page says so.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from flask import Flask, current_app, g, request

from engine.commands import kept_uploads
from engine.errors import InvalidValues, NotFound, Refused, Text
from engine.model.attachments import UploadedFile, check_file
from engine.model.contact_text import mask_text
from engine.model.people import SYSTEM
from web.current import now, process_engine

PREFIX = "_kept:"
MOST_FILES = 20
"""In one form; more are to be chosen again."""
MOST_BYTES_A_DAY = 1024 * 1024 * 1024
"""Of all people together and per process: nobody fills the disk with forms that are never right."""

GONE = Text("之前上传的文件已过期，请重新选择。", "The file sent before is no longer kept. Please choose it again.")


@dataclass(frozen=True, slots=True)
class KeptFile:
    """`name` with contact data masked, `size` in bytes."""

    ticket: str
    name: str
    size: int


@dataclass(slots=True)
class _Kept:
    """What this request has kept: tickets by field, and whether something must be chosen again."""

    tickets: dict[str, list[str]]
    is_incomplete: bool = False


@dataclass(slots=True)
class _Day:
    on: date
    size: int = 0


def install(app: Flask) -> None:
    app.extensions["kept_files"] = _Day(date.min)
    app.jinja_env.globals.update(kept_field=PREFIX.__add__, kept_files=shown, must_choose_files_again=must_choose_again)


def sent() -> dict[str, list[UploadedFile]]:
    """The ticked files by field. Raises InvalidValues by the field whose file is gone."""
    return {name: [_opened(name, ticket) for ticket in tickets] for name, tickets in _tickets_sent().items()}


def keep(chosen: dict[str, list[UploadedFile]]) -> None:
    """Keep what was chosen just now, for the form that comes back."""
    kept = _kept()
    for name, files in chosen.items():
        for file in files:
            if _is_worth_keeping(name, file):
                kept.tickets.setdefault(name, []).append(process_engine().execute(SYSTEM, kept_uploads.keep, file))
            else:
                kept.is_incomplete = True


def shown(name: str) -> list[KeptFile]:
    """The files of a field that need not be chosen again."""
    return list(_described(_kept().tickets.get(name, ())))


def must_choose_again() -> bool:
    return _kept().is_incomplete


def _kept() -> _Kept:
    if "kept_files" not in g:
        g.kept_files = _Kept({name: list(tickets) for name, tickets in _tickets_sent().items()})
    return g.kept_files


def _tickets_sent() -> dict[str, list[str]]:
    return {name.removeprefix(PREFIX): tickets[:MOST_FILES] for name, tickets in request.form.lists() if name.startswith(PREFIX)}


def _opened(name: str, ticket: str) -> UploadedFile:
    try:
        return process_engine().ask(SYSTEM, kept_uploads.opened, ticket)
    except NotFound as gone:
        _kept().tickets[name].remove(ticket)
        raise InvalidValues({name: GONE}) from gone


def _described(tickets: Iterable[str]) -> Iterable[KeptFile]:
    for ticket in tickets:
        try:
            name, size = process_engine().ask(SYSTEM, kept_uploads.described, ticket)
        except NotFound:
            continue
        yield KeptFile(ticket, mask_text(name)[0], size)


def _is_worth_keeping(name: str, file: UploadedFile) -> bool:
    """Rows of a list move, so their files don't stay; what no field takes isn't kept either."""
    if "[" in name or sum(map(len, _kept().tickets.values())) >= MOST_FILES:
        return False
    try:
        check_file(file.name, file.media_type, file.head, file.size, max_size=process_engine().settings.max_upload_bytes)
    except Refused:
        return False
    return _has_room(file.size)


def _has_room(size: int) -> bool:
    day: _Day = current_app.extensions["kept_files"]
    if day.on != now().date():
        day.on, day.size = now().date(), 0
    day.size += size
    return day.size <= MOST_BYTES_A_DAY
