"""Somebody quick chooses again and again while the server still answers: what is asked fits the last choice."""

from __future__ import annotations

import time

from playwright.sync_api import expect

from tests.company import PASSWORD
from tests.stories import Story


def test_the_last_of_several_quick_choices_decides_what_is_asked(served, visit, monkeypatch):
    Story(served.company).start()
    window = visit().sign_in("wang.min", PASSWORD)
    window.open("/cases/20231009-001")
    window.page.get_by_role("button", name="领取").first.click()
    window.page.wait_for_load_state()
    slow_down(served.app.view_functions, "user_tasks.save_draft", monkeypatch)
    form = window.page.locator("#due-form")

    for choice in ("需要核实", "清楚", "需要核实"):
        form.locator(f"[name=description_state][value={choice}]").check()

    window.page.wait_for_timeout(3_000)
    expect(form.locator("[name=question]")).to_be_visible(timeout=1_000)


def slow_down(views: dict, name: str, monkeypatch) -> None:
    """As on a busy machine or a far phone."""
    answer = views[name]
    monkeypatch.setitem(views, name, lambda **values: (time.sleep(0.6), answer(**values))[1])
