"""Failures of the API as problem+json (RFC 9457): English, with a code for programs, and nothing a token may not see."""

from __future__ import annotations

import json
from collections.abc import Mapping
from http import HTTPStatus

from flask import Blueprint, Response, request
from werkzeug.exceptions import HTTPException

from engine.errors import InvalidValues, NotFound, Refused, Text
from engine.model.json_values import NotJson

MEDIA_TYPE = "application/problem+json"
_SENTENCES = {
    400: "The request can't be read.",
    401: "A valid API token is needed: Authorization: Bearer <token>.",
    404: "There is nothing here, or it is not for this token.",
    405: "This address does not support that method.",
    413: "The body is larger than one megabyte.",
    429: "Too many requests. Please wait a moment.",
    500: "Something went wrong on our side; nothing was changed.",
}


def install(pages: Blueprint) -> None:
    pages.register_error_handler(InvalidValues, lambda failure: problem(422, failure.code, failure.text, failure.fields))
    pages.register_error_handler(NotJson, lambda failure: problem(400, failure.code, failure.text))
    pages.register_error_handler(NotFound, lambda failure: problem(404))
    pages.register_error_handler(Refused, lambda failure: problem(409, failure.code, failure.text))
    pages.register_error_handler(HTTPException, lambda failure: problem(failure.code or 500))
    pages.register_error_handler(500, lambda failure: problem(500))


def is_asked_for() -> bool:
    """Whether the request was for the API, found or not."""
    return request.path.startswith("/api/")


def problem(status: int, code: str = "", text: Text | None = None, fields: Mapping[str, Text] | None = None) -> Response:
    """A failure: `code` is for programs, `detail` for people, `errors` says which property and why."""
    title = HTTPStatus(status).phrase
    told = {
        "type": "about:blank",
        "title": title,
        "status": status,
        "code": code or title.lower().replace(" ", "_"),
        "detail": text.en if text else _SENTENCES.get(status, _SENTENCES[400]),
    }
    if fields:
        told["errors"] = {name: why.en for name, why in fields.items()}
    answer = Response(json.dumps(told), status, mimetype=MEDIA_TYPE)
    if status == 401:
        answer.headers["WWW-Authenticate"] = "Bearer"
    return answer
