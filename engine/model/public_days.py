"""Public holidays and make-up working days (调休) by year, from the `holidays` package; it needs no network and no file."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache

from holidays.countries import CN

from engine.errors import Text


@dataclass(frozen=True)
class YearDays:
    """One year's special days. `is_announced`: False when the year's arrangement is only computed, not yet published."""

    holidays: Mapping[date, Text] = field(default_factory=dict)
    make_up: Mapping[date, Text] = field(default_factory=dict)
    is_announced: bool = True


PublicDays = Callable[[int], YearDays]

MAKE_UP = Text("调休上班", "make-up working day")
SWAPPED = Text("调休放假", "day off in exchange for a make-up day")


def no_public_days(year: int) -> YearDays:
    """A plain week: no holidays, no make-up days."""
    return YearDays()


@lru_cache(maxsize=256)
def chinese_days(year: int) -> YearDays:
    """China's year. The State Council's notice names make-up days every year, so a year without any is not announced."""
    chinese = CN(years=year, language="zh_CN")
    english = CN(years=year, language="en_US")
    swapped = {each for each in chinese if "调休" in chinese[each]}
    make_up = {day for day in chinese.weekend_workdays if day.year == year}
    names = {day: SWAPPED if day in swapped else _name(chinese[day], english[day]) for day in sorted(chinese) if day.year == year}
    return YearDays(names, {day: MAKE_UP for day in sorted(make_up)}, is_announced=bool(make_up))


def _name(zh: str, en: str) -> Text:
    return Text(zh.split("（")[0], en.split(" (")[0])


PUBLIC_DAYS: Mapping[str, PublicDays] = {"CN": chinese_days}


def public_days(country: str) -> PublicDays:
    """The loader of a country (ISO code of the settings); a country we hold no data for has plain weeks."""
    return PUBLIC_DAYS.get(country, no_public_days)
