"""The two things people write in FEEL, compiled once: expressions, and the tests of a decision table's cell."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime, tzinfo
from typing import NamedTuple

from . import compile_control, compile_operators, compile_values, tree  # noqa: F401  (importing registers the compilers)
from .analysis import called_names, read_paths
from .builtins import BUILT_INS, SPACED_NAMES
from .compile_tests import compile_tests
from .compiler import compile_node
from .errors import LIMITS, FeelLimitExceeded, Limits, Warning_
from .measuring import measure
from .parser import parse_expression, parse_tests
from .run import Run
from .scope import Scope
from .types import Type


class Result(NamedTuple):
    """A value, and why parts of it became null."""

    value: object
    warnings: tuple[Warning_, ...] = ()


_YES, _NO = Result(True), Result(False)
_new_run, _new_result = object.__new__, tuple.__new__      # their constructors would cost as much as a small expression


class _Compiled:
    """What both have in common: the text, its tree, and what it reads from the scope it is given."""

    def __init__(self, text: str, root: tree.Node, limits: Limits) -> None:
        self.text, self.tree, self.limits = text, root, limits
        self.paths = read_paths(root)
        self.names = frozenset(path[0] for path in self.paths)
        self.functions = called_names(root) - BUILT_INS.keys()

    def __repr__(self) -> str:
        return f"{type(self).__name__}({self.text!r})"


class Expression(_Compiled):
    """A FEEL expression. `names` and `paths` are what it reads, `functions` what it calls beyond the built-in ones."""

    def __init__(self, text: str, root: tree.Node, limits: Limits, types: Mapping[str, Type]) -> None:
        super().__init__(text, root, limits)
        self._closure = compile_node(root, Scope(types=types))

    def evaluate(self, scope: Mapping[str, object], *, now: datetime | None = None, zone: str | tzinfo = "UTC") -> Result:
        """The value in this scope. Never raises for what the expression says, save FeelLimitExceeded."""
        run = _new_run(Run)
        run.names, run.now, run.zone, run.limits = scope, now, zone, self.limits
        try:
            value = self._closure(run)
        except RecursionError:
            raise FeelLimitExceeded("too-deep") from None
        kind = type(value)
        if kind is list or kind is dict:
            measure(value, self.limits)
        if run.warnings:
            return Result(value, tuple(run.warnings))
        if kind is bool:
            return _YES if value else _NO
        return _new_result(Result, (value, ()))


class UnaryTests(_Compiled):
    """The tests of a cell. `-` holds for every value."""

    def __init__(self, text: str, root: tree.Tests, limits: Limits, types: Mapping[str, Type]) -> None:
        super().__init__(text, root, limits)
        self.names -= {"?"}
        self.paths = frozenset(path for path in self.paths if path[0] != "?")
        self.is_any = not root.tests
        self.test = compile_tests(root, Scope(types=types))

    def matches(self, input_value: object, scope: Mapping[str, object], *, now: datetime | None = None,
                zone: str | tzinfo = "UTC") -> Result:
        """True, False, or None if it can't be said. Never raises, save FeelLimitExceeded."""
        run = Run(scope, now, zone, self.limits)
        try:
            value = self.test(run, input_value)
        except RecursionError:
            raise FeelLimitExceeded("too-deep") from None
        return Result(value, tuple(run.warnings))


def compile_expression(text: str, *, names: Iterable[str] = (), members: Iterable[str] = (),
                       types: Mapping[str, Type] = {}, limits: Limits = LIMITS) -> Expression:
    """Compile an expression. FeelSyntaxError, FeelLimitExceeded.

    `names`: what the scope will hold, needed for names with spaces or signs; `members`: names that may follow a dot;
    `types`: named types for "instance of".
    """
    root = parse_expression(text, (*SPACED_NAMES, *names), members, limits)
    return Expression(text, root, limits, types)


def compile_unary_tests(text: str, *, names: Iterable[str] = (), members: Iterable[str] = (),
                        types: Mapping[str, Type] = {}, limits: Limits = LIMITS) -> UnaryTests:
    """Compile the tests of a cell; parameters and errors as in `compile_expression`."""
    root = parse_tests(text, (*SPACED_NAMES, *names), members, limits)
    return UnaryTests(text, root, limits, types)
