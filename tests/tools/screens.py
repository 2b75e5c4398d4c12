"""`make screens`: every page of the demo company as a picture in screens/, in both languages, wide and narrow, light
and dark; what a machine can say about each page is printed, and fails the run. ONLY=workbench takes the pages of one room."""

from __future__ import annotations

import itertools
import logging
import os
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from playwright.sync_api import Browser, TimeoutError

from engine import demo
from engine.clock import SystemClock
from engine.process_engine import ProcessEngine
from tests.browser.chromium import chromium
from tests.browser.looks import faults_of
from tests.browser.pages import Crawl, FoundPage
from tests.browser.served import Served
from tests.browser.visitor import PHONE, WIDE, Visitor
from tests.company import Company, settings_in
from tests.complaint import asked_back
from tests.tools.workbench_in_use import FILES, OWNER, WorkbenchInUse

FOLDER = Path(__file__).resolve().parents[2] / "screens"
PEOPLE = ("wang.min", "li.qiang", "zhao.lei", "sun.li", "he.yun", "ma.chao", "gao.wei")
VARIANTS = tuple(itertools.product(("zh", "en"), (WIDE, PHONE), ("light", "dark")))
EDITORS = "workbench.files.show"
# Editors stand and their file was checked, drawings are drawn.
DRAWN = "() => !document.querySelector('[data-editor]:not([data-checked]), [data-drawing]:not([data-drawn])')"
# These look different for each person: so many of them are taken for each.
VARIED = {"cases.show": 2, "inbox.index": 2, "auditor.case": 2, EDITORS: len(FILES)}


@dataclass
class Screens:
    """One run: `faults` are told at the end, one line each."""

    browser: Browser
    served: Served
    workbench: WorkbenchInUse
    only: str = ""
    sessions: dict[str, list] = field(default_factory=dict)
    faults: list[str] = field(default_factory=list)

    def find(self, customer) -> list[FoundPage]:
        """Every page once, and the session of each person, so that they sign in only once."""
        in_use = self.workbench.prepare()
        crawl = Crawl(self.served.app.url_map, self.served.address, VARIED)
        status = f"/c/{customer.business_key}/{customer.code}"
        for login in ("", *PEOPLE):
            window = Visitor(self.browser, self.served.address)
            if login:
                window.sign_in(login, demo.PASSWORD)
                self.sessions[login] = [kept for kept in window.context.cookies() if kept["name"] != "language"]
            list(crawl.follow(window.page, login, [*(in_use if login == OWNER else []), "/inbox", "/password"] if login else
                              ["/feedback", f"{status}/received", status, "/sign-in"]))
            window.context.close()
        return [page for page in crawl.pages if page.endpoint.startswith(self.only) and (page.login == OWNER or page.endpoint != EDITORS)]

    def take(self, pages: list[FoundPage]) -> int:
        """Takes every page in every variant; the number of pictures."""
        taken = 0
        for (language, width, scheme), login in itertools.product(VARIANTS, ("", *PEOPLE)):
            window = Visitor(self.browser, self.served.address, language=language, width=width, scheme=scheme)
            window.context.add_cookies(self.sessions.get(login, []))
            for name, page in named([page for page in pages if page.login == login]):
                window.open(page.path)
                file = f"{name}-{language}-{width}-{scheme}.png"
                self._picture(window, file)
                taken += 1
            if login == OWNER and "workbench".startswith(self.only):
                self.workbench.conflict(window.page)
                self._picture(window, f"workbench-conflict-{login}-{language}-{width}-{scheme}.png")
                taken += 1
            window.context.close()
        return taken

    def _picture(self, window: Visitor, file: str) -> None:
        for drawing in window.page.locator("[data-drawing]").all():
            drawing.scroll_into_view_if_needed()
        try:
            window.page.wait_for_function(DRAWN)
        except TimeoutError:
            self.faults.append(f"{file} {window.page.url}: an editor or a drawing did not open")
        window.page.evaluate("() => scrollTo(0, 0)")
        window.page.screenshot(path=FOLDER / file, full_page=True)
        self.faults += [f"{file} {window.page.url}: {fault}" for fault in faults_of(window)]


def main() -> int:
    logging.getLogger("werkzeug").setLevel(logging.WARNING)
    FOLDER.mkdir(exist_ok=True)
    for old in FOLDER.glob("*.png"):
        old.unlink()
    with tempfile.TemporaryDirectory() as folder, chromium() as browser:
        company = Company(ProcessEngine(settings_in(Path(folder) / "data"), SystemClock()), SystemClock())
        demo.prepare(company.process_engine)
        served = Served(company)
        screens = Screens(browser, served, WorkbenchInUse(company), os.environ.get("ONLY", ""))
        pages = screens.find(asked_back(company))
        taken = screens.take(pages)
        served.stop()
        company.process_engine.close()
    print("\n".join(screens.faults))
    print(f"{taken} pictures of {len(pages)} pages in {os.path.relpath(FOLDER)}/, {len(screens.faults)} faults")
    return 1 if screens.faults else 0


def named(pages: list[FoundPage]) -> Iterator[tuple[str, FoundPage]]:
    """A file name for each: person and endpoint, numbered where there are several."""
    counts: dict[str, int] = {}
    for page in pages:
        base = f"{page.name}-{page.login or 'customer'}"
        counts[base] = counts.get(base, 0) + 1
        yield (base if counts[base] == 1 else f"{base}-{counts[base]}"), page


if __name__ == "__main__":
    sys.exit(main())
