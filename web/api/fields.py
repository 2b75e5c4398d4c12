"""What a request's body may hold: checked when it comes, and described in the API's document from the same words."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from engine.errors import InvalidValues, Text

REQUIRED = Text("缺少这一项。", "This is required.")
UNKNOWN = Text("没有这一项。", "There is no such property.")
_EXPECTED = {
    "string": Text("应为字符串。", "This must be a string."),
    "integer": Text("应为整数。", "This must be a whole number."),
    "object": Text("应为对象。", "This must be an object."),
}


@dataclass(frozen=True, slots=True)
class Field:
    """One property. `kind`: string, integer or object (variables: any JSON inside). `least`, `most`: a value, or a length."""

    name: str
    kind: str
    about: str
    is_required: bool = False
    default: Any = None
    least: int | None = None
    most: int | None = None
    choices: tuple[str, ...] = ()

    def schema(self) -> dict[str, Any]:
        """JSON Schema 2020-12, as OpenAPI 3.1 has it."""
        limits = ("minLength", "maxLength") if self.kind == "string" else ("minimum", "maximum")
        said = {"type": self.kind, "description": self.about, limits[0]: self.least, limits[1]: self.most, "default": self.default}
        known = {key: value for key, value in said.items() if value is not None}
        return known | ({"enum": list(self.choices)} if self.choices else {}) | ({"additionalProperties": True} if self.kind == "object" else {})


def schema_of(fields: Iterable[Field]) -> dict[str, Any]:
    fields = list(fields)
    required = [each.name for each in fields if each.is_required]
    properties = {each.name: each.schema() for each in fields}
    return {"type": "object", "properties": properties, "additionalProperties": False} | ({"required": required} if required else {})


def checked(fields: Iterable[Field], body: object) -> dict[str, Any]:
    """A value for each field. Raises InvalidValues with every fault at once."""
    if not isinstance(body, Mapping):
        raise InvalidValues({"": _EXPECTED["object"]})
    fields = list(fields)
    faults = {name: UNKNOWN for name in body.keys() - {each.name for each in fields}}
    faults |= {each.name: fault for each in fields if (fault := _fault(each, body.get(each.name)))}
    if faults:
        raise InvalidValues(faults)
    return {each.name: _value(each, body.get(each.name)) for each in fields}


def _fault(field: Field, value: object) -> Text | None:
    if value is None:
        return REQUIRED if field.is_required else None
    if not _is_of_kind(field, value):
        return _EXPECTED[field.kind]
    if field.choices and value not in field.choices:
        words = ", ".join(field.choices)
        return Text(f"只能是：{words}。", f"This must be one of: {words}.")
    size = len(value) if isinstance(value, str) else value
    is_outside = isinstance(size, (int, Decimal)) and not (field.least or 0) <= size <= (field.most if field.most is not None else size)
    return _outside(field) if is_outside else None


def _is_of_kind(field: Field, value: object) -> bool:
    if field.kind == "integer":
        return isinstance(value, Decimal) and value == value.to_integral_value()
    return isinstance(value, {"string": str, "object": dict}[field.kind])


def _outside(field: Field) -> Text:
    low, high = field.least or 0, field.most
    if field.kind == "string":
        return Text(f"应为 {low} 到 {high} 个字符。", f"This must have {low} to {high} characters.")
    return Text(f"应在 {low} 到 {high} 之间。", f"This must be between {low} and {high}.")


def _value(field: Field, value: Any) -> Any:
    if value is None:
        return {} if field.kind == "object" else field.default
    return int(value) if field.kind == "integer" else value
