"""A form filled by a program: JSON values as the words that a page would have sent, so that one validator judges both."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import datetime
from decimal import Decimal
from zoneinfo import ZoneInfo

from engine.errors import InvalidValues, Text
from engine.model.form_schema import flat
from engine.model.forms import Form

_WITH_OFFSET = re.compile(r"\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d+)?)?(Z|[+-]\d{2}:\d{2})", re.ASCII)
_NO_FIELD = Text("这一项不能是对象。", "This field can't be an object.")


def words(form: Form, values: Mapping[str, object], zone: str) -> dict[str, list[str]]:
    """What `Form.validate` takes. Raises InvalidValues for an object where the form has no list of rows."""
    moments = {field.key for field in flat(form.fields) if field.type == "datetime"}
    typed: dict[str, list[str]] = {}
    for key, value in values.items():
        local = _local(value, zone) if key in moments else value
        typed.update(_words(key, local))
    return typed


def _words(name: str, value: object) -> Iterator[tuple[str, list[str]]]:
    if isinstance(value, list) and any(isinstance(each, dict) for each in value):
        for number, row in enumerate(value):
            yield from _row(f"{name}[{number}]", row)
    elif isinstance(value, list):
        yield name, [word for each in value for word in _word(name, each)]
    else:
        yield name, _word(name, value)


def _row(name: str, row: object) -> Iterator[tuple[str, list[str]]]:
    if not isinstance(row, dict):
        raise InvalidValues({name: Text("这一行应为对象。", "This row must be an object.")})
    for key, value in row.items():
        yield from _words(f"{name}.{key}", value)


def _word(name: str, value: object) -> list[str]:
    if value is None:
        return []
    if isinstance(value, bool):
        return ["true" if value else "false"]
    if isinstance(value, Decimal):
        return [format(value, "f")]
    if isinstance(value, str):
        return [value]
    raise InvalidValues({name: _NO_FIELD})


def _local(value: object, zone: str) -> object:
    """A moment with an offset, as the company's clocks show it."""
    if not (isinstance(value, str) and _WITH_OFFSET.fullmatch(value)):
        return value
    try:
        return datetime.fromisoformat(value).astimezone(ZoneInfo(zone)).strftime("%Y-%m-%dT%H:%M:%S")
    except ValueError:
        return value  # no such day: the form says so
