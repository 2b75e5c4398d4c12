"""A token in each form that begins or writes something: the same page sent twice with the same content is done once."""

from __future__ import annotations

import hashlib
import secrets

from flask import Flask, request
from flask_login import current_user
from markupsafe import Markup

_FIELD = "_once"


def install(app: Flask) -> None:
    app.jinja_env.globals["once_field"] = once_field
    app.jinja_env.globals["page_id"] = lambda: secrets.token_urlsafe(8)


def once_field() -> Markup:
    """The hidden input with a new token; nothing is kept of it until the form is sent."""
    return Markup('<input type="hidden" name="{}" value="{}">').format(_FIELD, secrets.token_urlsafe(16))


def key() -> str:
    """What stands for this very request: token, sender, address and all that was sent; other content is another request.

    Empty when the form had no token.
    """
    token = request.form.get(_FIELD, "")
    if not token:
        return ""
    digest = hashlib.sha256()
    sender = current_user.actor.id if current_user.is_authenticated else "customer"
    for part in (token, sender, request.path, *_content()):
        digest.update(f"{len(part)}:{part}".encode())
    return digest.hexdigest()


def _content() -> list[str]:
    words = [f"{name}={value}" for name, value in request.form.items(multi=True) if name not in ("csrf_token", _FIELD)]
    return sorted([*words, *(f"{name}={file.filename}={_file_digest(file)}" for name, file in request.files.items(multi=True))])


def _file_digest(file) -> str:
    digest = hashlib.file_digest(file.stream, "sha256").hexdigest()
    file.stream.seek(0)
    return digest
