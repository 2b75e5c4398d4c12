"""Functions of days and of the clock (DMN 10.3.4.8, 10.3.4.9)."""

from __future__ import annotations

from decimal import Decimal

from ..calls import Invalid
from ..dates import FeelDate
from ..gregorian import to_days, week_of_year, weekday
from ..messages import MESSAGES
from ..moments import FeelDateTime
from .registry import built_in

_DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_MONTHS = ("January", "February", "March", "April", "May", "June",
           "July", "August", "September", "October", "November", "December")


def _date(value: FeelDate | FeelDateTime) -> FeelDate:
    return value.date if type(value) is FeelDateTime else value


@built_in("day of year(date: date|date and time)")
def day_of_year(run, value) -> Decimal:
    date = _date(value)
    return Decimal(date.days - to_days(date.year, 1, 1) + 1)


@built_in("day of week(date: date|date and time)")
def day_of_week(run, value) -> str:
    return _DAYS[weekday(_date(value).days) - 1]


@built_in("month of year(date: date|date and time)")
def month_of_year(run, value) -> str:
    return _MONTHS[_date(value).month - 1]


@built_in("week of year(date: date|date and time)")
def iso_week_of_year(run, value) -> Decimal:
    return Decimal(week_of_year(_date(value).days))


@built_in("now()")
def now(run) -> FeelDateTime:
    """The moment of this evaluation, as the clocks in its zone show it."""
    if run.now is None:
        raise Invalid(*(sentence.rstrip("。.") for sentence in MESSAGES["no-clock"]))
    moment = FeelDateTime.from_python(run.now)
    if moment.is_local:
        return moment
    if isinstance(run.zone, str):
        is_utc = run.zone == "UTC"
        return FeelDateTime.from_instant(moment.instant, 0 if is_utc else None, None if is_utc else run.zone)
    return FeelDateTime.from_python(run.now.astimezone(run.zone))


@built_in("today()")
def today(run) -> FeelDate:
    """The day of this evaluation in its zone."""
    return now(run).date
