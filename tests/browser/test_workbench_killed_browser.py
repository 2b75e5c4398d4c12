"""A browser that is killed, a server that stops, an answer that is lost, a session that ends while an owner types: nothing typed is lost.

What was typed half a second ago is kept in the browser, whatever it was typed into, until the server has it.
"""

from __future__ import annotations

import os
import signal
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, BrowserType, Error, Page, Route, expect

from engine.commands import package_drafts
from engine.model.people import SYSTEM
from engine.store import package_drafts as drafts
from tests.browser.chromium import how
from tests.browser.owner import Owner, until
from tests.browser.visitor import Visitor
from tests.browser.workshop import prepared_workshop, served, workshop
from tests.company import PASSWORD, ROOT, Company
from tests.workshop import PACKAGE

__all__ = ["prepared_workshop", "served", "workshop"]

DIAGRAM, TABLE, FORM, TEXT = "tool_lending.bpmn", "priority.dmn", "forms/hand_out_tool.form", "README.md"
KEPT = """async words => {
    const { editor, saver } = document.querySelector('[data-editor]'), text = await editor.text();
    return text === saver.keptText && words.every(each => text.includes(each));
}"""


@dataclass
class OwnBrowser:
    """A Chromium that keeps things in a folder of its own, so that it may be killed and opened anew."""

    type: BrowserType
    folder: Path

    def new_context(self, **wishes) -> BrowserContext:
        self.context = self.type.launch_persistent_context(self.folder, **how(), **wishes)
        return self.context

    def kill(self) -> None:
        """All its processes at once, so that none can write anything any more."""
        groups = {os.getpgid(pid) for pid in self._processes()} - {os.getpgid(0)}
        assert groups
        for group in groups:
            os.killpg(group, signal.SIGKILL)
        try:
            self.context.close()
        except Error:
            pass  # it is gone, as it should be

    def _processes(self) -> Iterator[int]:
        wanted = f"--user-data-dir={self.folder}".encode()
        for process in Path("/proc").glob("[0-9]*"):
            try:
                if wanted in (process / "cmdline").read_bytes().split(b"\0"):
                    yield int(process.name)
            except OSError:
                continue  # it has ended meanwhile


@pytest.fixture
def owner(visit) -> Owner:
    return Owner(visit()).begin().open_file(TEXT)


@pytest.fixture
def own_browser(browser, tmp_path) -> OwnBrowser:
    return OwnBrowser(browser.browser_type, tmp_path / "chromium")


def test_what_was_typed_before_the_browser_was_killed_is_there_again(own_browser, served, workshop):
    owner = Owner(Visitor(own_browser, served.address)).begin()
    table = (ROOT / "processes/feedback_handling/priority.dmn").read_bytes()
    workshop.process_engine.execute(workshop.person("he.yun"), package_drafts.add_file, PACKAGE, TABLE, table)
    before = {name: stored(workshop, name) for name in (DIAGRAM, TABLE, FORM, TEXT)}
    # The server hears of nothing: only the browser can keep it.
    own_browser.context.route("**/content/**", lambda route: None if route.request.method == "POST" else route.continue_())

    typed = type_into_everything(owner)
    own_browser.kill()
    assert {name: stored(workshop, name) for name in before} == before

    owner = Owner(Visitor(own_browser, served.address))
    owner.visitor.open(owner.home)
    expect(owner.page.locator("[data-left-files] li")).to_have_count(4)
    for name, words in typed.items():
        owner.open_file(name)
        expect(owner.page.locator("[data-recovered]")).to_be_visible()
        owner.saved()
        assert [each for each in words if each not in stored(workshop, name)] == [], name
    owner.page.locator("[data-recovery=undo]").click()
    expect(owner.page.locator("[data-recovered]")).to_be_hidden()
    owner.saved()
    assert stored(workshop, TEXT) == before[TEXT]
    owner.visitor.open(owner.home)
    expect(owner.page.locator("[data-left-files]")).to_be_hidden()
    own_browser.context.close()


