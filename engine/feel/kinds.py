"""Which kind of value an expression surely yields, and which of its operations can never work."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from . import tree
from .arithmetic import known_result
from .literals import temporal
from .values import kind_of


@dataclass(frozen=True, slots=True)
class Clash:
    """An operator between two kinds of values that it never takes; `at` is the character position from 0."""

    operator: str
    left: str
    right: str
    at: int


Kinds = Mapping[str, str]
_ORDERED = frozenset({"number", "string", "date", "time", "date and time", "days and time duration", "years and months duration"})
_RESULTS = {
    "string": "string", "number": "number", "date": "date", "time": "time", "date and time": "date and time", "now": "date and time",
    "today": "date", "count": "number", "string length": "number", "upper case": "string", "lower case": "string",
    "substring": "string", "contains": "boolean", "starts with": "boolean", "ends with": "boolean", "matches": "boolean",
    "list contains": "boolean", "not": "boolean", "all": "boolean", "any": "boolean", "decimal": "number", "floor": "number",
    "ceiling": "number", "modulo": "number", "sqrt": "number", "odd": "boolean", "even": "boolean", "day of week": "string",
    "month of year": "string", "day of year": "number", "week of year": "number", "string join": "string", "split": "list",
    "years and months duration": "years and months duration", "append": "list", "concatenate": "list", "flatten": "list",
    "distinct values": "list", "sort": "list", "reverse": "list", "sum": "number", "mean": "number", "replace": "string",
}


def kind_of_node(node: tree.Node, kinds: Kinds, clashes: list[Clash]) -> str | None:
    """The kind of the node's value if it is not null, None if it may be several. `kinds`: those of names; clashes are added."""
    reader = _READERS.get(type(node))
    if reader is not None:
        return reader(node, kinds, clashes)
    for child in node.children():
        kind_of_node(child, _own_names(node, kinds), clashes)
    return _FIXED.get(type(node))


def _own_names(node: tree.Node, kinds: Kinds) -> Kinds:
    """Within something that gives names of its own, nothing is known about those that look the same."""
    if isinstance(node, (tree.For, tree.Quantified)):
        own = {each.name for each in node.iterators}
    elif isinstance(node, tree.FunctionNode):
        own = {each.name for each in node.parameters}
    elif isinstance(node, tree.ContextNode):
        own = {each.name for each in node.entries}
    elif isinstance(node, tree.Filter):
        return {}
    else:
        return kinds
    return {name: kind for name, kind in kinds.items() if name not in own}


def _at_literal(node: tree.AtLiteral, kinds: Kinds, clashes: list[Clash]) -> str | None:
    try:
        return kind_of(temporal(node.text))
    except ValueError:
        return None


def _arithmetic(node: tree.Arithmetic, kinds: Kinds, clashes: list[Clash]) -> str | None:
    left, right = (kind_of_node(each, kinds, clashes) for each in (node.left, node.right))
    if not left or not right or "null" in (left, right):
        return None
    if not known_result(node.operator, left, right):
        clashes.append(Clash(node.operator, left, right, node.at))
        return None
    return left if left == right and (left == "number" or node.operator == "+") else None


def _comparison(node: tree.Comparison, kinds: Kinds, clashes: list[Clash]) -> str:
    left, right = (kind_of_node(each, kinds, clashes) for each in (node.left, node.right))
    if left and right and "null" not in (left, right):
        if left != right or (node.operator not in ("=", "!=") and left not in _ORDERED):
            clashes.append(Clash(node.operator, left, right, node.at))
    return "boolean"


def _if(node: tree.If, kinds: Kinds, clashes: list[Clash]) -> str | None:
    _, then, otherwise = (kind_of_node(each, kinds, clashes) for each in (node.condition, node.then, node.otherwise))
    if "null" in (then, otherwise):
        return then if otherwise == "null" else otherwise
    return then if then == otherwise else None


def _call(node: tree.Call, kinds: Kinds, clashes: list[Clash]) -> str | None:
    for argument in node.arguments:
        kind_of_node(argument, kinds, clashes)
    return _RESULTS.get(node.function.name) if isinstance(node.function, tree.Name) else None


_READERS: dict[type, Callable[[tree.Node, Kinds, list[Clash]], str | None]] = {
    tree.Literal: lambda node, kinds, clashes: kind_of(node.value),
    tree.AtLiteral: _at_literal,
    tree.Name: lambda node, kinds, clashes: kinds.get(node.name),
    tree.Arithmetic: _arithmetic, tree.Comparison: _comparison, tree.If: _if, tree.Call: _call,
}
_FIXED = {
    tree.ListNode: "list", tree.ContextNode: "context", tree.RangeNode: "range", tree.Logic: "boolean", tree.Between: "boolean",
    tree.In: "boolean", tree.InstanceOf: "boolean", tree.For: "list", tree.Quantified: "boolean", tree.FunctionNode: "function",
}
