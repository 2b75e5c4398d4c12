"""FEEL types: which values belong to one, and what an implicit conversion makes of a value (DMN 10.3.2.9)."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal

from . import tree
from .dates import FeelDate
from .durations import DayTimeDuration, YearMonthDuration
from .errors import FeelSyntaxError
from .functions import Function
from .messages import hint_words
from .moments import FeelDateTime
from .nearest import nearest
from .ranges import Range
from .times import FeelTime


class Type:
    """The base. Each kind has a `name` that people read."""

    def has(self, value: object) -> bool:
        """Whether a value that is not null belongs to this type."""
        return True

    def takes(self, value: object) -> bool:
        """Whether null or a value of this type."""
        return value is None or self.has(value)

    def __repr__(self) -> str:
        return f"Type({self.name})"


class AnyType(Type):
    name = "Any"


ANY = AnyType()


class Null(Type):
    name = "Null"

    def has(self, value: object) -> bool:
        return False


@dataclass(frozen=True, repr=False)
class Simple(Type):
    """A type that is one Python class."""

    name: str
    python_type: type

    def has(self, value: object) -> bool:
        return type(value) is self.python_type


@dataclass(frozen=True, repr=False)
class ListOf(Type):
    element: Type

    @property
    def name(self) -> str:
        return f"list<{self.element.name}>"

    def has(self, value: object) -> bool:
        return type(value) is list and (self.element is ANY or all(map(self.element.takes, value)))


@dataclass(frozen=True, repr=False)
class RangeOf(Type):
    element: Type

    @property
    def name(self) -> str:
        return f"range<{self.element.name}>"

    def has(self, value: object) -> bool:
        return type(value) is Range and self.element.takes(value.low) and self.element.takes(value.high)


@dataclass(frozen=True, repr=False)
class ContextOf(Type):
    """A context that has at least these entries."""

    entries: tuple[tuple[str, Type], ...]
    title: str = ""

    @property
    def name(self) -> str:
        return self.title or f"context<{', '.join(f'{name}: {kind.name}' for name, kind in self.entries)}>"

    def has(self, value: object) -> bool:
        return type(value) is dict and all(name in value and kind.takes(value[name]) for name, kind in self.entries)


@dataclass(frozen=True, repr=False)
class FunctionOf(Type):
    parameters: tuple[Type, ...]
    result: Type

    @property
    def name(self) -> str:
        return f"function<{', '.join(each.name for each in self.parameters)}>->{self.result.name}"

    def has(self, value: object) -> bool:
        return type(value) is Function and any(self._fits(each) for each in value.signatures)

    def _fits(self, signature) -> bool:
        own = [parameter.type or ANY for parameter in signature.parameters]
        return (len(own) == len(self.parameters)
                and all(conforms(mine, wanted) for mine, wanted in zip(self.parameters, own))
                and conforms(signature.result or ANY, self.result))


@dataclass(frozen=True, repr=False)
class Restricted(Type):
    """A type with allowed values; `allows` says of a value of the base type whether it is one."""

    base: Type
    allows: Callable[[object], bool]
    title: str = ""

    @property
    def name(self) -> str:
        return self.title or self.base.name

    def has(self, value: object) -> bool:
        return self.base.has(value) and self.allows(value)


@dataclass(frozen=True, repr=False)
class OneOf(Type):
    """Any of several types; only built-in functions ask for one."""

    choices: tuple[Type, ...]

    @property
    def name(self) -> str:
        return " / ".join(each.name for each in self.choices)

    def has(self, value: object) -> bool:
        return any(each.has(value) for each in self.choices)


def python_type(kind: Type | None) -> type | None:
    """The one Python class whose every value belongs to the type, None if there is no such class."""
    return kind.python_type if isinstance(kind, Simple) else None


def conforms(narrow: Type, wide: Type) -> bool:
    """Whether every value of `narrow` is one of `wide`; an undeclared type (Any) is given the benefit of the doubt."""
    if wide is ANY or narrow is ANY or narrow == wide:
        return True
    if isinstance(wide, OneOf):
        return any(conforms(narrow, each) for each in wide.choices)
    if isinstance(narrow, Restricted):
        return conforms(narrow.base, wide)
    if isinstance(narrow, (ListOf, RangeOf)) and type(narrow) is type(wide):
        return conforms(narrow.element, wide.element)
    if isinstance(narrow, ContextOf) and isinstance(wide, ContextOf):
        own = dict(narrow.entries)
        return all(name in own and conforms(own[name], kind) for name, kind in wide.entries)
    return False


def unrestricted(kind: Type) -> Type:
    """The type without its allowed values: "instance of" asks for the kind of a value only."""
    if isinstance(kind, Restricted):
        return unrestricted(kind.base)
    if isinstance(kind, (ListOf, RangeOf)):
        return type(kind)(unrestricted(kind.element))
    if isinstance(kind, ContextOf):
        return ContextOf(tuple((name, unrestricted(each)) for name, each in kind.entries), kind.title)
    return kind


def converted(value: object, wanted: Type) -> tuple[bool, object]:
    """(True, the value as this type) after the standard's implicit conversions, or (False, None)."""
    if wanted.takes(value):
        return True, value
    if type(value) is list and len(value) == 1 and value[0] is not None and wanted.has(value[0]):
        return True, value[0]
    element = _element(wanted)
    if element is not None and type(value) is not list and element.has(value):
        return True, [value]
    if type(value) is FeelDate and _is_moment(wanted):
        return True, FeelDateTime(value, FeelTime(0, 0))
    return False, None


def _element(wanted: Type) -> Type | None:
    if isinstance(wanted, Restricted):
        wanted = wanted.base
    return wanted.element if isinstance(wanted, ListOf) else None


def _is_moment(wanted: Type) -> bool:
    return (wanted.base if isinstance(wanted, Restricted) else wanted) == SIMPLE["date and time"]


SIMPLE: dict[str, Type] = {
    name: Simple(name, python_type) for name, python_type in (
        ("number", Decimal), ("string", str), ("boolean", bool), ("date", FeelDate), ("time", FeelTime),
        ("date and time", FeelDateTime), ("days and time duration", DayTimeDuration),
        ("years and months duration", YearMonthDuration), ("context", dict), ("function", Function), ("range", Range),
    )
} | {"Any": ANY, "Null": Null(), "list": ListOf(ANY)}
_OTHER_NAMES = {
    "dateTime": "date and time", "dayTimeDuration": "days and time duration", "yearMonthDuration": "years and months duration",
    "day and time duration": "days and time duration", "any": "Any", "null": "Null",
    "integer": "number", "long": "number", "double": "number",       # as Camunda 7 wrote them
}


def type_of(node: tree.TypeNode, named: Mapping[str, Type] = {}) -> Type:
    """The type that a syntax tree names; `named` are the types someone defined. FeelSyntaxError for an unknown name."""
    if node.name in named and not node.arguments:
        return named[node.name]
    if node.name == "function" and (node.result or node.arguments):
        return FunctionOf(tuple(type_of(each, named) for each in node.arguments), type_of(node.result, named) if node.result else ANY)
    arguments = [type_of(each, named) for each in node.arguments]
    if node.name == "context" and node.names:
        return ContextOf(tuple(zip(node.names, arguments)))
    if node.name in ("list", "range") and len(arguments) == 1:
        return (ListOf if node.name == "list" else RangeOf)(arguments[0])
    found = SIMPLE.get(_OTHER_NAMES.get(node.name, node.name))
    if found is None or arguments:
        raise FeelSyntaxError("unknown-type", node.at, name=node.name, **hint_words(nearest(node.name, [*named, *SIMPLE])))
    return found
