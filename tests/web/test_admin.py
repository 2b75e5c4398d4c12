"""The administrator's pages: people, departments, groups, absences, the working calendar."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta

import pytest
from flask import Flask

from tests.stories import WAY, Story
from tests.web.customer_visit import CustomerVisit
from tests.web.member import Member
from tests.web.test_customer import handle
from web.app import create_app
from web.customer.robots import LEAST_SECONDS

PAGES = ("people", "departments", "groups", "absences", "calendar")
ONCE = re.compile(r'<output class="once-password mono">([^<]+)</output>')
REGISTERED = next(values for element, _, values in WAY if element == "register_feedback")
QIAN = {"login": "qian.jin", "name": "钱进", "language": "zh", "department_id": "finance", "roles": "", "group_ids": "intake"}


@pytest.fixture
def app(company) -> Flask:
    app = create_app(company.process_engine)
    app.config[LEAST_SECONDS] = 0
    return app


@pytest.fixture
def administrator(app) -> Member:
    return Member(app).sign_in("gao.wei")


def text(member: Member, path: str) -> str:
    answer = member.get(path)
    assert answer.status_code == 200, (path, answer.status_code)
    return answer.get_data(as_text=True)


def person_id(member: Member, login: str) -> str:
    page = text(member, f"/administration/people/?q={login}")
    return re.search(r'href="/administration/people/([0-9a-f]{32})"', page).group(1)


def test_pages_are_for_administrators_only(app):
    for login in ("wang.min", "ma.chao", "he.yun"):
        member = Member(app).sign_in(login)
        found = {page: member.get(f"/administration/{page}/").status_code for page in PAGES}

        assert found == dict.fromkeys(PAGES, 404), login


def test_new_person_gets_a_password_once_and_has_to_change_it(app, administrator):
    answer = administrator.post("/administration/people/", **{key: value for key, value in QIAN.items() if value})
    once = ONCE.search(answer.get_data(as_text=True)).group(1)

    qian = Member(app).sign_in("qian.jin", once)
    assert qian.get("/inbox").headers["Location"].endswith("/password")
    page = text(administrator, f"/administration/people/{person_id(administrator, 'qian.jin')}")
    assert once not in page


def test_refused_person_keeps_what_was_typed(administrator):
    answer = administrator.post("/administration/people/", login="9", name="钱进", language="zh", roles="auditor")
    page = answer.get_data(as_text=True)

    assert answer.status_code == 422
    assert 'value="钱进"' in page and 'id="login-fault"' in page
    assert re.search(r'value="auditor" checked', page)


def test_reset_password_ends_open_sessions(app, administrator):
    wang = Member(app).sign_in("wang.min")
    administrator.post(f"/administration/people/{person_id(administrator, 'wang.min')}/password")

    assert wang.get("/inbox").status_code == 303


def test_leaving_shows_first_what_is_handed_over_and_then_does_it(app, administrator, company):
    zhang = CustomerVisit(app)
    zhang.submit()
    handle(company, zhang, until="describe_steps")
    sun = person_id(administrator, "sun.li")

    preview = text(administrator, f"/administration/people/{sun}/leaving")
    assert '<strong class="figure">1</strong>' in preview and "刘芳" in preview
    assert zhang.number not in preview  # administrators see no case

    administrator.post(f"/administration/people/{sun}/leaving")
    liu = Member(app).sign_in("liu.fang")
    assert zhang.number in text(liu, "/inbox")
    assert "已离职" in text(administrator, f"/administration/people/{sun}")


def test_hand_over_stands_in_the_trail_of_the_case(app, administrator, company):
    zhang = CustomerVisit(app)
    zhang.submit()
    handle(company, zhang, until="describe_steps")
    administrator.post(f"/administration/people/{person_id(administrator, 'sun.li')}/leaving")

    page = text(Member(app).sign_in("ma.chao"), f"/audit/cases/{zhang.number}?topic=tasks")
    assert "任务已转交" in page and "高伟" in page
    assert "审计链完整" in page


def test_department_cannot_stand_below_itself_and_says_so(administrator):
    values = {"name_zh": "公司管理层", "name_en": "Company", "parent_id": "finance"}

    answer = administrator.post("/administration/departments/company", **values)

    assert answer.status_code == 422
    assert 'id="parent_id-fault"' in answer.get_data(as_text=True)


def test_new_group_can_be_given_members(administrator):
    member = person_id(administrator, "wang.min")
    administrator.post("/administration/groups/", id="night_watch", name_zh="夜班组", name_en="Night watch", member_ids=member)

    page = text(administrator, "/administration/groups/")
    assert "夜班组" in page
    assert re.search(rf'value="{member}" checked', text(administrator, "/administration/groups/night_watch"))


def test_absence_is_planned_in_the_company_s_zone_and_ended(administrator, company):
    liu, sun = person_id(administrator, "liu.fang"), person_id(administrator, "sun.li")
    administrator.post("/administration/absences/", person_id=liu, deputy_id=sun, starts_at="2023-10-09T08:00", ends_at="2023-10-13T18:00")

    page = text(administrator, "/administration/absences/")
    assert "2023-10-09 08:00" in page and company.person("sun.li").stands_in_for == {liu}

    end = re.search(r'action="(/administration/absences/[0-9a-f]+/end)"', page).group(1)
    administrator.post(end)
    assert company.person("sun.li").stands_in_for == set()


def test_absence_without_times_is_refused_at_both_fields(administrator):
    answer = administrator.post("/administration/absences/", person_id="", deputy_id="", starts_at="", ends_at="soon")
    page = answer.get_data(as_text=True)

    assert answer.status_code == 422
    assert 'id="starts_at-fault"' in page and 'id="ends_at-fault"' in page


def test_calendar_shows_announced_days_and_the_company_s_own(administrator):
    assert "中秋节" not in text(administrator, "/administration/calendar/")

    administrator.post("/administration/calendar/days", on="2023-10-14", is_working="yes", hours="10:00-15:00", note="盘点")
    page = text(administrator, "/administration/calendar/")
    assert "10:00-15:00" in page and "盘点" in page

    administrator.post("/administration/calendar/days/2023-10-14/take-back")
    assert "盘点" not in text(administrator, "/administration/calendar/")


def test_unreadable_hours_come_back_with_a_reason_and_as_typed(administrator):
    answer = administrator.post("/administration/calendar/hours", **{"hours-0": "nine to five"})
    page = answer.get_data(as_text=True)

    assert answer.status_code == 422
    assert 'value="nine to five"' in page and 'id="0-fault"' in page


def test_year_without_announced_holidays_is_warned_about(company, app):
    company.clock.move(timedelta(days=365 * 15))
    administrator = Member(app).sign_in("gao.wei")

    assert "放假安排尚未公布" in text(administrator, "/administration/calendar/")


def test_person_can_be_made_owner_of_one_package(app, administrator, company):
    mei = person_id(administrator, "li.mei")
    owner = {"name": "李梅", "language": "zh", "department_id": "product_technology", "roles": "process_owner:feedback_handling"}

    administrator.post(f"/administration/people/{mei}", **owner)

    assert company.person("li.mei").owned_packages == {"feedback_handling"}
    assert re.search(r'value="process_owner:feedback_handling" checked', text(administrator, f"/administration/people/{mei}"))


def classified(company, priority: str, urgency: str) -> Story:
    """A case of late December 2099 that was just given its priority."""
    company.clock.move_to(datetime(2099, 12, 28, 10, tzinfo=UTC))
    story = Story(company).start()
    seen = {"received_at": "2099-12-28T18:00", "impact": "部分功能", "urgency": urgency}
    story.complete("register_feedback", "wang.min", **REGISTERED | seen)
    return story.complete("classify_feedback", "wang.min", feedback_class="功能问题", priority=priority)


def test_a_year_without_announced_data_names_the_deadlines_it_touches(administrator, company):
    story = classified(company, "中", "可以等")

    page = text(administrator, "/administration/calendar/")

    assert "可能变化的截止时间" in page
    assert f"{story.view.row.business_key}</strong> 解决" in page


def test_deadlines_that_count_plain_hours_are_not_touched(administrator, company):
    classified(company, "高", "立即")

    assert "</strong> 解决" not in text(administrator, "/administration/calendar/")


def test_a_whole_holiday_of_next_year_is_entered_at_once_and_seen(administrator):
    answer = administrator.post("/administration/calendar/days", on="2024-02-10", until="2024-02-17", is_working="no", note="春节")

    page = text(administrator, answer.headers["Location"])
    assert "2024-02-05 起六周" in page
    assert page.count('day-free day-changed"') == 8 and page.count("春节") >= 8


@pytest.mark.parametrize("until", ["2024-02-09", "2024-04-10", "soon"])
def test_days_that_end_before_they_begin_or_never_are_refused_as_typed(administrator, until):
    answer = administrator.post("/administration/calendar/days", on="2024-02-10", until=until, is_working="no")

    assert answer.status_code == 422
    assert 'id="until-fault"' in answer.get_data(as_text=True)
    assert 'day-free day-changed"' not in text(administrator, "/administration/calendar/?from=2024-02-10")
