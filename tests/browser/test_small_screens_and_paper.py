"""What can't be seen in a page's text: that nothing leaves a phone's screen, and that paper is white and holds the content alone."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.browser.visitor import PHONE, WIDE
from tests.company import PASSWORD
from tests.demand import Demand
from tests.stories import Story

NUMBER = "20231009-001"
ENDLESS = "登录后页面一直转圈换了浏览器也一样"
WORD = "Donaudampfschifffahrtsgesellschaftskapitaen"


def test_a_phone_leads_to_every_place_that_a_desk_leads_to(visit):
    places = {}
    for width in (WIDE, PHONE):
        window = visit(width=width).sign_in("he.yun", PASSWORD)
        window.open("/inbox")
        if width == PHONE:
            window.page.get_by_text("更多", exact=True).click()
        links = window.page.locator("nav.rail a:visible").all()
        boxes = [link.bounding_box() for link in links]
        assert all(box["x"] >= 0 and box["x"] + box["width"] <= width for box in boxes)
        places[width] = {link.get_attribute("href") for link in links}

    assert "/reports" in places[WIDE]
    assert places[PHONE] == places[WIDE] - {"/"}


def test_every_clock_explains_itself_within_a_phone_s_screen(visit, served):
    Story(served.company).start().until_at("execute_plan")
    window = visit(width=PHONE).sign_in("wang.min", PASSWORD)
    window.open(f"/cases/{NUMBER}")

    clocks = window.page.locator(".case-clocks .clock-why")
    assert clocks.count() >= 3
    for clock in clocks.all():
        clock.evaluate("clock => clock.open = true")
        lines = clock.locator(".clock-lines").bounding_box()
        assert lines["x"] >= 0 and lines["x"] + lines["width"] <= PHONE
        assert window.overflow() == 0
        clock.evaluate("clock => clock.open = false")


@pytest.mark.parametrize("width", [WIDE, PHONE])
def test_endless_words_stay_on_the_page(visit, served, width):
    Story(served.company).start(title=ENDLESS[:12] + WORD[:40], description=ENDLESS * 20 + WORD * 4, customer_name=WORD[:30]).until_at("archive_case")
    window = visit(width=width).sign_in("wang.min", PASSWORD)

    for path in ("/inbox?filter=all", "/cases", f"/cases/{NUMBER}", f"/cases/{NUMBER}/documents/feedback_record", "/registers/feedback_handling"):
        assert window.open(path) == 200
        assert window.overflow() == 0, path


def test_no_label_runs_into_its_value_in_the_register_on_a_phone(visit, served):
    Story(served.company).start().until_at("archive_case")
    window = visit(width=PHONE, language="en").sign_in("wang.min", PASSWORD)
    window.open("/registers/feedback_handling")

    cells = window.page.locator(".register-cell:not(.is-blank)").all()

    gaps = [cell.evaluate("cell => getComputedStyle(cell).display + getComputedStyle(cell).columnGap") for cell in cells]
    assert len(gaps) > 5 and set(gaps) == {"grid12px"}


def test_the_scores_of_all_fit_on_a_phone(visit, served):
    demand = Demand(served.company).start().until_at("conclude_review")
    window = visit(width=PHONE).sign_in("deng.bo", PASSWORD)
    window.open(f"/cases/{demand.number}")

    table = window.page.locator(".scoring-table")
    frame = window.page.locator(".table-frame:has(> .scoring-table)").bounding_box()

    assert table.bounding_box()["width"] <= frame["width"]
    assert all(cell.bounding_box()["height"] < 48 for cell in table.locator("td").all())


def test_a_day_of_the_calendar_is_one_line_on_a_phone(visit, served):
    window = visit(width=PHONE).sign_in("gao.wei", PASSWORD)
    window.open("/administration/calendar/")

    heights = {round(day.bounding_box()["height"]) for day in window.page.locator(".day-number:visible").all()}

    assert len(heights) == 1 and window.page.locator(".day-number", has_text="/").count() >= 1


def test_a_paper_that_is_not_there_yet_does_not_look_like_one_to_open(visit, served):
    demand = Demand(served.company).start()
    window = visit().sign_in("deng.bo", PASSWORD)
    window.open(f"/cases/{demand.number}")

    written, unwritten = (window.page.locator(f".case-panel {kind}.menu-item:has-text('表'):visible").first for kind in ("a", "span"))

    look = "item => getComputedStyle(item).color + getComputedStyle(item).cursor"
    assert written.evaluate(look).endswith("pointer") and unwritten.evaluate(look).endswith("default")
    assert written.evaluate(look).removesuffix("pointer") != unwritten.evaluate(look).removesuffix("default")


@pytest.mark.parametrize("path", ["/cases/{number}/documents/feedback_record", "/registers/feedback_handling", "/cases/{number}"])
def test_what_a_dark_screen_prints_is_white_and_holds_the_content_alone(visit, served, path):
    Story(served.company).start().until_at("archive_case")
    window = visit(scheme="dark").sign_in("wang.min", PASSWORD)
    window.open(path.format(number=NUMBER))

    window.page.emulate_media(media="print")

    expect(window.page.locator("body")).to_have_css("color", "rgb(27, 36, 34)")
    expect(window.page.locator("html")).to_have_css("background-color", "rgba(0, 0, 0, 0)")
    expect(window.page.locator(":is(.rail, .topline):visible")).to_have_count(0)
