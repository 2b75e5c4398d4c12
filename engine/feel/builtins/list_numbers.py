"""Functions that make one number of a list of numbers, or durations: sum, mean, median, ... (DMN 10.3.4.4)."""

from __future__ import annotations

from decimal import Decimal

from ..calls import Invalid
from ..numbers import CONTEXT
from .registry import built_in


def _numbers(run, items: list) -> list[Decimal]:
    run.charge(len(items))
    if any(type(each) is not Decimal for each in items):
        raise Invalid("列表里应只有数字", "the items must be numbers")
    return items


def _some_numbers(run, items: list) -> list[Decimal]:
    """The numbers, of which there must be one: an empty list has no sum, mean, ... (DMN table 76)."""
    if not items:
        raise Invalid("列表是空的", "the list is empty")
    return _numbers(run, items)


@built_in("sum(list: list)", "sum(n...: Any)")
def total(run, items: list) -> Decimal:
    return _sum(_some_numbers(run, items))


def _sum(numbers: list[Decimal]) -> Decimal:
    result = Decimal(0)
    for each in numbers:
        result = CONTEXT.add(result, each)
    return result


@built_in("product(list: list)", "product(n...: Any)")
def product(run, items: list) -> Decimal:
    result = Decimal(1)
    for each in _some_numbers(run, items):
        result = CONTEXT.multiply(result, each)
    return result


@built_in("mean(list: list)", "mean(n...: Any)")
def mean(run, items: list) -> Decimal:
    numbers = _some_numbers(run, items)
    return CONTEXT.divide(_sum(numbers), Decimal(len(numbers)))


@built_in("median(list: list)", "median(n...: Any)")
def median(run, items: list) -> Decimal:
    numbers = sorted(_some_numbers(run, items))
    middle = len(numbers) // 2
    if len(numbers) % 2:
        return numbers[middle]
    return CONTEXT.divide(CONTEXT.add(numbers[middle - 1], numbers[middle]), Decimal(2))


@built_in("stddev(list: list)", "stddev(n...: Any)")
def standard_deviation(run, items: list) -> Decimal:
    """Of a sample: divided by one less than the count."""
    numbers = _numbers(run, items)
    if len(numbers) < 2:
        raise Invalid("至少需要两个数字", "at least two numbers are needed")
    middle = CONTEXT.divide(_sum(numbers), Decimal(len(numbers)))
    squares = [CONTEXT.power(CONTEXT.subtract(each, middle), Decimal(2)) for each in numbers]
    return CONTEXT.sqrt(CONTEXT.divide(_sum(squares), Decimal(len(numbers) - 1)))


@built_in("mode(list: list)", "mode(n...: Any)")
def mode(run, items: list) -> list[Decimal]:
    """The most frequent numbers, in ascending order."""
    counts: dict[Decimal, int] = {}
    for each in _numbers(run, items):
        counts[each] = counts.get(each, 0) + 1
    most = max(counts.values(), default=0)
    return sorted(each for each, times in counts.items() if times == most)
