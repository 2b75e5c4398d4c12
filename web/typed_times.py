"""Dates and times as people type them into a form, in the company's zone."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

from flask import request

from engine.errors import InvalidValues, Text
from web.current import process_engine

NO_TIME = Text("请填写日期和时间。", "Please give a date and a time.")


def typed_times(*names: str) -> list[datetime]:
    """Raises InvalidValues for what is no time."""
    found, faults = [], {}
    for name in names:
        try:
            found.append(datetime.fromisoformat(request.form.get(name, "")).replace(tzinfo=ZoneInfo(process_engine().settings.zone)))
        except ValueError:
            faults[name] = NO_TIME
    if faults:
        raise InvalidValues(faults)
    return found
