"""The known name that somebody most likely meant, as the end of a sentence that says their name is unknown."""

from __future__ import annotations

from collections.abc import Iterable

from engine.errors import Text
from engine.feel import nearest


def did_you_mean(name: str, known: Iterable[str]) -> Text:
    """Empty when no known name is alike."""
    close = nearest(name, sorted(known))
    return Text(f"是否想写“{close}”？", f" Did you mean '{close}'?") if close else Text("", "")
