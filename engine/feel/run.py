"""One evaluation: its clock, its limits, its warnings; and the frames that hold names while it goes on."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from time import perf_counter

from .errors import LIMITS, FeelLimitExceeded, Limits, Warning_
from .messages import kind_words, say
from .values import kind_of


class Run:
    """The root frame of an evaluation: the scope's `names`, and what the whole evaluation shares."""

    parent = None
    steps = 0
    calls = 0
    pattern_seconds = 0.0
    warnings: tuple[Warning_, ...] | list[Warning_] = ()

    def __init__(self, names: Mapping[str, object], now: datetime | None, zone: object, limits: Limits) -> None:
        self.names = names
        self.now = now
        self.zone = zone
        self.limits = limits

    @property
    def run(self) -> Run:
        return self

    def warn(self, code: str, position: int = 0, **values: object) -> None:
        """Note why a value is about to become null, and be that null."""
        if len(self.warnings) < self.limits.warnings:
            self.warnings = [*self.warnings, Warning_(code, *say(code, **values), position)]

    def warn_kinds(self, code: str, position: int, **values: object) -> None:
        """Like `warn`, where the values named `kind`, `left` or `right` are FEEL values to be named by their kind."""
        words: dict[str, object] = {}
        for name, value in values.items():
            words |= kind_words(kind_of(value), name) if name in ("kind", "left", "right") else {name: value}
        self.warn(code, position, **words)

    def charge(self, steps: int = 1) -> None:
        """Count work. FeelLimitExceeded when it was too much."""
        self.steps += steps
        if self.steps > self.limits.steps:
            raise FeelLimitExceeded("too-many-steps", limit=self.limits.steps)

    def checked_list(self, items: list) -> list:
        """The list, its length charged. FeelLimitExceeded when it is too long."""
        if len(items) > self.limits.items:
            raise FeelLimitExceeded("too-many-items", limit=self.limits.items)
        self.charge(len(items))
        return items

    def checked_text(self, text: str) -> str:
        """The string. FeelLimitExceeded when it is too long."""
        if len(text) > self.limits.characters:
            raise FeelLimitExceeded("too-many-characters", limit=self.limits.characters)
        self.charge(1 + len(text) // 1000)
        return text

    def with_pattern(self, match, *arguments: object, **options: object) -> object:
        """Run a pattern within what is left of the evaluation's matching time. FeelLimitExceeded beyond it."""
        left = self.limits.pattern_seconds - self.pattern_seconds
        started = perf_counter()
        try:
            if left <= 0:
                raise TimeoutError
            return match(*arguments, timeout=left, **options)
        except TimeoutError:
            raise FeelLimitExceeded("pattern-too-slow") from None
        finally:
            self.pattern_seconds += perf_counter() - started


class Frame:
    """Names of one scope inside an expression: a loop's variables, a function's arguments, a context's entries."""

    __slots__ = ("names", "parent", "run")

    def __init__(self, names: Mapping[str, object], parent: Frame | Run) -> None:
        self.names, self.parent, self.run = names, parent, parent.run


class _NoNames(dict):
    """Every name is null here."""

    def __missing__(self, name: str) -> None:
        return None


def bare_frame() -> Frame:
    """A frame for what reads no names, such as a test of constants, wherever it was compiled: it lies within itself."""
    names = _NoNames()
    frame = Frame(names, Run(names, None, "UTC", LIMITS))
    frame.parent = frame
    return frame
