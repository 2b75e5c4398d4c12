"""What can go wrong in FEEL, as values: two documented errors, a warning, and the limits that no expression outlasts."""

from __future__ import annotations

from dataclasses import dataclass

from .messages import say


@dataclass(frozen=True, slots=True)
class Limits:
    """How much one expression may ask for. Lengths in characters, times in seconds, the rest in counts."""

    length: int = 20_000            # of the text
    depth: int = 120                # of the syntax tree
    nesting: int = 40               # brackets within brackets
    steps: int = 100_000            # iterations, comparisons of elements, calls: all loops of one evaluation together
    items: int = 20_000             # of one list, and of one whole result
    characters: int = 1_000_000     # of one string
    calls: int = 80                 # functions that call functions
    pattern_seconds: float = 0.25   # all pattern matching of one evaluation together
    warnings: int = 50              # kept per evaluation; further ones are dropped


LIMITS = Limits()


@dataclass(frozen=True, slots=True)
class Warning_:
    """Why a value became null. `position` counts characters from 0."""

    code: str
    zh: str
    en: str
    position: int = 0


class FeelError(Exception):
    """The base of both documented errors: a code, a sentence in each language, a character position from 0."""

    def __init__(self, code: str, position: int = 0, **values: object) -> None:
        self.code = code
        self.position = position
        self.zh, self.en = say(code, **values)
        super().__init__(f"{self.en} (character {position + 1})")


class FeelSyntaxError(FeelError):
    """The text is not FEEL. Raised while compiling, never while evaluating."""


class FeelLimitExceeded(FeelError):
    """The text or its evaluation asks for more than `Limits` allows."""
