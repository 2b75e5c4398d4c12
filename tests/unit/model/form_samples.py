"""Builds small forms for the tests of forms."""

import json
from datetime import UTC, datetime
from decimal import Decimal

from engine.errors import InvalidValues
from engine.model.forms import Form, read_form

NOW = datetime(2023, 10, 9, 1, 0, tzinfo=UTC)
ZONE = "Asia/Shanghai"


def schema(*components, **head) -> bytes:
    return json.dumps({"type": "default", "id": "parcel", "schemaVersion": 18, "components": components, **head}).encode()


def form(*components) -> Form:
    return read_form(schema(*components), "forms/parcel.form")


def component(kind, key, required=False, **more) -> dict:
    validate = {**({"required": True} if required else {}), **more.pop("validate", {})}
    place = {"path": key} if kind == "dynamiclist" else {"key": key}
    return {"type": kind, "id": f"id_{key}", **place, "label": key.capitalize(), "validate": validate, **more}


def choice(kind, key, *values, **more) -> dict:
    return component(kind, key, values=[{"label": value.title(), "value": value} for value in values], **more)


def validate(the_form, submitted=None, files=None, **scope):
    typed = {name: [value] if isinstance(value, str) else value for name, value in (submitted or {}).items()}
    return the_form.validate(typed, files or {}, {name: _feel(value) for name, value in scope.items()}, NOW, ZONE)


def values(the_form, submitted=None, **scope):
    return validate(the_form, submitted, **scope).values


def faults(the_form, submitted=None, files=None, **scope) -> dict:
    """Field -> the English message; fails when nothing is refused."""
    try:
        validate(the_form, submitted, files, **scope)
    except InvalidValues as refusal:
        assert all(text.zh and text.en for text in refusal.fields.values())
        return {name: text.en for name, text in refusal.fields.items()}
    raise AssertionError("nothing was refused")


def _feel(value):
    return Decimal(value) if type(value) is int else value
