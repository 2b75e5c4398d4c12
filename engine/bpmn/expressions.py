"""FEEL as a diagram writes it: `=` means an expression, anything else a literal. The only door from bpmn/ to engine/feel."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from engine import feel
from engine.errors import Text

MAX_LENGTH = 10_000


@dataclass(frozen=True, slots=True)
class Outcome:
    """A value, and why it may not be what was meant (FEEL's first warning), if so."""

    value: object
    warning: Text | None = None


class Expression:
    """One attribute or text of the diagram, compiled once. `error` says why it can't be compiled, else None."""

    __slots__ = ("written", "source", "is_literal", "error", "literal", "names", "paths", "functions", "_compiled")

    def __init__(self, written: str, source: str | None = None):
        self.written = written
        self.source = written if source is None else source     # as it stands in the file
        self.is_literal = not written.lstrip().startswith("=")
        self.literal = Outcome(written) if self.is_literal else None
        self.error: Text | None = None
        self.names: frozenset[str] = frozenset()
        self.paths: frozenset[tuple[str, ...]] = frozenset()
        self.functions: frozenset[str] = frozenset()
        self._compiled = None
        if not self.is_literal:
            self._compile(written.lstrip()[1:])

    def evaluate(self, names: Mapping[str, object], now: datetime, zone: str) -> Outcome:
        """The value for these names; a literal is its text. Never raises for what the expression asks: see `Outcome.warning`."""
        if self.literal is not None:
            return self.literal
        if self._compiled is None:
            return Outcome(None, self.error)
        try:
            result = self._compiled.evaluate(names, now=now, zone=zone)
        except feel.FeelError as error:
            return Outcome(None, Text(error.zh, error.en))
        first = result.warnings[0] if result.warnings else None
        return Outcome(result.value, Text(first.zh, first.en) if first else None)

    def reads(self, name: str) -> bool:
        """Whether the expression reads this variable (or a path that begins with it)."""
        return name in self.names

    def _compile(self, text: str) -> None:
        if len(text) > MAX_LENGTH:
            self.error = Text(f"表达式超过 {MAX_LENGTH} 个字符。", f"The expression is longer than {MAX_LENGTH} characters.")
            return
        try:
            self._compiled = feel.compile_expression(text)
        except feel.FeelError as error:
            self.error = Text(error.zh, error.en)
            return
        self.names, self.paths, self.functions = self._compiled.names, self._compiled.paths, frozenset(self._compiled.functions)

    def __repr__(self) -> str:
        return f"Expression({self.written!r})"


def feel_only(written: str) -> Expression:
    """For places where the standard knows expressions only (conditions, scripts): the `=` may be missing."""
    text = written.strip()
    return Expression(text if text.startswith("=") else f"={text}", written)


def is_expression(written: str | None) -> bool:
    return written is not None and written.lstrip().startswith("=")
