"""Values as text: what string() yields, and a short form for people."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from decimal import Decimal

from .numbers import number_text
from .ranges import Range
from .values import TEMPORAL

_SHORT = 80          # characters of the short form
_ITEMS = 5           # items or entries of the short form


def value_text(value: object, charge: Callable[[int], None] = lambda steps: None) -> str:
    """FEEL's text of a value: a string as it is, within lists and contexts in quotes. `charge` is told of each item."""
    return value if type(value) is str else _text(value, charge)


def _text(value: object, charge: Callable[[int], None]) -> str:
    charge(1)
    if value is None:
        return "null"
    if type(value) is bool:
        return "true" if value else "false"
    if type(value) is Decimal:
        return number_text(value)
    if type(value) is str:
        return quoted(value)
    if type(value) is list:
        return "[" + ", ".join(_text(each, charge) for each in value) + "]"
    if type(value) is dict:
        return "{" + ", ".join(f"{name}: {_text(each, charge)}" for name, each in value.items()) + "}"
    if type(value) is Range:
        return _range_text(value, charge)
    return str(value)


def _range_text(value: Range, charge: Callable[[int], None]) -> str:
    def end(each: object) -> str:
        return f'@"{each}"' if type(each) in TEMPORAL else _text(each, charge)
    if value.operator:
        return value.operator + end(value.high if value.low is None else value.low)
    return f"{'[' if value.low_closed else '('}{end(value.low)}..{end(value.high)}{']' if value.high_closed else ')'}"


def quoted(text: str) -> str:
    """The string as a FEEL literal."""
    escaped = text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n").replace("\r", "\\r").replace("\t", "\\t")
    return f'"{escaped}"'


_WORDS = {
    "zh": {True: "是", False: "否", None: "（空）", "more": "等 {count} 项"},
    "en": {True: "yes", False: "no", None: "(none)", "more": "and {count} in all"},
}


def to_text(value: object, lang: str = "zh") -> str:
    """A short text of a value for people: at most a line, long values cut."""
    words = _WORDS.get(lang, _WORDS["zh"])
    if value is None or type(value) is bool:
        return words[value]
    if value in ("", [], {}):
        return words[None]
    if type(value) is list:
        return _joined([to_text(each, lang) for each in value[:_ITEMS]], len(value), words, "、" if lang == "zh" else ", ")
    if type(value) is dict:
        separator = "：" if lang == "zh" else ": "
        entries = [f"{name}{separator}{to_text(value[name], lang)}" for name in list(value)[:_ITEMS]]
        return _joined(entries, len(value), words, "；" if lang == "zh" else "; ")
    return _cut(str(value).replace("T", " ", 1) if getattr(value, "kind", "") == "date and time" else value_text(value))


def _joined(parts: Iterable[str], count: int, words: dict, separator: str) -> str:
    text = _cut(separator.join(parts))
    return text if count <= _ITEMS else f"{text} {words['more'].format(count=count)}"


def _cut(text: str) -> str:
    return text if len(text) <= _SHORT else text[:_SHORT - 1] + "…"
