"""A process owner at the workbench: draws, fills the panel, plays, compares and deploys, all through pages."""

from __future__ import annotations

import time
from collections.abc import Mapping
from copy import copy

from playwright.sync_api import Locator, Page, expect

from tests.browser.visitor import Visitor
from tests.company import PASSWORD
from tests.workshop import PACKAGE

expect.set_options(timeout=45_000)

# Typing over a selection in a field for expressions, Chromium writes this style into the text and reports that the policy refused it.
OWN_STYLE_OF_CHROMIUM = "sha256-9p2xy9PIIk4hdxkXZFSRv3RCuVwho5e43i97s4NJXhU="
GROUP_TITLES = ".bio-properties-panel-group-header:not(.open) .bio-properties-panel-group-header-title"


# Where on the screen an element may be clicked: the middle of a box, a quarter along the last straight piece of a flow.
PLACE = """id => {
    const modeler = document.querySelector('[data-editor]').modeler;
    const element = modeler.get('elementRegistry').get(id), canvas = modeler.get('canvas'), view = canvas.viewbox();
    const frame = canvas.getContainer().getBoundingClientRect();
    const [end, before] = (element.waypoints ?? []).slice().reverse();
    const x = end ? end.x * 0.6 + before.x * 0.4 : element.x + element.width / 2;
    const y = end ? end.y * 0.6 + before.y * 0.4 : element.y + element.height / 2;
    return [(x - view.x) * view.scale + frame.left, (y - view.y) * view.scale + frame.top];
}"""


# Chooses an element of the diagram, or a field of the form, wherever it is drawn.
SELECT = """id => { const { modeler, formEditor } = document.querySelector('[data-editor]');
    if (formEditor) formEditor.get('selection').set(formEditor.get('formFieldRegistry').getAll().find(field => field.key === id));
    else modeler.get('selection').select(modeler.get('elementRegistry').get(id)); }"""
# Nothing is on its way, and what was saved was checked.
AT_REST = """() => { const shell = document.querySelector('[data-editor]'); const saver = shell.saver;
    return shell.dataset.state === 'saved' && !saver.dirty && !saver.busy && shell.dataset.checked === String(shell.asked) }"""


def until(page: Page, script: str, given: object = None) -> None:
    """Waits for a script that is itself asynchronous to say yes; `wait_for_function` takes its promise for one."""
    end = time.monotonic() + 45
    while not page.evaluate(script, given):
        assert time.monotonic() < end, script
        page.wait_for_timeout(20)