def test_editor_goes_on_while_the_server_is_away_and_saves_when_it_is_back(owner, served, workshop):
    write(owner, "甲")
    owner.saved()
    served.stop()

    write(owner, "乙")
    expect(owner.page.locator("[data-save-status]")).to_contain_text("留在这个浏览器里")
    write(owner, "丙")
    served.start_again()

    expect(owner.page.locator("[data-save-status]")).to_contain_text("已保存")
    owner.saved()
    assert stored(workshop, TEXT).endswith("甲乙丙")


def test_answer_that_is_lost_makes_nobody_an_opponent_of_themselves(owner, workshop):
    lost: list[Route] = []

    def lose(route: Route) -> None:
        if route.request.method == "POST" and not lost:
            lost.append(route)
            route.fetch()
            route.abort()
        else:
            route.continue_()

    owner.page.route("**/content/**", lose)
    write(owner, "甲")
    expect(owner.page.locator("[data-save-status]")).to_contain_text("留在这个浏览器里")
    assert stored(workshop, TEXT).endswith("甲")
    write(owner, "乙")

    expect(owner.page.locator("[data-save-status]")).to_contain_text("已保存")
    owner.saved()
    assert stored(workshop, TEXT).endswith("甲乙")
    assert workshop.process_engine.ask(SYSTEM, drafts.copies, PACKAGE) == []


def test_what_is_typed_after_the_session_ended_comes_back_after_signing_in(owner, workshop):
    owner.visitor.context.clear_cookies(name="huixiang")

    write(owner, "甲")
    expect(owner.page.locator("[data-over=out]")).to_be_visible()
    write(owner, "乙")
    owner.page.get_by_role("button", name="重新登录").click()
    owner.page.fill("input[name=login]", "he.yun")
    owner.page.fill("input[name=password]", PASSWORD)
    owner.page.locator("form:has(input[name=password]) button").click()
    owner.wait_open()

    expect(owner.page.locator("[data-recovered]")).to_be_visible()
    owner.saved()
    assert stored(workshop, TEXT).endswith("甲乙")


def type_into_everything(owner: Owner) -> dict[str, list[str]]:
    """In a tab for each file: what was typed, the last word of each still in its open field."""
    diagram = owner.another_tab().open_file(DIAGRAM)
    diagram.select("hand_out_tool")
    diagram.fill("documentation", "说明写到一半")
    diagram.shape("hand_out_tool").locator(".djs-hit").first.dblclick(force=True)
    diagram.page.keyboard.press("Control+a")
    diagram.page.keyboard.type("名字写到一半")
    keeps(diagram.page, "说明写到一半", "名字写到一半")

    table = owner.another_tab().open_file(TABLE)
    table.page.locator("td.annotation").first.click()
    table.page.keyboard.type("批注写到一半")
    keeps(table.page, "批注写到一半")

    form = owner.another_tab().open_file(FORM)
    form.select("shelf_mark")
    form.panel()
    form.page.locator("[data-entry-id='description'] :is(textarea, [contenteditable=true])").first.click()
    form.page.keyboard.type("提示写到一半")
    keeps(form.page, "提示写到一半")

    text = owner.another_tab().open_file(TEXT)
    write(text, "文字写到一半")
    keeps(text.page, "文字写到一半")
    return {DIAGRAM: ["说明写到一半", "名字写到一半"], TABLE: ["批注写到一半"], FORM: ["提示写到一半"], TEXT: ["文字写到一半"]}


def keeps(page: Page, *words: str) -> None:
    until(page, KEPT, list(words))


def write(owner: Owner, words: str) -> None:
    owner.page.locator("[data-text]").press("Control+End")
    owner.page.keyboard.type(words)


def stored(workshop: Company, name: str) -> str:
    return workshop.process_engine.ask(SYSTEM, drafts.contents, PACKAGE)[name].decode()
