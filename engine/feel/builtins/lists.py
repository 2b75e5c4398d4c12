"""Functions of lists (DMN 10.3.4.4): containment, order, and lists made of lists. Positions count from 1, or from -1 backwards."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal

from ..calls import Invalid, invoke
from ..comparing import equal, order
from ..functions import Function
from .registry import built_in


@built_in("list contains(list: list, element: Any)")
def list_contains(run, items: list, element: object) -> bool:
    run.charge(len(items))
    return any(equal(each, element, run) is True for each in items)


@built_in("count(list: list)")
def count(run, items: list) -> Decimal:
    return Decimal(len(items))


@built_in("min(list: list)", "min(c...: Any)")
def minimum(run, items: list) -> object:
    return _extreme(run, items, -1)


@built_in("max(list: list)", "max(c...: Any)")
def maximum(run, items: list) -> object:
    return _extreme(run, items, 1)


def _extreme(run, items: list, sign: int) -> object:
    run.charge(len(items))
    if not items:
        raise Invalid("列表是空的", "the list is empty")
    best = None
    for number, each in enumerate(items):
        found = order(each, each if number == 0 else best)
        if found is None:
            raise Invalid("列表里的值不能相互比较", "the items can't be compared with each other")
        if number == 0 or found * sign > 0:
            best = each
    return best


@built_in("all(list: list)", "all(b...: Any)")
def every_one(run, items: list) -> bool | None:
    return _decided(run, items, False)


@built_in("any(list: list)", "any(b...: Any)")
def any_one(run, items: list) -> bool | None:
    return _decided(run, items, True)


def _decided(run, items: list, deciding: bool) -> bool | None:
    run.charge(len(items))
    if any(each is not None and type(each) is not bool for each in items):
        raise Invalid("列表里应只有真假值", "the items must be true, false or null")
    if any(each is deciding for each in items):
        return deciding
    return None if None in items else not deciding


@built_in("sublist(list: list, start position: number, length?: number?)")
def sublist(run, items: list, start: Decimal, length: Decimal | None = None) -> list:
    first = _index(items, start)
    if length is None:
        return items[first:]
    if length < 1 or first + length > len(items):
        raise Invalid("长度超出列表", "the length goes beyond the list")
    return items[first:first + int(length)]


def _index(items: list, position: Decimal) -> int:
    """The position from 0. Invalid when the list has no such item."""
    if not 1 <= abs(position) <= len(items):
        raise Invalid("位置不在列表之内", "the position lies outside the list")
    return int(position) - 1 if position > 0 else len(items) + int(position)


@built_in("append(list: list, item...: Any)")
def append(run, items: list, more: list) -> list:
    return run.checked_list([*items, *more])


@built_in("concatenate(list...: list)")
def concatenate(run, lists: list[list]) -> list:
    joined: list[object] = []
    for each in lists:
        joined += run.checked_list(each)
    return run.checked_list(joined)


@built_in("insert before(list: list, position: number, newItem: Any)")
def insert_before(run, items: list, position: Decimal, new_item: object) -> list:
    first = _index(items, position)
    return run.checked_list([*items[:first], new_item, *items[first:]])


@built_in("remove(list: list, position: number)")
def remove(run, items: list, position: Decimal) -> list:
    first = _index(items, position)
    return run.checked_list(items[:first] + items[first + 1:])


@built_in("list replace(list: list, position: number, newItem: Any)")
def replace_at(run, items: list, position: Decimal, new_item: object) -> list:
    first = _index(items, position)
    return run.checked_list([*items[:first], new_item, *items[first + 1:]])


@built_in("list replace(list: list, match: function, newItem: Any)")
def replace_where(run, items: list, match: Function, new_item: object) -> list:
    made = []
    for each in items:
        found = invoke(match, [each, new_item], (), run, 0)
        if type(found) is not bool:
            raise Invalid("匹配函数应返回真或假", "the match function must return true or false")
        made.append(new_item if found else each)
    return made


@built_in("reverse(list: list)")
def reverse(run, items: list) -> list:
    return run.checked_list(items[::-1])


@built_in("index of(list: list, match: Any)")
def index_of(run, items: list, match: object) -> list[Decimal]:
    run.charge(len(items))
    return [Decimal(number) for number, each in enumerate(items, 1) if equal(each, match, run) is True]


@built_in("union(list...: list)")
def union(run, lists: list[list]) -> list:
    return distinct_values(run, concatenate(run, lists))


@built_in("distinct values(list: list)")
def distinct_values(run, items: list) -> list:
    kept: list[object] = []
    seen: set[object] = set()
    for each in items:
        run.charge()
        if type(each) in (str, Decimal):
            if each not in seen:
                seen.add(each)
                kept.append(each)
        elif not _contains(run, kept, each):
            kept.append(each)
    return kept


def _contains(run, items: Iterable[object], wanted: object) -> bool:
    for each in items:
        run.charge()
        if type(each) is type(wanted) and equal(each, wanted, run) is True:
            return True
    return False


@built_in("flatten(list: list)")
def flatten(run, items: list) -> list:
    flat: list[object] = []
    _flatten(run, items, flat)
    return flat


def _flatten(run, items: list, flat: list[object]) -> None:
    run.checked_list(items)
    for each in items:
        if type(each) is list:
            _flatten(run, each, flat)
        else:
            flat.append(each)


@built_in("sort(list: list, precedes?: function?)")
def sort(run, items: list, precedes: Function | None = None) -> list:
    """Stable; without a function in the natural order."""
    run.charge(len(items))

    class Sorted:
        __slots__ = ("value",)

        def __init__(self, value: object) -> None:
            self.value = value

        def __lt__(self, other: Sorted) -> bool:
            return _precedes(run, precedes, self.value, other.value)

    return sorted(items, key=Sorted)


def _precedes(run, precedes: Function | None, left: object, right: object) -> bool:
    run.charge()
    if precedes is not None:
        return invoke(precedes, [left, right], (), run, 0) is True
    found = order(left, right)
    if found is None:
        raise Invalid("列表里的值不能排序", "the items have no order")
    return found < 0
