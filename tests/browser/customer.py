"""A customer with a phone and no account: tells us something, keeps number and code, answers, rates."""

from __future__ import annotations

from collections.abc import Mapping

from playwright.sync_api import expect

from tests.browser.filling import Value, fill
from tests.browser.visitor import Visitor


class Customer:
    """One person; `number` and `code` are what they wrote down after submitting."""

    number = ""
    code = ""

    def __init__(self, visitor: Visitor):
        self.visitor = visitor
        self.page = visitor.page

    def submit(self, package_id: str, values: Mapping[str, Value]) -> Customer:
        self.visitor.open("/")
        self.page.locator(f"a[href$='/feedback/{package_id}']").first.click()
        self._send("form.customer-form", values)
        expect(self.page.locator(".keys"), self.page.inner_text("body")).to_be_visible()
        self.number = self.page.locator(".keys .number").first.inner_text().strip()
        self.code = self.page.locator(".keys .code").inner_text().strip()
        return self

    def look(self) -> None:
        """Opens the case with number and code, as a person types them."""
        self.visitor.open("/feedback")
        form = self.page.locator("form:has([name=code])")
        form.locator("[name=number]").fill(self.number)
        form.locator("[name=code]").fill(self.code)
        form.locator("button").last.click()
        self.page.wait_for_url(f"**/c/{self.number}/**")

    def answer(self, values: Mapping[str, Value]) -> None:
        """Does the one thing that is the customer's turn; it must be accepted."""
        self.look()
        self._send("#turn form", values)
        expect(self.page.locator(".faults")).to_have_count(0)

    def _send(self, form: str, values: Mapping[str, Value]) -> None:
        shown = self.page.locator(form)
        expect(shown).to_be_visible()
        fill(self.page, shown, values)
        with self.page.expect_navigation():
            shown.locator("button:not([name])").last.click()
