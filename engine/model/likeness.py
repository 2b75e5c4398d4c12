"""How alike two texts are, Chinese ones too: pairs of neighbouring characters, which need no dictionary of words."""

from __future__ import annotations

import unicodedata

MOST_GRAMS = 400
"""Of one text; more would say nothing new."""


def plain(text: str) -> str:
    """Letters, digits and ideographs alone, in one width and lower case."""
    return "".join(char for char in unicodedata.normalize("NFKC", text).casefold() if char.isalnum())


def grams(text: str) -> frozenset[str]:
    """The pairs of neighbours; a text of one character is its own pair."""
    bare = plain(text)
    pairs = dict.fromkeys(bare[at : at + 2] for at in range(max(len(bare) - 1, min(len(bare), 1))))
    return frozenset(list(pairs)[:MOST_GRAMS])


def dice(one: frozenset[str], other: frozenset[str]) -> float:
    """What share of their pairs they have in common: 0 none, 1 all (Dice's coefficient)."""
    return 2 * len(one & other) / (len(one) + len(other)) if one and other else 0.0
