"""JSON of programs outside to FEEL values and back: numbers keep every digit, moments are ISO 8601 strings."""

from __future__ import annotations

import json
from collections.abc import Iterator
from decimal import Decimal, InvalidOperation

from engine.errors import InvalidValues, Refused, Text
from engine.feel import Range, kind_of

MOST_DIGITS = 34
"""Those of a FEEL number."""
_LARGEST_EXPONENT = 6144
_DEEPEST = 50


class NotJson(Refused):
    """The body can't be read at all (400)."""

    def __init__(self):
        super().__init__("not_json", Text("内容不是有效的 JSON。", "The body is not valid JSON."))


def read_json(body: bytes) -> object:
    """FEEL values of a JSON text. Raises NotJson, and InvalidValues by place for what could not be stored exactly."""
    try:
        value = json.loads(body.decode("utf-8"), parse_float=Decimal, parse_int=Decimal, parse_constant=_refuse)
    except (ValueError, RecursionError, InvalidOperation) as error:
        raise NotJson() from error
    faults = dict(_faults(value, "", 0))
    if faults:
        raise InvalidValues(faults)
    return value


def is_storable(text: str) -> bool:
    """PostgreSQL keeps no NUL, and half of a surrogate pair is no character."""
    return "\0" not in text and not any("\ud800" <= char <= "\udfff" for char in text)


def json_text(value: object) -> str:
    """JSON of a FEEL value; a range is its text, a function null."""
    kind = kind_of(value)
    if isinstance(value, Decimal):
        return _number(value)
    if kind == "list":
        return "[" + ",".join(map(json_text, value)) + "]"
    if kind == "context":
        return "{" + ",".join(f"{json.dumps(str(key), ensure_ascii=False)}:{json_text(each)}" for key, each in value.items()) + "}"
    if value is None or isinstance(value, (bool, str, int)):
        return json.dumps(value, ensure_ascii=False)
    is_text = isinstance(value, Range) or kind not in ("function", "null")
    return json.dumps(str(value), ensure_ascii=False) if is_text else "null"


UNSTORABLE = Text("含有不能保存的字符（空字符或残缺的代理对）。", "It holds characters that can't be stored (NUL or half a surrogate pair).")
_TOO_LONG = Text(f"数字最多 {MOST_DIGITS} 位。", f"A number has at most {MOST_DIGITS} digits.")
_TOO_DEEP = Text(f"嵌套超过 {_DEEPEST} 层。", f"It is nested deeper than {_DEEPEST} levels.")


def _faults(value: object, place: str, depth: int) -> Iterator[tuple[str, Text]]:
    if depth > _DEEPEST:
        yield place, _TOO_DEEP
    elif isinstance(value, str) and not is_storable(value):
        yield place, UNSTORABLE
    elif isinstance(value, Decimal) and not _is_exact(value):
        yield place, _TOO_LONG
    elif isinstance(value, list):
        for number, each in enumerate(value):
            yield from _faults(each, f"{place}[{number}]", depth + 1)
    elif isinstance(value, dict):
        yield from _faults_of_names(value, place, depth)


def _faults_of_names(value: dict, place: str, depth: int) -> Iterator[tuple[str, Text]]:
    for name, each in value.items():
        if not is_storable(name):
            yield place or "name", UNSTORABLE
        else:
            yield from _faults(each, f"{place}.{name}" if place else name, depth + 1)


def _is_exact(value: Decimal) -> bool:
    digits = "".join(map(str, value.as_tuple().digits)).strip("0")
    return len(digits) <= MOST_DIGITS and abs(value.adjusted()) <= _LARGEST_EXPONENT


def _number(value: Decimal) -> str:
    """Plain digits where they are short; JSON reads the other way of writing too."""
    return format(value, "f") if -MOST_DIGITS <= value.adjusted() <= MOST_DIGITS else str(value)


def _refuse(constant: str) -> object:
    raise ValueError(constant)
