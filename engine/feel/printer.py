"""Writes a syntax tree as FEEL text that means the same: names in backticks where they need it, brackets where they matter."""

from __future__ import annotations

from collections.abc import Callable

from . import tree
from .grammar_types import SPACED_TYPES
from .numbers import number_text
from .tokens import KEYWORDS, read_token
from .value_text import quoted

_TIGHTEST = 99
_POWERS = {"or": 1, "and": 2, "+": 4, "-": 4, "*": 5, "/": 5, "**": 6}
_COMPARE, _NEGATE, _INSTANCE, _POSTFIX = 3, 7, 8, 9


def to_feel(node: tree.Node) -> str:
    """The text of an expression or of a cell's tests; parsed again it is the same tree."""
    return _text(node, -1)


def _text(node: tree.Node, power: int) -> str:
    """The text of a node that stands where only what binds tighter than `power` may."""
    own, write = _WRITERS[type(node)]
    own = own if own is not None else _POWERS[node.operator]
    text = write(node)
    return text if own > power else f"({text})"


def _name(name: str) -> str:
    return name if _is_plain(name) else f"`{name}`"


def _is_plain(name: str) -> bool:
    token = read_token(name, 0)
    return token.kind == "word" and token.end == len(name) and name not in KEYWORDS | {"of", "external"}


def _literal(node: tree.Literal) -> str:
    if node.value is None or type(node.value) is bool:
        return {None: "null", True: "true", False: "false"}[node.value]
    return quoted(node.value) if type(node.value) is str else number_text(node.value)


def _path(node: tree.Path) -> str:
    return f"{_text(node.source, _POSTFIX - 1)}.{_name(node.name)}"


def _filter(node: tree.Filter) -> str:
    return f"{_text(node.source, _POSTFIX - 1)}[{_text(node.condition, 0)}]"


def _call(node: tree.Call) -> str:
    values = [_text(each, 0) for each in node.arguments]
    if node.names:
        values = [f"{_name(name)}: {value}" for name, value in zip(node.names, values)]
    return f"{_text(node.function, _POSTFIX - 1)}({', '.join(values)})"


def _negation(node: tree.Negation) -> str:
    """What begins with a digit is put in brackets: -5 is a literal, -(5) is a negation, and so is -(5[1])."""
    text = _text(node.operand, _NEGATE)
    return f"-({text})" if text[0].isdigit() else f"-{text}"


def _arithmetic(node: tree.Arithmetic) -> str:
    power = _POWERS[node.operator]
    return f"{_text(node.left, power - 1)} {node.operator} {_text(node.right, power)}"


def _comparison(node: tree.Comparison) -> str:
    left = _text(node.left, _COMPARE - 1)
    if node.operator.startswith("<") and _ends_in_type(node.left):
        left = f"({left})"
    return f"{left} {node.operator} {_text(node.right, _COMPARE)}"


def _ends_in_type(node: tree.Node) -> bool:
    """Whether "<" right behind it would be read as the beginning of a type's arguments: x instance of list < y."""
    match node:
        case tree.InstanceOf():
            return True
        case tree.Comparison() | tree.Arithmetic():
            return _ends_in_type(node.right)
        case tree.Negation():
            return _ends_in_type(node.operand)
        case tree.Between():
            return _ends_in_type(node.high)
        case tree.In():
            return _ends_in_type(node.tests[-1])
        case tree.ComparisonRange():
            return _ends_in_type(node.value)
    return False


def _logic(node: tree.Logic) -> str:
    power = _POWERS[node.operator]
    return f" {node.operator} ".join(_text(each, power) for each in node.operands)


def _between(node: tree.Between) -> str:
    return f"{_text(node.value, _COMPARE - 1)} between {_text(node.low, _COMPARE)} and {_text(node.high, _COMPARE)}"


