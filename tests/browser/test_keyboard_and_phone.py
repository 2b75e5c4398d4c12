"""Hands that never leave the keys, and a phone in the other hand: the two ways in which a form is filled in a hurry."""

from __future__ import annotations

from playwright.sync_api import expect

from tests.browser.visitor import PHONE
from tests.company import PASSWORD
from tests.stories import Story
from tests.web.customer_visit import photo

NUMBER = "20231009-001"


def test_photo_chosen_on_the_phone_is_still_there_when_the_form_comes_back(visit):
    window = visit(width=PHONE)
    window.open("/feedback/feedback_handling")
    form = window.page.locator("form.customer-form")
    form.get_by_label("售后问题").check()
    form.locator("[name=title]").fill("登录后页面加载失败")
    form.locator("[name=description]").fill("多次尝试无效")
    picture, name, media_type = photo("现场.png")
    form.locator("[type=file]").set_input_files({"name": name, "mimeType": media_type, "buffer": picture.getvalue()})

    form.get_by_role("button", name="提交反馈").click()

    expect(window.page.locator(".faults")).to_be_focused()
    expect(form.get_by_label("现场.png")).to_be_checked()
    assert window.overflow() == 0 and window.axe() == []

    form.locator("[name=is_anonymous]").check()
    expect(form.locator("[name=contact]")).to_have_count(0)
    expect(form.get_by_label("现场.png")).to_be_checked()
    form.locator("[name=privacy_accepted]").check()
    form.get_by_role("button", name="提交反馈").click()
    window.page.get_by_role("link", name="查看进度").click()

    expect(window.page.locator("#files")).to_contain_text("现场.png")


def test_call_is_taken_down_and_its_task_claimed_without_a_mouse(visit):
    window = visit().sign_in("wang.min", PASSWORD)
    window.open("/cases/new/feedback_handling")
    keys = window.page.keyboard
    window.page.locator("[name=concern]").first.focus()
    for key in ("ArrowDown", "Tab"):
        keys.press(key)
    keys.type("发票抬头写错")
    keys.press("Tab")
    keys.type("客户来电说发票抬头写错了")
    for name, text in (("customer_name", "吴女士"), ("contact", "13800001234")):
        window.page.locator(f"[name={name}]").focus()
        keys.type(text)
    window.page.locator("[name=preferred_channel]").first.focus()
    keys.press("Space")
    window.page.locator("[name=privacy_accepted]").focus()
    keys.press("Space")

    keys.press("Control+Enter")

    window.page.wait_for_url(f"**/cases/{NUMBER}**")
    expect(window.page.locator("#due-form")).to_be_visible()


def test_line_one_stands_on_is_claimed_with_one_key(visit, served):
    Story(served.company).start()
    window = visit().sign_in("wang.min", PASSWORD)
    window.open("/queues")

    window.page.keyboard.press("j")
    window.page.keyboard.press("c")

    expect(window.page.get_by_text("已领取 1 件")).to_be_visible()
