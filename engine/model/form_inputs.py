"""From what a browser sends to FEEL values, and back to what an input shows."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from zoneinfo import ZoneInfo

from engine.errors import Text
from engine.feel import FeelDate, FeelDateTime, FeelTime
from engine.feel.value_text import value_text
from engine.model.form_schema import MANY_OF, Field
from engine.model.masking import plain

MOST_DIGITS = 34
"""Those of a FEEL number."""
YES = ("true", "on", "1", "yes")
_NUMBER = re.compile(r"[+-]?\d{1,60}(\.\d{1,60})?", re.ASCII)
_GROUPED = re.compile(r"[+-]?\d{1,3}(,\d{3})+(\.\d+)?", re.ASCII)
_DATE = re.compile(r"(\d{4})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})\s*日?", re.ASCII)
_TIME = re.compile(r"(\d{1,2})[:：时](\d{2})(?:[:：分](\d{2})(?:\.\d+)?)?分?", re.ASCII)


class Wrong(Exception):
    """What was typed can't be a value of this field; the text says what is expected."""

    def __init__(self, zh: str, en: str):
        super().__init__(en)
        self.text = Text(zh, en)


def typed_value(field: Field, raw: Sequence[str], zone: str) -> object:
    """The FEEL value of what was typed; None when nothing was (a checkbox: False, a list: []). Raises Wrong."""
    if len(raw) > 1 and field.type not in (*MANY_OF, "checkbox"):
        raise Wrong("只能填写一个值。", "Only one value is possible.")
    return _READERS[field.type](field, raw, zone)


def empty_value(field: Field) -> object:
    """What a field holds that is hidden or left empty."""
    if field.type == "checkbox":
        return False
    return [] if field.type in (*MANY_OF, "filepicker", "dynamiclist") else None


def input_text(value: object, subtype: str, zone: str) -> str:
    """What an input element holds for a value; an empty zone leaves a moment in its own."""
    if value is None:
        return ""
    if isinstance(value, FeelDateTime):
        return _local(value, zone).strftime("%Y-%m-%d" if subtype == "date" else "%Y-%m-%dT%H:%M")
    if isinstance(value, FeelTime):
        return str(value)[:5]
    if isinstance(value, FeelDate) and subtype == "datetime":
        return f"{value}T00:00"
    return value_text(value)


def clean_text(text: str, *, is_one_line: bool) -> str:
    """Line ends made one kind, invisible control characters dropped, space around removed."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n")
    kept = _CONTROLS.sub("", lines)
    return (" ".join(kept.split()) if is_one_line else kept).strip()


# Unicode's category Cc without tabs and line ends.
_CONTROLS = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f]")


def _read_text(field: Field, raw: Sequence[str], zone: str) -> object:
    return clean_text(_first(raw), is_one_line=field.type == "textfield") or None


def _read_number(field: Field, raw: Sequence[str], zone: str) -> object:
    text = plain(_first(raw)).replace(" ", "")
    if not text:
        return None
    number = text.replace(",", "") if _GROUPED.fullmatch(text) else text
    if not _NUMBER.fullmatch(number):
        raise Wrong("请填写数字，例如 12.5。", "Enter a number, such as 12.5.")
    if sum(char.isdigit() for char in number) > MOST_DIGITS:
        raise Wrong(f"数字最多 {MOST_DIGITS} 位。", f"A number has at most {MOST_DIGITS} digits.")
    return Decimal(number)


def _read_datetime(field: Field, raw: Sequence[str], zone: str) -> object:
    text = plain(_first(raw)).strip()
    if not text:
        return None
    reader = {"date": _read_date, "time": _read_time}.get(field.subtype, _read_moment)
    return reader(text, zone)


def _read_date(text: str, zone: str) -> FeelDate:
    return FeelDate.from_python(_date(text))


def _read_time(text: str, zone: str) -> FeelTime:
    return FeelTime.from_python(_time(text))


def _read_moment(text: str, zone: str) -> FeelDateTime:
    parts = re.split(r"T|\s+", text, maxsplit=1)
    if len(parts) != 2:
        raise Wrong("请填写日期和时间，例如 2023-10-03 18:00。", "Enter a date and a time, such as 2023-10-03 18:00.")
    local = datetime.combine(_date(parts[0]), _time(parts[1]))
    return FeelDateTime.from_python(local.replace(tzinfo=ZoneInfo(zone)))


def _date(text: str) -> date:
    try:
        found = _DATE.fullmatch(text)
        day = date(*map(int, found.groups())) if found else None
    except ValueError:
        day = None
    if day is None or not 1900 <= day.year <= 2200:
        raise Wrong("请填写日期，例如 2023-10-03。", "Enter a date, such as 2023-10-03.")
    return day


def _time(text: str) -> time:
    try:
        found = _TIME.fullmatch(text.strip())
        at = time(*(int(each or 0) for each in found.groups())) if found else None
    except ValueError:
        at = None
    if at is None:
        raise Wrong("请填写时间，例如 18:00。", "Enter a time, such as 18:00.")
    return at


def _read_checkbox(field: Field, raw: Sequence[str], zone: str) -> object:
    return bool(raw) and raw[-1].lower() in YES


def _read_one(field: Field, raw: Sequence[str], zone: str) -> object:
    return _first(raw) or None


def _read_many(field: Field, raw: Sequence[str], zone: str) -> object:
    return [each for each in dict.fromkeys(raw) if each]


def _read_nothing(field: Field, raw: Sequence[str], zone: str) -> object:
    return empty_value(field)


def _first(raw: Sequence[str]) -> str:
    return raw[0] if raw else ""


def _local(value: FeelDateTime, zone: str) -> datetime:
    moment = value.to_python()
    if moment.tzinfo is None:
        return moment
    return moment.astimezone(ZoneInfo(zone)) if zone else moment + timedelta(seconds=value.offset or 0)


_READERS: dict[str, Callable[[Field, Sequence[str], str], object]] = {
    "textfield": _read_text,
    "textarea": _read_text,
    "number": _read_number,
    "datetime": _read_datetime,
    "checkbox": _read_checkbox,
    "radio": _read_one,
    "select": _read_one,
    "checklist": _read_many,
    "taglist": _read_many,
    "filepicker": _read_nothing,
    "expression": _read_nothing,
}