def _in(node: tree.In) -> str:
    value = _text(node.value, _COMPARE - 1)
    if len(node.tests) > 1:
        return f"{value} in ({', '.join(_test(each) for each in node.tests)})"
    only = node.tests[0]
    return f"{value} in {_bare_range(only) if isinstance(only, tree.ComparisonRange) else _text(only, _COMPARE)}"


def _test(node: tree.Node) -> str:
    return _bare_range(node) if isinstance(node, tree.ComparisonRange) else _text(node, 0)


def _bare_range(node: tree.ComparisonRange) -> str:
    return f"{node.operator} {_text(node.value, _COMPARE)}"


def _tests(node: tree.Tests) -> str:
    text = ", ".join(_test(each) for each in node.tests) or "-"
    return f"not({text})" if node.is_negated else text


def _if(node: tree.If) -> str:
    return f"if {_text(node.condition, 0)} then {_text(node.then, 0)} else {_text(node.otherwise, 0)}"


def _iterators(iterators: tuple[tree.Iterator_, ...]) -> str:
    return ", ".join(
        f"{_name(each.name)} in {_text(each.source, 0)}" + (f"..{_text(each.end, 0)}" if each.end else "") for each in iterators)


def _function(node: tree.FunctionNode) -> str:
    parameters = ", ".join(_name(each.name) + (f": {_type(each.type)}" if each.type else "") for each in node.parameters)
    return f"function({parameters}) {'external ' if node.is_external else ''}{_text(node.body, 0)}"


def _type(node: tree.TypeNode) -> str:
    arguments = [_type(each) for each in node.arguments]
    if node.names:
        arguments = [f"{_name(name)}: {kind}" for name, kind in zip(node.names, arguments)]
    name = node.name if node.name in SPACED_TYPES else ".".join(map(_name, node.name.split(".")))
    inside = f"<{', '.join(arguments)}>" if arguments or node.result else ""
    return name + inside + (f"->{_type(node.result)}" if node.result else "")


def _context(node: tree.ContextNode) -> str:
    return "{" + ", ".join(f"{quoted(each.name)}: {_text(each.value, 0)}" for each in node.entries) + "}"


def _range(node: tree.RangeNode) -> str:
    opening, closing = "[" if node.low_closed else "(", "]" if node.high_closed else ")"
    return f"{opening}{_text(node.low, _COMPARE)}..{_text(node.high, _COMPARE)}{closing}"


_WRITERS: dict[type, tuple[int | None, Callable]] = {
    tree.Literal: (_TIGHTEST, _literal),
    tree.AtLiteral: (_TIGHTEST, lambda node: "@" + quoted(node.text)),
    tree.Name: (_TIGHTEST, lambda node: _name(node.name)),
    tree.Path: (_POSTFIX, _path), tree.Filter: (_POSTFIX, _filter), tree.Call: (_POSTFIX, _call),
    tree.Negation: (_NEGATE, _negation),
    tree.Arithmetic: (None, _arithmetic), tree.Comparison: (_COMPARE, _comparison), tree.Logic: (None, _logic),
    tree.Between: (_COMPARE, _between), tree.In: (_COMPARE, _in),
    tree.InstanceOf: (_INSTANCE, lambda node: f"{_text(node.value, _INSTANCE - 1)} instance of {_type(node.type)}"),
    tree.If: (0, _if),
    tree.For: (0, lambda node: f"for {_iterators(node.iterators)} return {_text(node.body, 0)}"),
    tree.Quantified: (0, lambda node: f"{node.quantifier} {_iterators(node.iterators)} satisfies {_text(node.condition, 0)}"),
    tree.FunctionNode: (0, _function),
    tree.ListNode: (_TIGHTEST, lambda node: f"[{', '.join(_test(each) for each in node.items)}]"),
    tree.ContextNode: (_TIGHTEST, _context), tree.RangeNode: (_TIGHTEST, _range),
    tree.ComparisonRange: (_TIGHTEST, lambda node: f"({_bare_range(node)})"),
    tree.Tests: (_TIGHTEST, _tests),
}
