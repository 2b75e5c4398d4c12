"""How long what is kept: a duration of the package from the archiving, on the company's calendar days."""

from __future__ import annotations

import calendar
import re
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

SHORTEST_CASE_YEARS = 3
"""A case is kept at least so long (the procedures' own sources say so)."""

_DURATION = re.compile(r"P(?:(\d+)Y)?(?:(\d+)M)?(?:(\d+)D)?")


def ends_at(archived_at: datetime, duration: str, zone: str) -> datetime:
    """The moment from which the kept may go. `duration`: ISO 8601 of years, months and days; 31 January + 1 month is
    the month's last day. Raises ValueError for any other text."""
    found = _DURATION.fullmatch(duration)
    if found is None or duration == "P":
        raise ValueError(duration)
    years, months, days = (int(part or 0) for part in found.groups())
    local = archived_at.astimezone(ZoneInfo(zone))
    month = local.month - 1 + months + 12 * years
    year, month = local.year + month // 12, month % 12 + 1
    day = min(local.day, calendar.monthrange(year, month)[1])
    return local.replace(year=year, month=month, day=day) + timedelta(days=days)


def is_long_enough(duration: str) -> bool:
    """Whether a case of a package with this duration is kept for the shortest time at least."""
    start = datetime(2001, 1, 1, tzinfo=ZoneInfo("UTC"))
    return ends_at(start, duration, "UTC") >= ends_at(start, f"P{SHORTEST_CASE_YEARS}Y", "UTC")
