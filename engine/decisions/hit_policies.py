"""Hit policies: which of the matching rules count, and what their outputs become (DMN 8.2.10)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from typing import Protocol

from engine.decisions.boxes import TableBox
from engine.decisions.workbench import Workbench, warn
from engine.feel.builtins import BUILT_INS
from engine.feel.calls import invoke
from engine.feel.comparing import equal
from engine.feel.compile_tests import Test
from engine.feel.compiler import Closure
from engine.feel.messages import kind_words
from engine.feel.run import Frame
from engine.feel.types import Type, converted, python_type
from engine.feel.value_text import value_text
from engine.feel.values import kind_of


@dataclass(frozen=True, slots=True)
class Output:
    """An output column. `order` has a test per declared value, best first; `is_restricted`: no other value may come out."""

    name: str
    type: Type | None
    order: tuple[Test, ...]
    is_restricted: bool
    default: Closure | None


class MatchedRule(Protocol):
    """A rule whose cells all held."""

    number: int
    outputs: tuple[Closure, ...]


# Takes the matching rules and a frame; returns the value and the numbers of the rules that made it.
Choose = Callable[[list[MatchedRule], Frame], tuple[object, list[int]]]


def policy_of(box: TableBox, outputs: list[Output], bench: Workbench) -> Choose | None:
    """The policy of a table; None, and a problem, if it has none that exists or can work."""
    make = _POLICIES.get(box.hit_policy)
    if make is None:
        return bench.report("unknown-hit-policy", policy=box.hit_policy)
    if box.hit_policy in ("PRIORITY", "OUTPUT ORDER") and not any(output.order for output in outputs):
        return bench.report("no-output-order", policy=box.hit_policy)
    if box.aggregation and (box.hit_policy != "COLLECT" or box.aggregation not in _AGGREGATORS or len(outputs) != 1):
        return bench.report("aggregation", aggregation=box.aggregation)
    return make(_Columns(outputs), box.aggregation)


class _Columns:
    """The output columns together: what a rule yields, what comes when none matched, which result is better."""

    def __init__(self, outputs: list[Output]) -> None:
        self.outputs = outputs
        self.single = outputs[0] if len(outputs) == 1 else None
        self.quick = python_type(outputs[0].type) if self.single and not self.single.is_restricted else None

    def result(self, rule: MatchedRule, frame: Frame) -> object:
        """The rule's output: one value, or a context of several."""
        if self.single is not None:
            value = rule.outputs[0](frame)
            return value if type(value) is self.quick else self._checked(self.single, value, frame)
        return self._together([self._checked(output, closure(frame), frame) for output, closure in zip(self.outputs, rule.outputs)])

    def _together(self, values: list[object]) -> object:
        if len(self.outputs) == 1:
            return values[0]
        return {output.name: value for output, value in zip(self.outputs, values)}

    def _checked(self, output: Output, value: object, frame: Frame) -> object:
        if value is None:
            return None
        if output.type is not None:
            fits, made = converted(value, output.type)
            if not fits:
                return warn(frame.run, "wrong-result", name=output.name or "-", **kind_words(output.type.name, "wanted"),
                            **kind_words(kind_of(value)))
            value = made
        if output.is_restricted and self._rank(output, value, frame) == len(output.order):
            return warn(frame.run, "not-an-output-value", value=value_text(value)[:40])
        return value

    def default(self, frame: Frame) -> object:
        """The default output, null if none is given."""
        if not any(output.default for output in self.outputs):
            return None
        return self._together([output.default(frame) if output.default else None for output in self.outputs])

    @property
    def has_default(self) -> bool:
        return any(output.default for output in self.outputs)

    def rank(self, result: object, frame: Frame) -> tuple[int, ...]:
        """The lower the better, column by column."""
        values = [result] if len(self.outputs) == 1 else list(result.values())
        return tuple(self._rank(output, value, frame) for output, value in zip(self.outputs, values))

    def _rank(self, output: Output, value: object, frame: Frame) -> int:
        for place, test in enumerate(output.order):
            if test(frame, value) is True:
                return place
        return len(output.order)


def _numbers(rules: list[MatchedRule]) -> str:
    return ", ".join(str(rule.number) for rule in rules)


def _unique(columns: _Columns, _):
    def choose(rules, frame):
        if len(rules) > 1:
            return warn(frame.run, "not-unique", rules=_numbers(rules)), []
        return (columns.result(rules[0], frame), [rules[0].number]) if rules else (columns.default(frame), [])
    return choose


def _any(columns: _Columns, _):
    def choose(rules, frame):
        results = [columns.result(rule, frame) for rule in rules]
        if not results:
            return columns.default(frame), []
        if not all(equal(results[0], each, frame.run) is True for each in results[1:]):
            return warn(frame.run, "not-any", rules=_numbers(rules)), []
        return results[0], [rules[0].number]
    return choose


def _first(columns: _Columns, _):
    def choose(rules, frame):
        return (columns.result(rules[0], frame), [rules[0].number]) if rules else (columns.default(frame), [])
    return choose


def _ranked(columns: _Columns, rules: list[MatchedRule], frame: Frame) -> list[tuple[object, int]]:
    found = [(columns.result(rule, frame), rule.number) for rule in rules]
    return sorted(found, key=lambda each: columns.rank(each[0], frame))


def _priority(columns: _Columns, _):
    def choose(rules, frame):
        if not rules:
            return columns.default(frame), []
        best, number = _ranked(columns, rules, frame)[0]
        return best, [number]
    return choose


def _in_output_order(columns: _Columns, _):
    def choose(rules, frame):
        if not rules:
            return _nothing(columns, frame), []
        ranked = _ranked(columns, rules, frame)
        return [value for value, _ in ranked], [number for _, number in ranked]
    return choose


def _in_rule_order(columns: _Columns, _):
    def choose(rules, frame):
        if not rules:
            return _nothing(columns, frame), []
        return [columns.result(rule, frame) for rule in rules], [rule.number for rule in rules]
    return choose


def _nothing(columns: _Columns, frame: Frame) -> object:
    """What a policy that yields lists yields without a match: the default, else no items."""
    if not columns.has_default:
        return []
    value = columns.default(frame)
    return value if type(value) is list else [value]


def _collect(columns: _Columns, aggregation: str):
    if not aggregation:
        return _in_rule_order(columns, aggregation)
    function = BUILT_INS[_AGGREGATORS[aggregation]]

    def choose(rules, frame):
        if not rules and columns.has_default:
            return columns.default(frame), []
        values = [columns.result(rule, frame) for rule in rules]
        if not values and aggregation != "COUNT":
            return None, []
        value = Decimal(len(values)) if aggregation == "COUNT" else invoke(function, [values], (), frame.run, 0)
        return value, [rule.number for rule in rules]
    return choose


_AGGREGATORS = {"SUM": "sum", "MIN": "min", "MAX": "max", "COUNT": "count"}
_POLICIES = {
    "UNIQUE": _unique, "ANY": _any, "FIRST": _first, "PRIORITY": _priority, "COLLECT": _collect,
    "RULE ORDER": _in_rule_order, "OUTPUT ORDER": _in_output_order,
}
