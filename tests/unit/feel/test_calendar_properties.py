"""Dates, times and durations against an independent computation: Python's own calendar, and day-by-day counting."""

from __future__ import annotations

from datetime import date, datetime, timedelta, timezone
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.feel import DayTimeDuration, FeelDate, FeelDateTime, FeelTime, YearMonthDuration, compile_expression
from engine.feel.gregorian import week_of_year, weekday

quickly = settings(max_examples=120, deadline=None)
ZONES = st.sampled_from(["Asia/Shanghai", "Europe/Paris", "America/New_York", "Australia/Lord_Howe", "Etc/UTC"])


def value_of(text: str, **scope: object) -> object:
    return compile_expression(text).evaluate(scope).value


@quickly
@given(st.dates())
def test_date_has_the_calendars_parts(day):
    ours = FeelDate.from_python(day)

    assert (ours.to_python(), str(ours), ours.days) == (day, day.isoformat(), (day - date(1970, 1, 1)).days)
    assert (weekday(ours.days), week_of_year(ours.days)) == (day.isoweekday(), day.isocalendar().week)
    assert value_of("day of year(d)", d=ours) == day.timetuple().tm_yday


@quickly
@given(st.integers(-3 * 10**11, 3 * 10**11))
def test_far_years_repeat_every_four_hundred(days):
    far, near = FeelDate.from_days(days), FeelDate.from_days(days % 146_097)

    assert (far.month, far.day, far.year % 400) == (near.month, near.day, near.year % 400)
    assert FeelDate.parse(str(far)) == far and far.days == days


@quickly
@given(st.dates(date(2, 1, 1), date(9998, 1, 1)), st.integers(-10_000, 10_000))
def test_date_plus_days_is_that_many_days_on(day, days):
    if not date(1, 1, 1) <= day + timedelta(days=0) <= date(9999, 1, 1) or not 1 < day.year + days / 365.25 < 9998:
        return

    found = value_of("d + p", d=FeelDate.from_python(day), p=DayTimeDuration.from_python(timedelta(days=days)))

    assert found.to_python() == day + timedelta(days=days)


@quickly
@given(st.dates(date(400, 1, 1), date(9000, 1, 1)), st.integers(-1200, 1200))
def test_date_plus_months_is_counted_month_by_month(day, months):
    year, month = day.year, day.month
    for _ in range(abs(months)):
        month += 1 if months > 0 else -1
        if month in (0, 13):
            year, month = (year + 1, 1) if month == 13 else (year - 1, 12)
    following = date(year + month // 12, month % 12 + 1, 1)
    last = (following - timedelta(days=1)).day

    found = value_of("d + p", d=FeelDate.from_python(day), p=YearMonthDuration(months))

    assert found == FeelDate(year, month, min(day.day, last))


@quickly
@given(st.dates(date(100, 1, 1), date(9000, 1, 1)), st.integers(0, 3000))
def test_months_between_are_the_most_that_fit(day, months):
    start = FeelDate.from_python(day)
    end = start.plus_months(months)

    found = value_of("years and months duration(a, b)", a=start, b=end)

    assert found.months in (months - 1, months)                 # one less where the month's end cut the day off
    assert start.plus_months(found.months).days <= end.days


@quickly
@given(st.datetimes(datetime(1950, 1, 1), datetime(2100, 1, 1)), ZONES, st.integers(-10**7, 10**7))
def test_moment_plus_seconds_is_elapsed_time(moment, zone, seconds):
    start = moment.replace(tzinfo=timezone.utc).astimezone(ZoneInfo(zone))

    found = value_of("d + p", d=FeelDateTime.from_python(start), p=DayTimeDuration.from_seconds(seconds))

    expected = (start.astimezone(timezone.utc) + timedelta(seconds=seconds))
    assert found.to_python() == expected
    assert str(found).startswith(expected.astimezone(ZoneInfo(zone)).replace(tzinfo=None).isoformat()[:19])


@quickly
@given(st.datetimes(datetime(1, 1, 2), datetime(9999, 12, 30)), st.datetimes(datetime(1, 1, 2), datetime(9999, 12, 30)))
def test_difference_of_moments_is_exact(a, b):
    found = value_of("a - b", a=FeelDateTime.from_python(a), b=FeelDateTime.from_python(b))

    assert found.to_python() == a - b
    assert value_of("a < b", a=FeelDateTime.from_python(a), b=FeelDateTime.from_python(b)) is (a < b)


@quickly
@given(st.integers(-10**20, 10**20))
def test_duration_survives_its_own_text(nanoseconds):
    duration = DayTimeDuration(nanoseconds)

    assert value_of("duration(string(d))", d=duration) == duration
    assert duration.to_seconds() == Decimal(nanoseconds) / 10**9


@quickly
@given(st.timedeltas(timedelta(days=-10**6), timedelta(days=10**6)))
def test_duration_parts_add_up(length):
    parts = value_of("[d.days, d.hours, d.minutes, d.seconds]", d=DayTimeDuration.from_python(length))
    days, hours, minutes, seconds = map(int, parts)

    whole = int(abs(length).total_seconds()) if length >= timedelta(0) else -(abs(length) // timedelta(seconds=1))
    assert ((days * 24 + hours) * 60 + minutes) * 60 + seconds == whole


def test_hour_that_the_clocks_show_twice_is_passed_twice():
    first = FeelDateTime.parse("2018-10-28T02:30:00@Europe/Paris")

    second = first.plus(3600 * 10**9)

    assert str(second) == str(first) and second != first
    assert [first.offset, second.offset] == [7200, 3600]
    assert second.to_python() - first.to_python() == timedelta(hours=1)


@pytest.mark.parametrize("text", ["2024-02-30", "2023-02-29", "24-01-01", "02024-01-01", "2024-1-1", "1000000000-01-01", "2024-01-01T"])
def test_what_is_no_day_is_refused(text):
    with pytest.raises(ValueError, match="."):
        FeelDate.parse(text)


@pytest.mark.parametrize("text", ["24:00:01", "10:60:00", "10:00:60", "10:00", "10:00:00+19:00", "10:00:00@Nowhere/Town", "10:00:00+02:00@Europe/Paris"])
def test_what_is_no_time_is_refused(text):
    with pytest.raises(ValueError, match="."):
        FeelTime.parse(text)
