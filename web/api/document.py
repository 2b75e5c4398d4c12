"""The API's own description, OpenAPI 3.1, made from the table of operations."""

from __future__ import annotations

import re
from typing import Any

from flask import jsonify

from engine.model.json_values import MOST_DIGITS
from web.api.fields import schema_of
from web.api.operations import OPERATIONS, Operation
from web.api.problems import MEDIA_TYPE

_PLACE = re.compile(r"<(\w+)>")
_ALWAYS = {
    400: "The body is not valid JSON.",
    401: "The token is missing, wrong or revoked.",
    422: "Properties are missing, unknown or out of range; `errors` names each.",
    429: "Too many requests.",
}
_PROBLEM = {
    "type": "object",
    "required": ["type", "title", "status", "code", "detail"],
    "properties": {
        "type": {"type": "string"},
        "title": {"type": "string"},
        "status": {"type": "integer"},
        "code": {"type": "string", "description": "For programs; never changes."},
        "detail": {"type": "string"},
        "errors": {"type": "object", "additionalProperties": {"type": "string"}},
    },
}


def show():
    return jsonify(document())


def document() -> dict[str, Any]:
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "Huixiang",
            "version": "1",
            "summary": "Cases, jobs and messages for programs outside.",
            "description": f"Numbers keep every digit (at most {MOST_DIGITS}); moments are ISO 8601 strings. A program needs a token of an administrator.",
        },
        "servers": [{"url": "/api/v1"}],
        "security": [{"token": []}],
        "paths": {_path(each): {"post": _operation(each)} for each in OPERATIONS} | {"/openapi.json": {"get": _OWN}},
        "components": {
            "securitySchemes": {"token": {"type": "http", "scheme": "bearer"}},
            "schemas": {"Problem": _PROBLEM},
        },
    }


_OWN = {
    "operationId": "openapi",
    "summary": "This document",
    "security": [],
    "responses": {"200": {"description": "OpenAPI 3.1", "content": {"application/json": {"schema": {"type": "object"}}}}},
}


def _path(operation: Operation) -> str:
    return _PLACE.sub(r"{\1}", operation.path)


def _operation(operation: Operation) -> dict[str, Any]:
    places = [
        {"name": name, "in": "path", "required": True, "schema": {"type": "string"}} for name in _PLACE.findall(operation.path)
    ]
    body = {"required": True, "content": {"application/json": {"schema": schema_of(operation.fields)}}}
    described = {"operationId": operation.name, "summary": operation.summary, "requestBody": body, "responses": _responses(operation)}
    return described | ({"parameters": places} if places else {})


def _responses(operation: Operation) -> dict[str, Any]:
    done: dict[str, Any] = {"description": "Done."}
    if operation.answer:
        done["content"] = {"application/json": {"schema": operation.answer}}
    content = {MEDIA_TYPE: {"schema": {"$ref": "#/components/schemas/Problem"}}}
    refusals = _ALWAYS | dict(operation.refusals or {})
    told = {str(status): {"description": when, "content": content} for status, when in sorted(refusals.items())}
    return {str(operation.status): done} | told
