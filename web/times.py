"""Times as people read them: the company's zone, 24 hours, and how far away they are."""

from __future__ import annotations

from datetime import date, datetime, time
from zoneinfo import ZoneInfo

from flask import Flask
from markupsafe import Markup

from engine.errors import NotFound
from web.current import now, process_engine
from web.language import t

MINUTE, HOUR, DAY = 60, 3600, 86400
# Nobody asks for other years, and at both ends of the calendar a day more or another zone is no date any more.
_YEARS = range(1900, 3000)


def install(app: Flask) -> None:
    app.jinja_env.filters.update(moment=moment, day=day, clock_time=clock_time, relative=relative, when=when, span=span)
    app.jinja_env.globals["now"] = now


def moment_of(words: str) -> datetime:
    """A moment as a page wrote it down (ISO 8601 with zone); raises NotFound for anything else."""
    try:
        at = datetime.fromisoformat(words)
    except ValueError as fault:
        raise NotFound("moment") from fault
    if at.tzinfo is None:
        raise NotFound("moment")
    return at


def day_start(words: str) -> datetime | None:
    """The beginning of a day in the company's zone, as a date field sends it; what can't be read counts as not asked for."""
    try:
        on = date.fromisoformat(words)
    except ValueError:
        return None
    return datetime.combine(on, time(), ZoneInfo(process_engine().settings.zone)) if on.year in _YEARS else None


def local(at: datetime) -> datetime:
    """`at` in the company's zone."""
    return at.astimezone(ZoneInfo(process_engine().settings.zone))


def moment(at: datetime | None) -> str:
    """2023-10-13 09:30, in the company's zone."""
    return f"{local(at):%Y-%m-%d %H:%M}" if at else "—"


def day(at: datetime | None) -> str:
    return f"{local(at):%Y-%m-%d}" if at else "—"


def clock_time(at: datetime | None) -> str:
    return f"{local(at):%H:%M}" if at else "—"


def relative(at: datetime) -> str:
    """How far `at` is from the present, in one or two units: “3 天后”, “2 h 05 min ago”."""
    seconds = int((at - now()).total_seconds())
    if abs(seconds) < MINUTE:
        return t("刚刚", "just now") if seconds <= 0 else t("马上", "in a moment")
    if seconds > 0:
        return t("{span}后", "in {span}", span=span(seconds))
    return t("{span}前", "{span} ago", span=span(-seconds))


def when(at: datetime | None) -> Markup:
    """The relative time, with the absolute one on hover and for machines."""
    if at is None:
        return Markup("—")
    return Markup('<time datetime="{}" title="{}">{}</time>').format(at.isoformat(), moment(at), relative(at))


def span(seconds: float) -> str:
    """A length of time in its two largest units: “1 天 3 小时”, “2 h 05 min”."""
    seconds = int(abs(seconds))
    if seconds < MINUTE:
        return t("{n} 秒", "{n} s", n=seconds)
    if seconds < HOUR:
        return t("{n} 分钟", "{n} min", n=seconds // MINUTE)
    if seconds < DAY:
        return _two(seconds, HOUR, MINUTE, t("小时", "h"), t("分", "min"))
    return _two(seconds, DAY, HOUR, t("天", "d"), t("小时", "h"))


def _two(seconds: int, large: int, small: int, large_name: str, small_name: str) -> str:
    rest = seconds % large // small
    whole = f"{seconds // large} {large_name}"
    return f"{whole} {rest} {small_name}" if rest else whole
