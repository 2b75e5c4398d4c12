"""The working calendar: make-up days, company hours, summer time, and a slow obvious computation beside it."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.errors import Refused, Text
from engine.model.calendar import EditedDay, NoWorkingDays, WorkingCalendar
from engine.model.company_hours import DEFAULT_WEEK, Slot, read_slots, week_of
from engine.model.public_days import YearDays, chinese_days, no_public_days, public_days

SHANGHAI = WorkingCalendar("Asia/Shanghai")
PLAIN = WorkingCalendar("Asia/Shanghai", public_days=no_public_days)


def at(text: str, zone: str = "Asia/Shanghai") -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=ZoneInfo(zone))


def holidays_only(year: int) -> YearDays:
    return YearDays(chinese_days(year).holidays)


@pytest.mark.row("S3.25")
def test_seven_working_days_from_national_day_end_on_the_thirteenth():
    assert SHANGHAI.add_working_days(at("2023-10-01T09:30"), 7) == at("2023-10-13T09:30")


def test_without_make_up_days_they_would_end_on_the_seventeenth():
    calendar = WorkingCalendar("Asia/Shanghai", public_days=holidays_only)

    assert calendar.add_working_days(at("2023-10-01T09:30"), 7) == at("2023-10-17T09:30")


def test_on_plain_weeks_they_would_end_on_the_tenth():
    assert PLAIN.add_working_days(at("2023-10-01T09:30"), 7) == at("2023-10-10T09:30")


@pytest.mark.parametrize(
    ("start", "due"),
    [
        ("2023-10-12T07:00", "2023-10-13T09:00"),
        ("2023-10-12T22:15", "2023-10-13T18:00"),
        ("2023-10-12T18:00", "2023-10-13T18:00"),
        ("2023-10-13T14:20", "2023-10-16T14:20"),
    ],
)
def test_time_of_day_is_moved_into_the_days_hours(start, due):
    assert SHANGHAI.add_working_days(at(start), 1) == at(due)


def test_time_in_the_midday_break_moves_to_the_afternoon_opening():
    calendar = WorkingCalendar("Asia/Shanghai", week_of(read_slots("09:00-12:00 13:30-18:00")))

    assert calendar.add_working_days(at("2023-10-11T12:40"), 1) == at("2023-10-12T13:30")
    assert calendar.add_hours(at("2023-10-11T11:00"), 2) == at("2023-10-11T14:30")


@pytest.mark.parametrize("year", [2023, 2024, 2025, 2026])
def test_every_announced_year_has_make_up_days_on_weekends_and_holidays_off(year):
    make_up = chinese_days(year).make_up

    assert len(make_up) >= 5
    assert all(day.weekday() >= 5 and SHANGHAI.is_working_day(day) for day in make_up)
    assert not any(SHANGHAI.is_working_day(day) for day in chinese_days(year).holidays)
    assert SHANGHAI.years_without_data(date(year, 1, 1), date(year, 12, 31)) == []


def test_year_nobody_has_announced_is_named():
    assert SHANGHAI.years_without_data(date(2026, 12, 1), date(2028, 1, 5)) == [2027, 2028]
    assert PLAIN.years_without_data(date(2026, 12, 1), date(2028, 1, 5)) == []


def test_days_explain_why_they_count():
    notes = {day: SHANGHAI.day_note(date(2023, 10, day)) for day in (2, 6, 7, 9, 14)}

    assert notes[2].kind == "holiday" and notes[2].name == Text("国庆节", "National Day")
    assert notes[6].name == Text("调休放假", "day off in exchange for a make-up day")
    assert notes[7].kind == "make_up" and notes[7].is_working
    assert notes[9].kind == "working"
    assert notes[14].kind == "weekend"


def test_edited_days_go_before_everything_else():
    calendar = WorkingCalendar(
        "Asia/Shanghai",
        overlay={
            date(2023, 10, 9): EditedDay(False, note=Text("公司年会", "company party")),
            date(2023, 10, 14): EditedDay(True, read_slots("10:00-12:00")),
            date(2023, 10, 2): EditedDay(True),
        },
    )

    assert not calendar.is_working_day(date(2023, 10, 9))
    assert calendar.day_note(date(2023, 10, 9)).name.en == "company party"
    assert calendar.slots(date(2023, 10, 14)) == (Slot(600, 720),)
    assert calendar.slots(date(2023, 10, 2)) == (Slot(540, 1080),)


def test_hours_count_from_the_next_opening_and_end_at_closing():
    assert SHANGHAI.add_hours(at("2023-10-12T20:00"), 2) == at("2023-10-13T11:00")
    assert SHANGHAI.add_hours(at("2023-10-13T09:00"), 9) == at("2023-10-13T18:00")
    assert SHANGHAI.add_hours(at("2023-10-13T09:00"), 10) == at("2023-10-16T10:00")
    assert SHANGHAI.next_opening(at("2023-10-13T18:00")) == at("2023-10-16T09:00")
    assert SHANGHAI.next_opening(at("2023-10-13T10:00")) == at("2023-10-13T10:00")
    assert SHANGHAI.is_open(at("2023-10-13T17:59")) and not SHANGHAI.is_open(at("2023-10-13T18:00"))


def test_make_up_day_has_ordinary_hours():
    assert SHANGHAI.working_seconds(at("2023-10-07T00:00"), at("2023-10-08T00:00")) == 9 * 3600


def test_months_keep_the_local_time_and_end_in_short_months():
    assert SHANGHAI.add_months(at("2024-01-31T10:00"), 1) == at("2024-02-29T10:00")
    assert SHANGHAI.add_months(at("2023-11-30T10:00"), 14) == at("2025-01-30T10:00")
    berlin = WorkingCalendar("Europe/Berlin")
    assert berlin.add_months(at("2024-03-15T08:00", "Europe/Berlin"), 1) == at("2024-04-15T08:00", "Europe/Berlin")


def test_day_with_summer_time_change_has_23_or_25_hours():
    always = WorkingCalendar("Europe/Berlin", week_of((Slot(0, 1440),), range(7)), no_public_days)

    def length(day: str) -> float:
        start = at(day, "Europe/Berlin")
        return always.working_seconds(start, at((start + timedelta(days=1)).date().isoformat(), "Europe/Berlin")) / 3600

    assert [length(day) for day in ("2024-03-31", "2024-10-27", "2024-06-01")] == [23, 25, 24]


def test_skipped_local_time_becomes_the_moment_after_the_gap():
    always = WorkingCalendar("Europe/Berlin", week_of((Slot(0, 1440),), range(7)), no_public_days)

    assert always.add_working_days(at("2024-03-30T02:30", "Europe/Berlin"), 1) == datetime(2024, 3, 31, 1, 0, tzinfo=UTC)
    assert always.add_working_days(at("2024-10-26T02:30", "Europe/Berlin"), 1) == datetime(2024, 10, 27, 0, 30, tzinfo=UTC)


def test_answers_are_in_utc():
    for answer in (SHANGHAI.add_working_days(at("2023-10-01T09:30"), 1), SHANGHAI.add_hours(at("2023-10-12T10:00"), 1)):
        assert answer.utcoffset() == timedelta()


def test_empty_week_is_an_error_not_an_endless_search():
    never = WorkingCalendar("Asia/Shanghai", {}, no_public_days)

    with pytest.raises(NoWorkingDays):
        never.add_working_days(at("2023-10-01T09:30"), 1)
    with pytest.raises(NoWorkingDays):
        never.add_hours(at("2023-10-01T09:30"), 1)


def test_hours_are_read_as_people_write_them():
    assert read_slots("09：00–12:00，13:30-18:00") == (Slot(540, 720), Slot(810, 1080))
    assert read_slots("22:00-24:00") == (Slot(1320, 1440),)
    assert read_slots(" ") == ()
    assert ", ".join(map(str, read_slots("13:30-18:00, 09:00-12:00"))) == "09:00-12:00, 13:30-18:00"


@pytest.mark.parametrize("text", ["9-18", "18:00-09:00", "09:00-09:00", "24:30-24:40", "09:00-12:00, 11:00-13:00", "abc"])
def test_unreadable_or_overlapping_hours_are_refused(text):
    with pytest.raises(Refused) as refusal:
        read_slots(text)

    assert refusal.value.code == "company_hours" and refusal.value.text.zh and refusal.value.text.en


def test_country_without_data_has_plain_weeks():
    assert public_days("CN") is chinese_days
    assert public_days("XX")(2023) == YearDays()


# Beside a slow, obvious computation

ZONES = ["Asia/Shanghai", "Europe/Berlin", "America/New_York", "Australia/Lord_Howe", "Africa/Cairo"]
HOURS = ["09:00-18:00", "09:00-12:00, 13:30-18:00", "00:00-24:00", "01:00-02:30, 22:00-24:00"]
calendars = st.builds(
    lambda zone, hours, weekdays: WorkingCalendar(zone, week_of(read_slots(hours), weekdays)),
    st.sampled_from(ZONES),
    st.sampled_from(HOURS),
    st.sampled_from([range(5), range(6), range(7)]),
)
moments = st.datetimes(datetime(2023, 1, 1), datetime(2026, 11, 30)).map(lambda each: each.replace(tzinfo=UTC, second=0, microsecond=0))


def is_open_slowly(calendar: WorkingCalendar, moment: datetime) -> bool:
    local = moment.astimezone(calendar.zone)
    minute = local.hour * 60 + local.minute
    return any(slot.opens <= minute < slot.closes for slot in calendar.slots(local.date()))


@settings(max_examples=40)
@given(calendars, moments, st.integers(0, 5 * 24 * 60))
def test_working_time_is_the_count_of_open_minutes(calendar, start, minutes):
    counted = sum(is_open_slowly(calendar, start + timedelta(minutes=each)) for each in range(minutes))

    assert calendar.working_time(start, start + timedelta(minutes=minutes)) == timedelta(minutes=counted)


@settings(max_examples=60)
@given(calendars, moments, st.integers(1, 3000))
def test_adding_working_time_is_undone_by_measuring_it(calendar, start, minutes):
    due = calendar.add_working_time(start, timedelta(minutes=minutes))

    assert calendar.working_time(start, due) == timedelta(minutes=minutes)
    assert calendar.working_time(start, due - timedelta(minutes=1)) < timedelta(minutes=minutes)


@settings(max_examples=80)
@given(st.sampled_from([SHANGHAI, PLAIN]), moments, st.integers(1, 30))
def test_nth_working_day_is_found_by_counting_days(calendar, start, days):
    local = start.astimezone(calendar.zone)
    day, counted = local.date(), 0
    while counted < days:
        day += timedelta(days=1)
        public = chinese_days(day.year) if calendar is SHANGHAI else YearDays()
        counted += day in public.make_up or (day.weekday() < 5 and day not in public.holidays)
    moved = min(max(local.time(), time(9)), time(18))

    assert calendar.add_working_days(start, days) == datetime.combine(day, moved, calendar.zone)


def test_default_week_is_nine_to_six_on_five_days():
    assert {day: [str(slot) for slot in slots] for day, slots in DEFAULT_WEEK.items()} == {day: ["09:00-18:00"] for day in range(5)}
