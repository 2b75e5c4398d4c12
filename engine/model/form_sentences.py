"""Texts of a form that hold values: {{expression}} inside a sentence, or `=expression` as the whole text."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import lru_cache

from engine.errors import Text
from engine.feel import Expression, FeelDateTime, compile_expression, to_text
from engine.model.form_inputs import input_text
from engine.model.form_schema import Texts

_BRACES = re.compile(r"\{\{(.*?)\}\}", re.DOTALL)
Evaluate = Callable[[Expression], object]


class UnknownTemplate(ValueError):
    """Template syntax beyond {{expression}}; `Text` says which."""

    def __init__(self, text: Text):
        super().__init__(text.en)
        self.text = text


@lru_cache(maxsize=2048)
def parts(text: str) -> tuple[str | Expression, ...]:
    """The sentence as literal strings and expressions. FeelSyntaxError, UnknownTemplate."""
    if text.startswith("="):
        return (compile_expression(text[1:]),)
    found: list[str | Expression] = []
    for number, part in enumerate(_BRACES.split(text)):
        found.append(_expression(part) if number % 2 else part)
    return tuple(each for each in found if each != "")


def sentence(text: Text, evaluate: Evaluate, texts: Texts, zone: str) -> Text:
    """With the values put in, in both languages."""
    return Text(*("".join(_part(each, lang, evaluate, texts, zone) for each in parts(text.of(lang))) for lang in ("zh", "en")))


def shown(value: object, lang: str, texts: Texts, zone: str) -> str:
    """A value for people, uncut: words of the package translated, moments to the minute in the zone, nothing for null."""
    if value is None:
        return ""
    if isinstance(value, str):
        return texts.value(value).of(lang)
    if isinstance(value, FeelDateTime):
        return input_text(value, "", zone).replace("T", " ")
    if isinstance(value, list):
        return ("、" if lang == "zh" else ", ").join(shown(each, lang, texts, zone) for each in value)
    if isinstance(value, dict):
        return _entry(value, lang, texts, zone)
    return to_text(value, lang)


def shown_text(value: object, texts: Texts, zone: str) -> Text:
    return Text(shown(value, "zh", texts, zone), shown(value, "en", texts, zone))


def _expression(inside: str) -> Expression:
    if inside.strip()[:1] in ("#", "/"):
        raise UnknownTemplate(Text(f"不支持模板语句 {{{{{inside}}}}}", f"the template statement {{{{{inside}}}}} isn't supported"))
    return compile_expression(inside.strip())


def _part(part: str | Expression, lang: str, evaluate: Evaluate, texts: Texts, zone: str) -> str:
    return part if isinstance(part, str) else shown(evaluate(part), lang, texts, zone)


def _entry(value: dict, lang: str, texts: Texts, zone: str) -> str:
    """A context that stands for one thing shows its name; any other its entries."""
    for name in ("mask", "label", "name"):
        if isinstance(value.get(name), str):
            return shown(value[name], lang, texts, zone)
    colon, stop = ("：", "；") if lang == "zh" else (": ", "; ")
    return stop.join(f"{name}{colon}{shown(each, lang, texts, zone)}" for name, each in value.items())
