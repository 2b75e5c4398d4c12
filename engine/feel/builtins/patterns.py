"""Functions that match patterns: matches, replace, split (XPath and XQuery Functions 3.1, clause 5.6)."""

from __future__ import annotations

import regex

from ..calls import Invalid
from ..xpath_patterns import PatternError, Replacement, compiled
from .registry import built_in


@built_in("matches(input: string, pattern: string, flags?: string?)")
def matches(run, text: str, pattern: str, flags: str | None = None) -> bool:
    found = run.with_pattern(_compiled(pattern, flags).search, text)
    return found is not None


@built_in("replace(input: string, pattern: string, replacement: string, flags?: string?)")
def replace(run, text: str, pattern: str, replacement: str, flags: str | None = None) -> str:
    found = _compiled(pattern, flags)
    _refuse_empty(run, found)
    if "q" in (flags or ""):
        return run.checked_text(run.with_pattern(found.sub, lambda match: replacement, text))
    try:
        fill = Replacement(replacement, found.groups, run.limits.characters)
        return run.checked_text(run.with_pattern(found.sub, fill, text))
    except PatternError as problem:
        raise Invalid(problem.zh, problem.en) from None


@built_in("split(string: string, delimiter: string)")
def split(run, text: str, delimiter: str) -> list[str]:
    parts, place = [], 0
    for match in every_match(run, text, delimiter):
        parts.append(text[place:match.start()])
        place = match.end()
    return run.checked_list([*parts, text[place:]])


def every_match(run, text: str, pattern: str) -> list[regex.Match]:
    """All matches of a pattern that does not match the empty string. Invalid if it does, or is broken."""
    found = _compiled(pattern, None)
    _refuse_empty(run, found)
    return run.with_pattern(lambda *a, **k: list(found.finditer(*a, **k)), text)


def _compiled(pattern: str, flags: str | None) -> regex.Pattern:
    try:
        return compiled(pattern, flags or "")
    except PatternError as problem:
        raise Invalid(problem.zh, problem.en) from None


def _refuse_empty(run, pattern: regex.Pattern) -> None:
    if run.with_pattern(pattern.search, "") is not None:
        raise Invalid("这个模式也匹配空字符串", "the pattern also matches the empty string")
