"""Functions of contexts (DMN 10.3.4.10)."""

from __future__ import annotations

from ..calls import Invalid
from ..comparing import equal
from ..durations import DayTimeDuration, YearMonthDuration
from ..values import TEMPORAL
from .registry import built_in


@built_in("get value(m: context, key: string)")
def get_value(run, context: dict, key: str) -> object:
    return context.get(key)


@built_in("get value(context: context, keys: list<string>)")
def get_nested_value(run, context: dict, keys: list) -> object:
    if not keys or None in keys:
        raise Invalid("键的列表不能为空或含空值", "the list of keys must not be empty or contain null")
    found: object = context
    for key in keys:
        if type(found) is not dict:
            raise Invalid(f"“{key}”之前不是上下文", f"there is no context before '{key}'")
        found = found.get(key)
    return found


@built_in("get entries(m: context)")
def get_entries(run, context: dict) -> list[dict]:
    run.charge(len(context))
    return [{"key": key, "value": value} for key, value in context.items()]


@built_in("context put(context: context, key: string, value: Any)")
def context_put(run, context: dict, key: str, value: object) -> dict:
    run.charge(len(context))
    return {**context, key: value}


@built_in("context put(context: context, keys: list<string>, value: Any)")
def context_put_nested(run, context: dict, keys: list, value: object) -> dict:
    if not keys or None in keys:
        raise Invalid("键的列表不能为空或含空值", "the list of keys must not be empty or contain null")
    run.charge(len(context))
    if len(keys) == 1:
        return {**context, keys[0]: value}
    inner = context.get(keys[0])
    if type(inner) is not dict:
        raise Invalid(f"“{keys[0]}”不是上下文", f"'{keys[0]}' is no context")
    return {**context, keys[0]: context_put_nested(run, inner, keys[1:], value)}


@built_in("context merge(contexts: list<context>)")
def context_merge(run, contexts: list) -> dict:
    merged: dict[str, object] = {}
    for each in contexts:
        if each is None:
            raise Invalid("列表里有空值", "the list contains null")
        run.charge(len(each))
        merged |= each
    return merged


@built_in("context(entries: list<context>)")
def context(run, entries: list) -> dict:
    run.charge(len(entries))
    made: dict[str, object] = {}
    for each in entries:
        if each is None or type(each.get("key")) is not str or "value" not in each:
            raise Invalid("每一项都应有 key 和 value", "each item needs a key and a value")
        if each["key"] in made:
            raise Invalid(f"键“{each['key']}”重复", f"the key '{each['key']}' is given twice")
        made[each["key"]] = each["value"]
    return made


@built_in("is(value1?: Any, value2?: Any)")
def is_same(run, left: object, right: object) -> bool:
    """The same kind and the same value; of times also the same offset or zone."""
    if type(left) is not type(right):
        return False
    if type(left) in TEMPORAL and type(left) not in (DayTimeDuration, YearMonthDuration):
        return str(left) == str(right)
    return equal(left, right, run) is True
