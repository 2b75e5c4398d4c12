"""Finds the known name that someone most likely meant."""

from __future__ import annotations

from collections.abc import Iterable
from difflib import SequenceMatcher

_COMPARED = 500      # candidates looked at, so that a large scope costs little
_ALIKE = 0.6


def nearest(name: str, candidates: Iterable[str]) -> str | None:
    """The candidate most like `name`, or None when none is alike (share of equal letters below 0.6)."""
    wanted = _plain(name)
    best, best_share = None, _ALIKE
    matcher = SequenceMatcher(None, wanted)
    for candidate, _ in zip(candidates, range(_COMPARED)):
        if not isinstance(candidate, str) or candidate == name or abs(len(candidate) - len(name)) > 20:
            continue
        matcher.set_seq2(_plain(candidate))
        # Upper bounds first, which cost a fraction.
        if matcher.real_quick_ratio() > best_share and matcher.quick_ratio() > best_share and (share := matcher.ratio()) > best_share:
            best, best_share = candidate, share
    return best


def _plain(name: str) -> str:
    return name.casefold().replace("_", " ").replace("-", " ")[:80]
