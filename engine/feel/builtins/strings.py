"""Functions of strings (DMN 10.3.4.3); positions count characters from 1, or from -1 backwards."""

from __future__ import annotations

from decimal import Decimal

from ..calls import Invalid
from .registry import built_in


@built_in("substring(string: string, start position: number, length?: number?)")
def substring(run, string: str, start: Decimal, length: Decimal | None = None) -> str:
    position = _whole(start)
    if not 1 <= abs(position) <= len(string):
        raise Invalid("起始位置不在字符串之内", "the start position lies outside the string")
    if length is not None and length < 1:
        raise Invalid("长度至少为 1", "the length must be at least 1")
    first = position - 1 if position > 0 else len(string) + position
    return string[first:] if length is None else string[first:first + _whole(length)]


def _whole(value: Decimal) -> int:
    """The integer part, bounded: no string is longer."""
    return int(max(min(value, Decimal(10**9)), Decimal(-10**9)))


@built_in("string length(string: string)")
def string_length(run, string: str) -> Decimal:
    return Decimal(len(string))


@built_in("upper case(string: string)")
def upper_case(run, string: str) -> str:
    return run.checked_text(string.upper())


@built_in("lower case(string: string)")
def lower_case(run, string: str) -> str:
    return run.checked_text(string.lower())


@built_in("substring before(string: string, match: string)")
def substring_before(run, string: str, match: str) -> str:
    before, found, _ = string.partition(match) if match else ("", "", "")
    return before if found else ""


@built_in("substring after(string: string, match: string)")
def substring_after(run, string: str, match: str) -> str:
    if not match:
        return string
    return string.partition(match)[2]


@built_in("contains(string: string, match: string)")
def contains(run, string: str, match: str) -> bool:
    return match in string


@built_in("starts with(string: string, match: string)")
def starts_with(run, string: str, match: str) -> bool:
    return string.startswith(match)


@built_in("ends with(string: string, match: string)")
def ends_with(run, string: str, match: str) -> bool:
    return string.endswith(match)


@built_in("string join(list: list<string>, delimiter?: string?)")
def string_join(run, strings: list[str | None], delimiter: str | None = None) -> str:
    """Null items are left out."""
    present = [each for each in strings if each is not None]
    run.charge(len(present))
    total = sum(map(len, present)) + len(delimiter or "") * max(len(present) - 1, 0)
    if total > run.limits.characters:
        run.checked_text(" " * (run.limits.characters + 1))
    return (delimiter or "").join(present)
