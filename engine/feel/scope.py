"""Names at compile time: where each will be found when the expression runs."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping

from .builtins import BUILT_INS
from .messages import hint_words
from .nearest import nearest
from .run import Frame
from .types import Type
from .values import NATIVE, native

Getter = Callable[[Frame], object]


class Scope:
    """One level of names. The outermost reads the caller's scope, then the built-in functions."""

    def __init__(self, parent: Scope | None = None, names: Iterable[str] = (), is_item: bool = False,
                 types: Mapping[str, Type] | None = None) -> None:
        self.parent, self.names, self.is_item = parent, frozenset(names), is_item
        self.types: Mapping[str, Type] = types if types is not None else parent.types if parent else {}

    def inside(self, names: Iterable[str]) -> Scope:
        """A level within this one that has these names."""
        return Scope(self, names)

    def filtering(self) -> Scope:
        """The level within a filter: `item` and, if that is a context, its entries."""
        return Scope(self, is_item=True)

    def getter(self, name: str, at: int) -> Getter:
        """What reads the name from a frame of this level."""
        if self.parent is None:
            return _from_root(name, at)
        outer = self.parent.getter(name, at)
        if self.is_item:
            return _from_item(name, outer)
        if name in self.names:
            return lambda frame: frame.names[name]
        return lambda frame: outer(frame.parent)

    def is_local(self, name: str) -> bool:
        """Whether the name surely is one of this expression's own."""
        return name in self.names or (self.parent is not None and self.parent.is_local(name))


def _from_root(name: str, at: int) -> Getter:
    def read(frame: Frame) -> object:
        try:
            value = frame.names[name]
        except KeyError:
            return _absent(frame, name, at)
        return value if type(value) in NATIVE else native(value)
    return read


def _absent(frame: Frame, name: str, at: int) -> object:
    if name in BUILT_INS:
        return BUILT_INS[name]
    return frame.run.warn("unknown-name", at, name=name, **hint_words(nearest(name, frame.names)))


def _from_item(name: str, outer: Getter) -> Getter:
    def read(frame: Frame) -> object:
        item = frame.names["item"]
        if type(item) is dict and name in item:
            value = item[name]
            return value if type(value) in NATIVE else native(value)
        return item if name == "item" else outer(frame.parent)
    return read
