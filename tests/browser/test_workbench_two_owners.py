"""Two owners at one draft at once: each is told of the other, both versions are kept, and whoever decides loses nothing."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

import pytest
from playwright.sync_api import Page, Route, expect

from engine.commands import package_drafts
from engine.model.people import SYSTEM
from engine.queries import workbench
from engine.store import package_drafts as drafts
from tests.browser.owner import Owner, until
from tests.browser.workshop import prepared_workshop, served, workshop
from tests.company import ROOT, Company
from tests.workshop import PACKAGE, give

__all__ = ["prepared_workshop", "served", "workshop"]

HE, WANG = "何云", "王敏"
NAME = """([id, name]) => { const modeler = document.querySelector('[data-editor]').modeler;
    modeler.get('modeling').updateProperties(modeler.get('elementRegistry').get(id), { name }); }"""
SHOWS = "async words => (await document.querySelector('[data-editor]').editor.text()).includes(words)"


def rename(owner: Owner, words: str) -> None:
    """Two elements: one that the other owner renames, too, and one each."""
    owner.page.evaluate(NAME, ["hand_out_tool", f"{words}发放"])
    owner.page.evaluate(NAME, ["loan_requested" if words == "甲" else "tool_lent", words])


def fill_cell(owner: Owner, words: str) -> None:
    owner.page.locator("td.annotation").first.click()
    owner.page.keyboard.type(words)


def label(owner: Owner, words: str) -> None:
    owner.select("shelf_mark")
    owner.fill("label", words)


def write(owner: Owner, words: str) -> None:
    owner.page.locator("[data-text]").press("Control+End")
    owner.page.keyboard.type(words)


@dataclass(frozen=True)
class Kind:
    file: str
    type: Callable[[Owner, str], None]
    choice: str


KINDS = (
    Kind("tool_lending.bpmn", rename, "mine"),
    Kind("priority.dmn", fill_cell, "theirs"),
    Kind("forms/hand_out_tool.form", label, "mine"),
    Kind("README.md", write, "theirs"),
)


@pytest.fixture
def he(visit, workshop) -> Owner:
    owner = Owner(visit()).begin()
    table = (ROOT / "processes/feedback_handling/priority.dmn").read_bytes()
    workshop.process_engine.execute(workshop.person("he.yun"), package_drafts.add_file, PACKAGE, "priority.dmn", table)
    return owner


@pytest.fixture
def wang(visit, workshop) -> Owner:
    give(workshop, "wang.min", f"process_owner:{PACKAGE}")
    return Owner(visit(), "wang.min")


def test_later_one_sees_both_versions_and_takes_either(he, wang, workshop):
    for kind in KINDS:
        he.open_file(kind.file)
        wang.open_file(kind.file)
        expect(wang.page.locator("[data-others]")).to_contain_text(f"{HE} 也在编辑这个文件")

        with on_its_way(wang.page):
            kind.type(wang, "乙")
            kind.type(he, "甲")
            he.saved()
        notice = wang.page.locator("[data-conflict-notice]")
        expect(notice).to_contain_text(HE)
        kind.type(wang, "乙乙")
        expect(wang.page.locator("[data-save-status]")).to_contain_text("另存为副本")
        assert "甲" in stored(workshop, kind.file) and "乙" not in stored(workshop, kind.file)
        notice.locator(f"[data-conflict={kind.choice}]").click()
        expect(notice).to_be_hidden()

        taken, apart = ("乙乙", "甲") if kind.choice == "mine" else ("甲", "乙乙")
        assert taken in stored(workshop, kind.file)
        assert [apart in copy for copy in copies(workshop, kind.file)] == [True]
        until(wang.page, SHOWS, taken)
        until(he.page, SHOWS, taken)


def test_one_deploys_while_the_other_edits(he, wang, workshop):
    wang.open_file("README.md")
    workshop.process_engine.execute(workshop.person("he.yun"), package_drafts.remove_file, PACKAGE, "priority.dmn")
    write(wang, "甲")
    wang.saved()
    assert he.run_scenarios() == "passed"
    he.visitor.open(f"{he.home}/deployment")

    write(wang, "乙")
    wang.saved()
    deploy(he)
    assert he.visitor.says("草稿在此期间有变化")
    assert he.run_scenarios() == "passed"
    he.visitor.open(f"{he.home}/deployment")
    deploy(he)
    expect(he.page.locator(".flashes")).to_contain_text("v2")
    write(wang, "丙")
    wang.saved()

    deployed = workshop.process_engine.ask(workshop.person("he.yun"), workbench.version_files, PACKAGE, 2)
    assert (ends(deployed.files["README.md"].decode()), ends(stored(workshop, "README.md"))) == ("甲乙", "甲乙丙")


def test_what_is_typed_into_a_draft_that_somebody_discards_comes_back_in_the_next_one(he, wang, workshop):
    wang.open_file("README.md")
    he.visitor.open(he.home)
    he.page.get_by_text("丢弃草稿…").click()
    he.page.get_by_role("button", name="丢弃草稿和副本").click()
    he.page.wait_for_load_state()

    write(wang, "乙")
    gone = wang.page.locator("[data-over=gone]")
    expect(gone).to_be_visible()
    write(wang, "乙")
    gone.get_by_role("link").click()
    left = wang.page.locator("[data-left-files] li")
    expect(left).to_contain_text("README.md")
    wang.begin()
    wang.page.locator("[data-left-open]").click()
    wang.wait_open()

    expect(wang.page.locator("[data-recovered]")).to_be_visible()
    wang.saved()
    assert ends(stored(workshop, "README.md")) == "乙乙"
    wang.visitor.open(wang.home)
    expect(left).to_have_count(0)


@contextmanager
def on_its_way(page: Page) -> Iterator[None]:
    """What the page saves meanwhile reaches the server only afterwards."""
    waiting: list[Route] = []
    page.route("**/content/**", lambda route: waiting.append(route) if route.request.method == "POST" else route.continue_())
    yield
    page.wait_for_function("() => document.querySelector('[data-editor]').dataset.state === 'saving'")
    for route in waiting:
        route.continue_()
    page.unroute("**/content/**")


def deploy(owner: Owner) -> None:
    owner.page.fill("#comment", "说明写全")
    owner.page.locator("form[action$='/deployment'] button").last.click()
    owner.page.wait_for_load_state()


def stored(workshop: Company, name: str) -> str:
    return workshop.process_engine.ask(SYSTEM, drafts.contents, PACKAGE)[name].decode()


def copies(workshop: Company, name: str) -> list[str]:
    def read(tx) -> list[str]:
        return [drafts.copy(tx, PACKAGE, row.id).content.decode() for row in drafts.copies(tx, PACKAGE) if row.name == name]
    return workshop.process_engine.ask(SYSTEM, read)


def ends(text: str) -> str:
    """The Chinese numerals that were typed at the end."""
    return text[len(text.rstrip("甲乙丙")):]
