"""Departments, groups, absences, company hours and decided days."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from engine.commands import absences, calendar_days, company_settings, departments, groups
from engine.commands.departments import DepartmentFields
from engine.errors import Conflict, InvalidValues, NotFound
from engine.queries import company_calendar, directory
from tests.unit.commands_directory.conftest import Office

WEEK = ["09:00-12:00, 13:30-18:00"] * 5 + ["", ""]
DAY = timedelta(days=1)


def department(**changes) -> DepartmentFields:
    kept = {"name_zh": "客服部", "name_en": "Support", "supervisor_id": "li", "deputy_id": "zhao", "parent_id": "company"}
    return DepartmentFields(**(kept | changes))


def test_department_cannot_stand_below_itself(office: Office):
    with pytest.raises(InvalidValues) as refused:
        office.as_("wang", departments.change, "company", department(name_zh="公司", name_en="Company", parent_id="support"))

    assert set(refused.value.fields) == {"parent_id"}


def test_deputy_is_another_person_than_the_supervisor(office: Office):
    with pytest.raises(InvalidValues) as refused:
        office.as_("wang", departments.change, "support", department(deputy_id="li"))

    assert set(refused.value.fields) == {"deputy_id"}


def test_new_department_appears_below_its_parent(office: Office):
    office.as_("wang", departments.create, "second_line", department(name_zh="二线", name_en="Second line", parent_id="support"))

    lines = {line.id: line.depth for line in office.as_("wang", directory.departments)}
    assert lines == {"company": 0, "support": 1, "second_line": 2}


def test_change_of_a_department_records_only_what_changed(office: Office):
    office.as_("wang", departments.change, "support", department(supervisor_id="sun"))

    assert office.recorded("department_changed") == [
        {"department_id": "support", "supervisor_id": {"before": "li", "after": "sun"}}
    ]


def test_members_who_come_and_go_are_recorded(office: Office):
    office.as_("wang", groups.change, "hotline", "热线组", "Hotline", ["sun"])

    assert office.actor("sun").groups == {"hotline"}
    assert office.recorded("group_changed") == [{"group_id": "hotline", "added": ["sun"], "removed": ["chen"]}]


def test_absent_supervisor_is_answered_for_by_the_deputy_until_the_end(office: Office):
    office.as_("li", absences.plan, "li", office.clock.now() + DAY, office.clock.now() + 3 * DAY, "zhao")
    office.clock.move(2 * DAY)

    assert office.actor("zhao").supervises == {"support"}
    assert office.actor("zhao").stands_in_for == {"li"}

    office.clock.move(2 * DAY)
    assert office.actor("zhao").supervises == set()


def test_absence_of_someone_else_is_not_a_colleagues_to_plan(office: Office):
    with pytest.raises(NotFound):
        office.as_("chen", absences.plan, "sun", office.clock.now(), office.clock.now() + DAY, "li")


def test_deputy_who_is_away_too_is_refused(office: Office):
    now = office.clock.now()
    office.as_("wang", absences.plan, "zhao", now, now + 5 * DAY, "chen")

    with pytest.raises(InvalidValues) as refused:
        office.as_("wang", absences.plan, "li", now + DAY, now + 2 * DAY, "zhao")

    assert set(refused.value.fields) == {"deputy_id"}


def test_overlapping_absence_is_refused(office: Office):
    now = office.clock.now()
    office.as_("wang", absences.plan, "li", now, now + 5 * DAY, "zhao")

    with pytest.raises(InvalidValues) as refused:
        office.as_("wang", absences.plan, "li", now + DAY, now + 2 * DAY, "chen")

    assert set(refused.value.fields) == {"ends_at"}


def test_running_absence_ends_now_and_not_twice(office: Office):
    now = office.clock.now()
    absence_id = office.as_("wang", absences.plan, "li", now - DAY, now + DAY, "zhao")

    office.as_("wang", absences.end, absence_id)

    assert office.actor("zhao").stands_in_for == set()
    with pytest.raises(Conflict):
        office.as_("wang", absences.end, absence_id)


def test_company_hours_change_the_preview(office: Office):
    office.as_("wang", company_settings.set_hours, WEEK)

    preview = {day.on: day.hours for day in office.as_("wang", company_calendar.calendar).preview}
    assert preview[date(2023, 10, 9)] == "09:00-12:00, 13:30-18:00"
    assert preview[date(2023, 10, 14)] == ""


def test_unreadable_hours_are_refused_at_their_weekday(office: Office):
    with pytest.raises(InvalidValues) as refused:
        office.as_("wang", company_settings.set_hours, ["nine to five", *WEEK[1:]])

    assert set(refused.value.fields) == {"0"}


def test_week_without_any_hours_is_refused(office: Office):
    with pytest.raises(InvalidValues):
        office.as_("wang", company_settings.set_hours, [""] * 7)


def test_decided_day_counts_instead_of_the_announced_one_until_it_is_taken_back(office: Office):
    saturday = date(2023, 10, 14)
    office.as_("wang", calendar_days.decide, saturday, True, "10:00-15:00", "盘点")

    found = {day.on: day for day in office.as_("wang", company_calendar.calendar).preview}[saturday]
    assert (found.hours, found.is_edited) == ("10:00-15:00", True)

    office.as_("wang", calendar_days.take_back, saturday)
    found = {day.on: day for day in office.as_("wang", company_calendar.calendar).preview}[saturday]
    assert (found.hours, found.is_edited) == ("", False)


def test_year_without_announced_holidays_is_named(office: Office):
    office.clock.move(timedelta(days=366 * 20))

    assert office.as_("wang", company_calendar.calendar).missing_years


def test_preview_of_leaving_names_the_successor_and_the_department(office: Office):
    hand_over = office.as_("wang", directory.hand_over, "li")

    assert hand_over.successor == "赵强"
    assert [(name.zh, deputy) for name, deputy in hand_over.departments] == [("客服部", "赵强")]


def test_people_are_found_by_name_and_login(office: Office):
    assert [line.login for line in office.as_("wang", directory.people, "晨")] == ["chen"]
    assert [line.login for line in office.as_("wang", directory.people, "ZHA")] == ["zhao"]
