"""The names that are known at a place of the text, and the longest one that stands there."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache

from .tokens import NAME_PART, read_token
from .errors import FeelSyntaxError

ONLY_CALLED = frozenset({"date and time", "years and months duration"})
_PART = re.compile(r"\s*[-+*/'.()&,:]\s*|\s+")


class KnownNames:
    """A stack of sets of names. Single words need no care; names with spaces or signs are looked for in the text.

    Names in `only_called` count only where a bracket follows.
    """

    def __init__(self, names: Iterable[str], only_called: frozenset[str] = frozenset()) -> None:
        self._only_called = only_called
        self._levels: list[dict[str, list[str]]] = [_by_word(tuple(names)), {}]

    def push(self, names: Iterable[str]) -> None:
        """Know these names as well."""
        self._levels.append({})
        for name in names:
            self.add(name)

    def pop(self) -> None:
        """Forget the names of the last push."""
        self._levels.pop()

    def add(self, name: str) -> None:
        """Know one more name on the newest level."""
        self._levels[-1].setdefault(_first_word(name), []).append(name)

    def all(self) -> list[str]:
        """All known names."""
        return [name for level in self._levels for names in level.values() for name in names]

    def longest(self, text: str, start: int, word: str) -> tuple[str | None, int]:
        """The longest known name at `start`, where the word `word` stands, and where it ends."""
        best, best_end = None, start
        for level in self._levels:
            for name in level.get(word, ()):
                found = _pattern(name).match(text, start)
                if found and found.end() > best_end and _ends(text, found.end()) and self._fits(name, text, found.end()):
                    best, best_end = name, found.end()
        return best, best_end

    def _fits(self, name: str, text: str, end: int) -> bool:
        """Whether `date and time` means the function here, and not two values joined by "and"."""
        return name not in self._only_called or text[end:].lstrip().startswith("(")


def _ends(text: str, end: int) -> bool:
    """Whether no name character goes on after `end`."""
    return end >= len(text) or not NAME_PART.match(text[end - 1]) or not NAME_PART.match(text[end])


@lru_cache(maxsize=256)
def _by_word(names: tuple[str, ...]) -> dict[str, list[str]]:
    """The names by their first words. Many cells share one such level, so nothing is ever added to it."""
    by_word: dict[str, list[str]] = {}
    for name in names:
        by_word.setdefault(_first_word(name), []).append(name)
    return by_word


@lru_cache(maxsize=4096)
def _first_word(name: str) -> str:
    try:
        return read_token(name, 0).text
    except FeelSyntaxError:
        return name


@lru_cache(maxsize=4096)
def _pattern(name: str) -> re.Pattern:
    """Matches the name however its words and signs are spaced."""
    parts, place = [], 0
    for sign in _PART.finditer(name):
        parts += [re.escape(name[place:sign.start()]), _spaced(sign.group().strip())]
        place = sign.end()
    return re.compile("".join(parts) + re.escape(name[place:]))


def _spaced(sign: str) -> str:
    return rf"\s*{re.escape(sign)}\s*" if sign else r"\s+"
