"""What a form sent, as commands take it: lists of strings by field name, files apart, our own control fields left out."""

from __future__ import annotations

from flask import request

from engine.model.attachments import UploadedFile


def values() -> dict[str, list[str]]:
    """Typed values; names that begin with an underscore are ours, not the form's."""
    return {name: given for name, given in request.form.lists() if name != "csrf_token" and not name.startswith("_")}


def files() -> dict[str, list[UploadedFile]]:
    """Chosen files by field name; a file input that was left empty sends a nameless file, which is none."""
    chosen = {name: [_uploaded(file) for file in given if file.filename] for name, given in request.files.lists()}
    return {name: given for name, given in chosen.items() if given}


def _uploaded(file) -> UploadedFile:
    return UploadedFile(file.filename, file.mimetype, file.read())
