"""Values as JSON and back, exactly: {"$number": "1.50"}, {"$date": "2024-02-29"}, ... Canonical text, so that hashes are stable."""

from __future__ import annotations

import json
from decimal import Decimal

from .dates import FeelDate
from .durations import parse_duration
from .moments import FeelDateTime
from .numbers import number
from .ranges import Range
from .times import FeelTime
from .values import native


def encode(value: object) -> object:
    """The JSON structure of a value. TypeError for what can't be stored, such as a function."""
    kind = type(value)
    if value is None or kind is bool or kind is str:
        return value
    if kind is dict:
        return _encoded_context(value)
    if kind is list:
        return [each if type(each) is str else encode(each) for each in value]
    if kind is Decimal:
        return {"$number": str(value)}
    value = native(value)
    kind = type(value)
    if kind is Decimal:
        return {"$number": str(value)}
    if kind in (dict, list, str, bool) or value is None:
        return encode(value)
    if kind is Range:
        return {"$range": [encode(value.low), encode(value.high), value.low_closed, value.high_closed, value.operator]}
    if kind is FeelDateTime and FeelDateTime.parse(str(value)).instant != value.instant:
        return {"$instant": [str(value.instant), value.time.zone]}       # the second of two hours that look the same
    tag = _TAGS.get(getattr(value, "kind", ""))
    if tag is None:
        raise TypeError(f"a {getattr(value, 'kind', kind.__name__)} can't be stored")
    return {tag: str(value)}


def _encoded_context(value: dict) -> dict:
    made = {str(name): each if type(each) is str else encode(each) for name, each in value.items()}
    for name in made:
        if name[:1] == "$":
            return {"$context": made}
    return made


_TAGS = {"date": "$date", "time": "$time", "date and time": "$datetime",
         "days and time duration": "$duration", "years and months duration": "$duration"}
_READERS = {
    "$number": number, "$date": FeelDate.parse, "$time": FeelTime.parse, "$datetime": FeelDateTime.parse, "$duration": parse_duration,
}


def decode(structure: object) -> object:
    """The value of a structure that `encode` made; plain JSON numbers become numbers. ValueError for a broken tag."""
    if isinstance(structure, list):
        return [decode(each) for each in structure]
    if isinstance(structure, dict):
        return _decoded_mapping(structure)
    return native(structure)


def _decoded_mapping(structure: dict) -> object:
    if len(structure) == 1:
        (tag, inside), = structure.items()
        if tag in _READERS:
            return _READERS[tag](inside)
        if tag == "$context":
            return {name: decode(each) for name, each in inside.items()}
        if tag == "$instant":
            return FeelDateTime.from_instant(int(inside[0]), zone=inside[1])
        if tag == "$range":
            low, high, low_closed, high_closed, operator = inside
            return Range(decode(low), decode(high), low_closed, high_closed, operator)
    return {name: each if type(each) is str else decode(each) for name, each in structure.items()}


def dumps(value: object) -> str:
    """The canonical JSON text of a value: sorted keys, no spaces, all characters as they are."""
    return _WRITER.encode(encode(value))


def loads(text: str) -> object:
    """The value of a JSON text; numbers keep their digits."""
    return decode(_READER.decode(text))


# json.dumps and json.loads make a new one at each call.
_WRITER = json.JSONEncoder(ensure_ascii=False, sort_keys=True, separators=(",", ":"), check_circular=False)
_READER = json.JSONDecoder(parse_float=Decimal, parse_int=Decimal)

