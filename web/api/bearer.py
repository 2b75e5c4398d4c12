"""Who asks: the program behind the bearer token. No cookie is read and none is set."""

from __future__ import annotations

from flask import g, request
from flask_limiter.util import get_remote_address
from werkzeug.exceptions import Unauthorized

from engine.errors import NotFound
from engine.model.people import SYSTEM
from engine.queries.api_tokens import program
from web.current import process_engine

_ID_LENGTH = len("hx_") + 32


def authenticate() -> None:
    """Raises Unauthorized without a token that is right and not revoked."""
    kind, _, token = request.headers.get("Authorization", "").partition(" ")
    if kind.lower() != "bearer":
        raise Unauthorized
    try:
        g.program = process_engine().ask(SYSTEM, program, token.strip())
    except NotFound as error:
        raise Unauthorized from error


def ask(query, *args, **kwargs):
    """Answer of `query(tx, ...)` as the program."""
    return process_engine().ask(g.program, query, *args, **kwargs)


def execute(command, *args, **kwargs):
    """Result of `command(tx, ...)` as the program, in one transaction."""
    return process_engine().execute(g.program, command, *args, **kwargs)


def counted_as() -> str:
    """Whose requests are counted together: a token's at one address, so that a wrong one blocks no right one beside it."""
    return f"{get_remote_address()} {request.headers.get('Authorization', '')[: len('Bearer ') + _ID_LENGTH]}"
