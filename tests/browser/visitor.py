"""A person at a browser: one private window that notes everything the product must not do while they use it."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

from playwright.sync_api import Browser, BrowserContext, Page, Request

AXE = Path(__file__).resolve().parents[2] / "web/frontend/node_modules/axe-core/axe.min.js"
WIDE, PHONE = 1440, 360
HEIGHTS = {WIDE: 900, PHONE: 780}

# A text key that was never translated: two or more lower-case words joined by dots or underscores, alone in an element.
RAW_KEY = re.compile(r"^[a-z][a-z0-9]*([._][a-z0-9]+)+$")

STORAGE = """async () => JSON.stringify({
    local: {...localStorage}, session: {...sessionStorage}, cookies: document.cookie, window: window.name,
    databases: indexedDB.databases ? (await indexedDB.databases()).map(found => found.name) : [],
    caches: window.caches ? await caches.keys() : [],
    workers: navigator.serviceWorker ? (await navigator.serviceWorker.getRegistrations()).length : 0,
})"""

TEXTS = """() => [...document.querySelectorAll('body *')].flatMap(element => [
    ...[...element.childNodes].filter(child => child.nodeType === 3).map(child => child.textContent.trim()),
    ...['placeholder', 'title', 'aria-label', 'alt'].map(name => element.getAttribute(name) || '')
].filter(Boolean).filter(() => !element.closest('script, style, code, pre, [data-verbatim], .djs-container')))"""


@dataclass
class Noted:
    """What went wrong without anyone seeing it."""

    outside: list[str] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)


class Visitor:
    """Opens pages of `address` in a window of their own: language "zh" or "en", scheme "light" or "dark"."""

    def __init__(self, browser: Browser, address: str, *, language="zh", width=WIDE, scheme="light", scripts=True):
        self.address = address
        self.noted = Noted()
        self.context: BrowserContext = browser.new_context(
            base_url=address,
            locale="zh-CN" if language == "zh" else "en-GB",
            viewport={"width": width, "height": HEIGHTS.get(width, 900)},
            color_scheme=scheme,
            timezone_id="Asia/Shanghai",
            java_script_enabled=scripts,
            reduced_motion="reduce",
        )
        self.context.add_cookies([{"name": "language", "value": language, "url": address}])
        self.context.set_default_timeout(30_000)
        self.context.on("request", self._note_request)
        self.context.on("console", lambda said: self._note_console(said))
        self.page: Page = self.context.new_page()
        self.page.on("pageerror", lambda error: self.noted.errors.append(str(error)))

    def open(self, path: str) -> int:
        """The status of the page, which is open afterwards, its diagram drawn."""
        status = self.page.goto(path, wait_until="load").status
        diagram = self.page.locator("[data-diagram]:visible")
        if diagram.count():
            diagram.first.scroll_into_view_if_needed()
            self.page.locator(".djs-container [data-element-id]").first.wait_for()
        return status

    def sign_in(self, login: str, password: str) -> Visitor:
        self.open("/sign-in")
        self.page.fill("input[name=login]", login)
        self.page.fill("input[name=password]", password)
        self.page.locator("form:has(input[name=password]) button").click()
        self.page.wait_for_load_state()
        return self

    def says(self, text: str) -> bool:
        return text in self.page.inner_text("body")

    def storage(self) -> str:
        """Everything the browser keeps for the product, as one text; cookies that scripts can't read included."""
        return self.page.evaluate(STORAGE) + json.dumps(self.context.cookies())

    def axe(self) -> list[str]:
        """Violations of the accessibility rules on the open page, one line each."""
        self.page.evaluate(AXE.read_text())
        found = self.page.evaluate("async () => (await axe.run(document, {resultTypes: ['violations']})).violations")
        return [f"{rule['id']}: {rule['help']}: {node['target']}" for rule in found for node in rule["nodes"]]

    def overflow(self) -> int:
        """By how many pixels the open page is wider than its window; 0 is right."""
        return self.page.evaluate("() => document.documentElement.scrollWidth - document.documentElement.clientWidth")

    def raw_keys(self) -> list[str]:
        return [text for text in self.page.evaluate(TEXTS) if RAW_KEY.match(text)]

    def leave(self) -> None:
        """Closes the window; raises AssertionError for a request to the outside or an error in a script."""
        self.context.close()
        assert not self.noted.outside, self.noted.outside
        assert not self.noted.errors, self.noted.errors

    def _note_request(self, request: Request) -> None:
        parts = urlsplit(request.url)
        if parts.scheme in ("http", "https", "ws", "wss") and not request.url.startswith(self.address):
            self.noted.outside.append(request.url)

    def _note_console(self, said) -> None:
        # A refused form answers 4xx, and the browser reports that as an error of the page; it is none.
        if said.type == "error" and "Failed to load resource" not in said.text:
            self.noted.errors.append(said.text)