class Owner:
    """One signed-in owner with one window."""

    def __init__(self, visitor: Visitor, login: str = "he.yun", package: str = PACKAGE):
        self.visitor = visitor.sign_in(login, PASSWORD)
        self.page = visitor.page
        self.at(package)

    def at(self, package: str) -> Owner:
        """Turns to another package."""
        self.home = f"/workbench/{package}"
        return self

    def another_tab(self) -> Owner:
        """The same person in the same window, at something else."""
        other = copy(self)
        other.visitor = copy(self.visitor)
        other.page = other.visitor.page = self.visitor.context.new_page()
        return other

    def begin(self) -> Owner:
        self.visitor.open(self.home)
        self.page.get_by_role("button", name="开始编辑").click()
        self.page.wait_for_load_state()
        return self

    def open_diagram(self) -> Owner:
        return self.open_file("diagram")

    def open_file(self, name: str) -> Owner:
        """Opens the editor of a file and waits until it stands and was checked."""
        self.visitor.open(f"{self.home}/{name if name == 'diagram' else f'files/{name}'}")
        self.wait_open()
        return self

    def wait_open(self) -> None:
        expect(self.page.locator("[data-editor]")).not_to_have_attribute("data-state", "loading")
        expect(self.page.locator("[data-editor][data-checked]")).to_have_count(1)
        assert self.page.locator("[data-editor]").get_attribute("data-state") != "broken"

    def new_form(self, name: str) -> None:
        self.visitor.open(self.home)
        self.page.locator("summary", has_text="新文件").click()
        self.page.fill("#new-name", name)
        self.page.get_by_role("button", name="添加", exact=True).click()
        self.wait_open()

    def pick(self, element: str) -> None:
        """Clicks an element on the canvas, whatever was chosen before."""
        self._choose_nothing()
        self.page.mouse.click(*self.page.evaluate(PLACE, element))
        expect(self.page.locator(f".djs-element.selected[data-element-id='{element}']")).to_have_count(1)

    def select(self, id_: str) -> None:
        """An element of the diagram, or the form's field of that key."""
        self.page.evaluate(SELECT, id_)

    def _choose_nothing(self) -> None:
        # The click that ends a drag is swallowed by the canvas, so one more may be needed.
        frame = self.page.locator("[data-canvas]").bounding_box()
        for _ in range(10):
            self.page.keyboard.press("Escape")
            self.page.mouse.click(frame["x"] + frame["width"] - 30, frame["y"] + 30)
            if not self.page.locator(".djs-element.selected").count():
                return
            self.page.wait_for_timeout(150)
        raise AssertionError("an element stays chosen")

    def shape(self, element: str) -> Locator:
        return self.page.locator(f".djs-element[data-element-id='{element}']").first

    def pad(self, action: str) -> None:
        self.page.click(f".djs-context-pad .entry[data-action='{action}']")

    def append(self, after: str, action: str, made: str) -> None:
        """Adds an element after another one by the pad beside it."""
        self.pick(after)
        self.pad(action)
        expect(self.shape(made)).to_be_visible()
        self.page.keyboard.press("Escape")

    def become(self, element: str, kind: str) -> None:
        self.pick(element)
        self.pad("replace")
        self.page.click(f".djs-popup .entry[data-id='{kind}']")

    def connect(self, source: str, target: str) -> None:
        self.pick(source)
        self.pad("connect")
        self.shape(target).locator(".djs-hit").first.click(force=True)

    def drag(self, element: str, right: int, down: int) -> None:
        place = self.shape(element).locator(".djs-hit").first.bounding_box()
        x, y = place["x"] + place["width"] / 2, place["y"] + place["height"] / 2
        self.page.mouse.move(x, y)
        self.page.mouse.down()
        self.page.mouse.move(x + right / 2, y + down / 2, steps=4)
        self.page.mouse.move(x + right, y + down, steps=4)
        self.page.mouse.up()

    def panel(self) -> None:
        """Opens every group of the properties panel."""
        for _ in range(self.page.locator(GROUP_TITLES).count()):
            self.page.locator(GROUP_TITLES).first.click()

    def fill(self, entry: str, text: str) -> None:
        """Writes into a field of the panel: a plain one, or one for expressions."""
        self.panel()
        field = self.page.locator(f"[data-entry-id='{entry}'] :is(input, textarea, [contenteditable=true])").first
        field.click()
        self.page.keyboard.press("Control+a")
        self.page.keyboard.type(text)
        field.press("Tab")

    def choose(self, entry: str, value: str) -> None:
        self.panel()
        self.page.select_option(f"[data-entry-id='{entry}'] select", value)

    def tick(self, entry: str, words: str) -> None:
        self.panel()
        self.page.locator(f"[data-entry-id='{entry}'] label", has_text=words).click()

    def saved(self) -> None:
        """Waits until everything is on the server and was checked there."""
        shell = self.page.locator("[data-editor]")
        expect(shell).to_have_attribute("data-state", "saved")
        self.page.wait_for_function(AT_REST, timeout=45_000)
        errors = self.visitor.noted.errors
        errors[:] = [error for error in errors if OWN_STYLE_OF_CHROMIUM not in error]

    def reasons(self, element: str = "") -> list[str]:
        """What stands against the file, as the list beside the editor says it."""
        wanted = f".reason[data-element='{element}']" if element else ".reason"
        return self.page.locator(f"[data-reasons-list] {wanted}").all_inner_texts()

    def marks(self) -> set[str]:
        """Elements that carry a mark on the canvas."""
        return set(self.page.eval_on_selector_all(".djs-element.faulty, .djs-element.doubtful", "all => all.map(one => one.dataset.elementId)"))

    def play_step(self, by: str, values: Mapping[str, str]) -> None:
        form = self.page.locator("form[data-play-form]")
        form.locator("select[name=_by]").select_option(by)
        for name, value in values.items():
            form.locator(f"[name='{name}']").fill(value)
        form.locator("button.button-large").click()
        self.page.wait_for_load_state()

    def run_scenarios(self) -> str:
        """passed or failed."""
        self.visitor.open(f"{self.home}/scenarios")
        self.page.get_by_role("button", name="运行全部场景").click()
        over = self.page.locator("[data-trial=passed], [data-trial=failed]")
        over.wait_for()
        return over.get_attribute("data-trial")
