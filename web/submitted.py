"""What a form sent, as commands take it: lists of strings by field name, files apart, our own control fields left out.

What no database keeps (NUL, half a surrogate pair) is refused before a view sees it; nobody types it by accident.
"""

from __future__ import annotations

from collections.abc import Iterator

from flask import Flask, g, request

from engine.errors import InvalidValues, NotFound
from engine.model.attachments import UploadedFile
from engine.model.json_values import UNSTORABLE, is_storable
from web import kept_files
from web.api import problems


def install(app: Flask) -> None:
    app.before_request(refuse_unstorable)


def refuse_unstorable() -> None:
    """Raises InvalidValues by the field's name; NotFound for an address that holds such a character."""
    if not is_storable(request.path):
        raise NotFound("page")
    if problems.is_asked_for():
        return  # its bodies are JSON and read by the API itself
    if faults := {name: UNSTORABLE for name, text in _words() if not (is_storable(name) and is_storable(text))}:
        raise InvalidValues(faults)


def values() -> dict[str, list[str]]:
    """Typed values; names that begin with an underscore are ours, not the form's."""
    return {name: given for name, given in request.form.lists() if name != "csrf_token" and not name.startswith("_")}


def files() -> dict[str, list[UploadedFile]]:
    """Files by field name: those kept since an earlier fault, then those chosen now. InvalidValues: a kept one is gone."""
    kept, chosen = kept_files.sent(), chosen_files()
    return {name: [*kept.get(name, ()), *chosen.get(name, ())] for name in kept | chosen}


def chosen_files() -> dict[str, list[UploadedFile]]:
    """What this request brings; a file input that was left empty sends a nameless file, which is none."""
    if "chosen_files" not in g:
        chosen = {name: [_uploaded(file) for file in given if file.filename] for name, given in request.files.lists()}
        g.chosen_files = {name: given for name, given in chosen.items() if given}
    return g.chosen_files


def _words() -> Iterator[tuple[str, str]]:
    yield from request.args.items(multi=True)
    yield from request.form.items(multi=True)
    yield from ((name, file.filename or "") for name, file in request.files.items(multi=True))


def _uploaded(file) -> UploadedFile:
    return UploadedFile(file.filename, file.mimetype, file.read())
