"""Raw contact data is nowhere but in the vault: typed in every place people type it, then searched for everywhere."""

from __future__ import annotations

import logging

from playwright.sync_api import expect

from tests.browser.customer import Customer
from tests.browser.desk import Desk
from tests.browser.filling import fill
from tests.browser.leaks import leaks, stored
from tests.browser.test_journey import FEEDBACK, UNCLEAR
from tests.web.member import Member
from tests.web.reading import read_all

MOBILE, EMAIL, LANDLINE, NAME = "13987651234", "sanfeng.zhang@example.com", "010-62345678", "张三丰"
SECRETS = (MOBILE, EMAIL, LANDLINE, NAME, "62345678", "sanfeng.zhang")
READERS = ("wang.min", "liu.fang", "zhao.lei", "he.yun", "ma.chao", "gao.wei", "emma.lin")


def test_raw_contact_data_is_in_no_page_file_row_log_or_browser(visit, served, caplog, tmp_path):
    caplog.set_level(logging.DEBUG)
    picture = tmp_path / f"{MOBILE} 截图.png"
    visit().page.screenshot(path=picture)
    zhang = Customer(visit(width=360))
    wang = Desk(visit(), "wang.min")

    zhang.submit("feedback_handling", FEEDBACK | {
        "title": f"登录失败请打{MOBILE}", "customer_name": NAME, "contact": MOBILE, "attachments": str(picture),
        "description": f"页面加载失败，请回复 {EMAIL} 或致电 {LANDLINE}",
    })
    look_up_by_number(wang)
    reveal(wang, zhang.number)
    leave_a_draft(wang, zhang.number)
    write_a_note(wang, zhang.number)
    wang.complete(zhang.number, "登记反馈", UNCLEAR | {"description": f"页面加载失败，联系 {EMAIL}",
                                                       "question": f"能打 {LANDLINE} 找您吗？"})
    zhang.answer({"answer": f"可以，或者 {MOBILE}"})

    kept = [*stored(served.company), *browsers(zhang, wang), ("the log", caplog.text.encode())]
    shown = [place for login in READERS for place in pages_of(served.app, login)]
    customers = read_all(served.app.test_client(), [f"/c/{zhang.number}/{zhang.code}", "/feedback"], only=("/c/",))
    assert leaks(SECRETS, [*kept, *shown, *customers.items()]) == []
    assert len(leaks(["139****1234"], shown)) > 10


def test_the_search_for_leaks_finds_what_is_there(tmp_path):
    file = tmp_path / "note"
    file.write_bytes(f'{{"name": "\\u5f20\\u4e09\\u4e30", "to": "{MOBILE}"}}'.encode())

    assert leaks([NAME, MOBILE, EMAIL], [("note", file.read_bytes())]) == [f"{NAME} in note", f"{MOBILE} in note"]


def look_up_by_number(desk: Desk) -> None:
    box = desk.page.locator("form[action='/search'] [name=q]")
    box.fill(MOBILE)
    box.press("Enter")
    expect(desk.page.locator(".case-rows").first).to_be_visible()


def reveal(desk: Desk, number: str) -> None:
    """The one page that may show it: once, to the assignee, with a reason."""
    desk.take(number, "登记反馈")
    desk.page.locator(".reveal summary").click()
    desk.page.locator(".reveal [name=reason]").fill("电话核实问题")
    desk.page.locator(".reveal button").click()
    expect(desk.page.locator(".reveal")).to_contain_text(MOBILE)


def leave_a_draft(desk: Desk, number: str) -> None:
    form = desk.take(number, "登记反馈")
    fill(desk.page, form, {"description": f"客户说请打 {MOBILE} 或写 {EMAIL}"})
    with desk.page.expect_response(lambda answer: answer.url.endswith("/draft")):
        form.locator("button[formaction$='/draft']").click()
    desk.page.wait_for_load_state()


def write_a_note(desk: Desk, number: str) -> None:
    desk.find(number)
    desk.page.locator("#note").fill(f"客户的邮箱是 {EMAIL}")
    desk.page.locator("form:has(#note) button").click()
    desk.page.wait_for_load_state()


def browsers(*people: Customer | Desk) -> list[tuple[str, bytes]]:
    return [(f"the browser of {type(person).__name__}", person.visitor.storage().encode()) for person in people]


def pages_of(app, login: str) -> list[tuple[str, bytes]]:
    client = Member(app).sign_in(login).client
    return [(f"{path} as {login}", content) for path, content in read_all(client, ["/inbox", "/cases"]).items()]
