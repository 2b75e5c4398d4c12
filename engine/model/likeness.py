"""How alike two texts are, Chinese ones too: pairs of neighbouring characters, which need no dictionary of words."""

from __future__ import annotations

import re
import unicodedata

MOST_GRAMS = 400
"""Of one text; more would say nothing new."""


_WORD = re.compile(r"[a-z0-9]+|[^\W_a-z0-9]")


def plain(text: str) -> str:
    """Letters, digits and ideographs alone, in one width and lower case."""
    return "".join(char for char in unicodedata.normalize("NFKC", text).casefold() if char.isalnum())


def grams(text: str) -> frozenset[str]:
    """The pairs of neighbours; a text of one character is its own pair."""
    bare = plain(text)
    pairs = dict.fromkeys(bare[at : at + 2] for at in range(max(len(bare) - 1, min(len(bare), 1))))
    return frozenset(list(pairs)[:MOST_GRAMS])


def words(text: str) -> frozenset[str]:
    """Each ideograph by itself, letters and digits as the words they make."""
    return frozenset(_WORD.findall(unicodedata.normalize("NFKC", text).casefold()))


def shared(one: frozenset[str], other: frozenset[str]) -> float:
    """What share of the shorter one is in the longer one: 0 nothing, 1 all. One text may tell more than the other."""
    return len(one & other) / min(len(one), len(other)) if one and other else 0.0
