"""Which attributes each component of a form has, and the limits that its `validate` and properties set."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal
from typing import TYPE_CHECKING

from engine.feel import Expression, compile_expression
from engine.model.attachments import accepted_extensions
from engine.model.form_schema import Field, Limits

if TYPE_CHECKING:
    from engine.model.form_reader import FormReader

MEGABYTE = 1024 * 1024
_PATTERNS = {"email": r"^[^\s@]+@[^\s@]+\.[^\s@]+$", "phone": r"^\+?[0-9][0-9 ()\-]{3,20}$"}
_MATCHES = compile_expression("matches(value, pattern)")

_COMMON = frozenset("type id label description layout conditional properties appearance key validate defaultValue readonly disabled".split())
_OWN = {
    "textfield": (), "textarea": (), "checkbox": (), "spacer": ("height",), "separator": (),
    "number": ("decimalDigits", "increment", "serializeToString"),
    "datetime": ("subtype", "dateLabel", "timeLabel", "use24h", "timeInterval", "timeSerializingFormat", "disallowPassedDates"),
    "radio": ("values", "valuesKey", "valuesExpression"), "checklist": ("values", "valuesKey", "valuesExpression"),
    "select": ("values", "valuesKey", "valuesExpression", "searchable"), "taglist": ("values", "valuesKey", "valuesExpression"),
    "filepicker": ("accept", "multiple"),
    "group": ("components", "path", "showOutline", "verticalAlignment"),
    "dynamiclist": ("components", "path", "showOutline", "verticalAlignment", "isRepeating", "allowAddRemove", "defaultRepetitions",
                    "disableCollapse", "nonCollapsedItems"),
    "table": ("dataSource", "columns", "columnsExpression", "rowCount"),
    "text": ("text",),
    "expression": ("expression", "computeOn"),
}


def known_attributes(kind: str) -> frozenset[str]:
    return _COMMON | frozenset(_OWN[kind])


def fits_pattern(value: str, pattern: str) -> bool | None:
    """Whether the pattern is found in the value; None when it is no pattern, or takes too long."""
    return _MATCHES.evaluate({"value": value, "pattern": pattern}).value


class LimitReader:
    """Reads the limits of one component; what it can't read becomes a reason of the form's reader."""

    def __init__(self, reader: FormReader, component: Mapping[str, object], owner: str):
        self.reader, self.component, self.owner = reader, component, owner
        rules, properties = component.get("validate"), component.get("properties")
        self.rules = rules if isinstance(rules, Mapping) else {}
        self.properties = properties if isinstance(properties, Mapping) else {}

    def added_to(self, field: Field) -> Field:
        limits = Limits(
            min_length=self._setting("minLength"),
            max_length=self._setting("maxLength"),
            minimum=self._setting("min"),
            maximum=self._setting("max"),
            step=self._positive(self.component.get("increment")),
            digits=self._digits(),
            pattern=self._pattern(),
            has_no_past=self.component.get("disallowPassedDates") is True,
            min_count=self._count("min_rows" if field.type == "dynamiclist" else "min_files") or 0,
            max_count=self._count("max_rows" if field.type == "dynamiclist" else "max_files"),
            max_bytes=self._bytes(),
            extensions=self._extensions(),
        )
        is_multiple = self.component.get("multiple") is True
        return replace(field, limits=limits, is_required=self.rules.get("required") is True, is_multiple=is_multiple)

    def _setting(self, name: str) -> Decimal | Expression | None:
        value = self.rules.get(name)
        if value in (None, ""):
            return None
        if isinstance(value, str) and value.startswith("="):
            return self.reader.expression(self.owner, value)
        number = value if isinstance(value, Decimal) else _number(value)
        if number is None:
            self.reader.error(self.owner, f"{name} 应为数字", f"{name} must be a number")
        return number

    def _pattern(self) -> str:
        pattern = self.rules.get("pattern") or _PATTERNS.get(str(self.rules.get("validationType")), "")
        if pattern and fits_pattern("", str(pattern)) is None:
            self.reader.error(self.owner, f"pattern“{pattern}”不是有效的模式", f"the pattern “{pattern}” is not a valid one")
        return str(pattern)

    def _positive(self, value: object) -> Decimal | None:
        if value in (None, ""):
            return None
        number = value if isinstance(value, Decimal) else _number(value)
        if number is None or number <= 0:
            self.reader.error(self.owner, "increment 应为正数", "increment must be a positive number")
            return None
        return number

    def _digits(self) -> int | None:
        digits = self.component.get("decimalDigits")
        return int(digits) if isinstance(digits, Decimal) and 0 <= digits <= 30 else None

    def _count(self, name: str) -> int | None:
        value = self.properties.get(name)
        if value in (None, ""):
            return None
        number = _number(value)
        if number is None or number < 0 or number != int(number):
            self.reader.error(self.owner, f"{name} 应为整数", f"{name} must be a whole number")
            return None
        return int(number)

    def _bytes(self) -> int | None:
        megabytes = _number(self.properties.get("max_mb"))
        return None if megabytes is None or megabytes <= 0 else int(megabytes * MEGABYTE)

    def _extensions(self) -> tuple[str, ...]:
        accept = self.component.get("accept") or ""
        if self.component.get("type") != "filepicker" or not accept:
            return ()
        found = accepted_extensions(str(accept))
        if not found:
            self.reader.error(self.owner, f"accept“{accept}”中没有可上传的文件类型", f"accept “{accept}” names no kind of file that can be uploaded")
        return found


def _number(value: object) -> Decimal | None:
    text = str(value)
    is_number = text.isascii() and text.removeprefix("-").replace(".", "", 1).isdecimal()
    return Decimal(text) if is_number else None
