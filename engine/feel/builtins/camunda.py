"""Functions that Camunda 8 adds to the standard's and that diagrams made with it use. None overloads a name of the standard.

Left out, because they give another answer each time or stop the evaluation: uuid, random number, assert.
"""

from __future__ import annotations

import base64
import json
from decimal import Decimal
from typing import NoReturn

from ..calls import Invalid
from ..dates import FeelDate
from ..gregorian import days_in_month
from ..json_text import json_text
from ..moments import FeelDateTime
from ..numbers import number
from .lists import distinct_values, index_of
from .patterns import every_match
from .registry import built_in

# Whether their first argument has a value is what these ask: that it has none is no mistake, so nothing warns.
ASK_FOR_VALUE = frozenset({"is defined", "get or else"})


@built_in("is defined(value: Any)")
def is_defined(run, value: object) -> bool:
    return value is not None


@built_in("get or else(value: Any, default: Any)")
def get_or_else(run, value: object, default: object) -> object:
    return default if value is None else value


@built_in("is blank(string: string)")
def is_blank(run, string: str) -> bool:
    return not string.strip()


@built_in("trim(string: string)")
def trim(run, string: str) -> str:
    return string.strip()


@built_in("extract(string: string, pattern: string)")
def extract(run, text: str, pattern: str) -> list[str]:
    return run.checked_list([match.group() for match in every_match(run, text, pattern)])


@built_in("to base64(value: string)")
def to_base64(run, value: str) -> str:
    return run.checked_text(base64.b64encode(value.encode("utf-8", "replace")).decode("ascii"))


@built_in("is empty(list: list)")
def is_empty(run, items: list) -> bool:
    return not items


@built_in("duplicate values(list: list)")
def duplicate_values(run, items: list) -> list:
    """What occurs more than once, each once."""
    return [each for each in distinct_values(run, items) if len(index_of(run, items, each)) > 1]


@built_in("partition(list: list, size: number)")
def partition(run, items: list, size: Decimal) -> list[list]:
    if size < 1:
        raise Invalid("每组至少一项", "the size must be at least 1")
    step = int(min(size, Decimal(len(items) + 1)))
    return [run.checked_list(items[place:place + step]) for place in range(0, len(items), step)]


@built_in("last day of month(date: date|date and time)")
def last_day_of_month(run, value: FeelDate | FeelDateTime) -> FeelDate:
    day = value.date if type(value) is FeelDateTime else value
    return FeelDate(day.year, day.month, days_in_month(day.year, day.month))


@built_in("from json(value: string)")
def from_json(run, text: str) -> object:
    """Numbers keep their digits; times stay strings."""
    try:
        value = json.loads(text, parse_float=number, parse_int=number, parse_constant=_refuse)
        _inspect(value, run, run.limits.nesting)
    except (ValueError, ArithmeticError, RecursionError):
        raise Invalid(f"“{text[:40]}”不是有效的 JSON", f"'{text[:40]}' is no JSON") from None
    return value


def _inspect(value: object, run, depth: int) -> None:
    """ValueError for what no FEEL text could hold: half characters, and nesting beyond the limit."""
    run.charge()
    if depth < 0:
        raise ValueError("nesting")
    if type(value) is str:
        value.encode()
    elif type(value) in (list, dict):
        for each in [*value, *value.values()] if type(value) is dict else run.checked_list(value):
            _inspect(each, run, depth - 1)


def _refuse(word: str) -> NoReturn:
    raise ValueError(word)


@built_in("to json(value: Any)")
def to_json(run, value: object) -> str:
    try:
        return run.checked_text(json_text(value, run))
    except TypeError:
        raise Invalid("函数和范围没有 JSON 写法", "functions and ranges have no JSON form") from None
