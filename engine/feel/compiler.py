"""The compiler: a syntax tree becomes nested closures, each taking a frame and returning a value."""

from __future__ import annotations

from collections.abc import Callable

from . import tree
from .run import Frame
from .scope import Scope

Closure = Callable[[Frame], object]
_COMPILERS: dict[type, Callable[[tree.Node, Scope], Closure]] = {}


def compiles(*kinds: type):
    """Register the function that compiles these kinds of nodes."""
    def register(function):
        _COMPILERS.update(dict.fromkeys(kinds, function))
        return function
    return register


def compile_node(node: tree.Node, scope: Scope) -> Closure:
    """The closure of a node whose names are read from `scope`."""
    return _COMPILERS[type(node)](node, scope)
