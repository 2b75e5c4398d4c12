"""Reads the text of a temporal literal: @"2024-02-29", @"10:30:00", @"P1D"."""

from __future__ import annotations

from .dates import FeelDate
from .durations import parse_duration
from .moments import FeelDateTime
from .times import FeelTime


def temporal(text: str) -> object:
    """The date, time, date and time or duration of a text. ValueError when it is none."""
    if text.startswith(("P", "-P")):
        return parse_duration(text)
    if "T" in text.partition("@")[0]:
        return FeelDateTime.parse(text)
    return FeelTime.parse(text) if ":" in text else FeelDate.parse(text)
