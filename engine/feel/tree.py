"""The syntax tree. Nodes are plain values: equal when they mean the same text, wherever it stood."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, fields
from decimal import Decimal
from functools import cache


@dataclass(frozen=True, slots=True)
class Node:
    """The base of all nodes; `at` is the character position from 0."""

    at: int = field(default=0, compare=False, kw_only=True)

    def children(self) -> Iterator[Node]:
        """The nodes directly below, in order."""
        for name in _parts(type(self)):
            yield from _nodes(getattr(self, name))


@cache
def _parts(kind: type) -> tuple[str, ...]:
    """The fields that may hold nodes."""
    return tuple(each.name for each in fields(kind) if each.name != "at" and str(each.type) not in ("str", "bool"))


def _nodes(value: object) -> Iterator[Node]:
    if isinstance(value, Node):
        yield value
    elif isinstance(value, tuple):
        for each in value:
            yield from _nodes(each)


@dataclass(frozen=True, slots=True)
class Literal(Node):
    value: Decimal | str | bool | None


@dataclass(frozen=True, slots=True)
class AtLiteral(Node):
    text: str


@dataclass(frozen=True, slots=True)
class Name(Node):
    name: str


@dataclass(frozen=True, slots=True)
class Path(Node):
    source: Node
    name: str


@dataclass(frozen=True, slots=True)
class Filter(Node):
    source: Node
    condition: Node


@dataclass(frozen=True, slots=True)
class Call(Node):
    function: Node
    arguments: tuple[Node, ...]
    names: tuple[str, ...] = ()      # of named arguments, else empty


@dataclass(frozen=True, slots=True)
class Negation(Node):
    operand: Node


@dataclass(frozen=True, slots=True)
class Arithmetic(Node):
    operator: str
    left: Node
    right: Node


@dataclass(frozen=True, slots=True)
class Comparison(Node):
    operator: str
    left: Node
    right: Node


@dataclass(frozen=True, slots=True)
class Logic(Node):
    operator: str                    # and, or
    operands: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Between(Node):
    value: Node
    low: Node
    high: Node


@dataclass(frozen=True, slots=True)
class In(Node):
    value: Node
    tests: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class InstanceOf(Node):
    value: Node
    type: TypeNode


@dataclass(frozen=True, slots=True)
class If(Node):
    condition: Node
    then: Node
    otherwise: Node


@dataclass(frozen=True, slots=True)
class Iterator_(Node):
    name: str
    source: Node
    end: Node | None = None          # for `1..n`


@dataclass(frozen=True, slots=True)
class For(Node):
    iterators: tuple[Iterator_, ...]
    body: Node


@dataclass(frozen=True, slots=True)
class Quantified(Node):
    quantifier: str                  # some, every
    iterators: tuple[Iterator_, ...]
    condition: Node


@dataclass(frozen=True, slots=True)
class ParameterNode(Node):
    name: str
    type: TypeNode | None = None


@dataclass(frozen=True, slots=True)
class FunctionNode(Node):
    parameters: tuple[ParameterNode, ...]
    body: Node
    is_external: bool = False


@dataclass(frozen=True, slots=True)
class ListNode(Node):
    items: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Entry(Node):
    name: str
    value: Node


@dataclass(frozen=True, slots=True)
class ContextNode(Node):
    entries: tuple[Entry, ...]


@dataclass(frozen=True, slots=True)
class RangeNode(Node):
    low: Node
    high: Node
    low_closed: bool
    high_closed: bool


@dataclass(frozen=True, slots=True)
class ComparisonRange(Node):
    operator: str
    value: Node


@dataclass(frozen=True, slots=True)
class Tests(Node):
    """A cell: `-` has no tests and is not negated."""

    tests: tuple[Node, ...]
    is_negated: bool = False


@dataclass(frozen=True, slots=True)
class TypeNode(Node):
    """`name` is a type's name, or list, range, context, function; `arguments` what stands between < and >."""

    name: str
    arguments: tuple[TypeNode, ...] = ()
    names: tuple[str, ...] = ()      # of a context's entries
    result: TypeNode | None = None   # of a function


def height(root: Node) -> int:
    """How many nodes lie above each other at most; found without recursion."""
    highest, open_nodes = 0, [(root, 1)]
    while open_nodes:
        node, level = open_nodes.pop()
        highest = max(highest, level)
        open_nodes.extend((child, level + 1) for child in node.children())
    return highest


def mentions(root: Node, name: str) -> bool:
    """Whether a name is read anywhere below; found without recursion."""
    open_nodes = [root]
    while open_nodes:
        each = open_nodes.pop()
        if isinstance(each, Name) and each.name == name:
            return True
        open_nodes.extend(each.children())
    return False
