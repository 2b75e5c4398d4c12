"""A member of staff at their desk: finds a case, takes the task that is due, fills its form, sends it."""

from __future__ import annotations

from collections.abc import Mapping

from playwright.sync_api import Locator, expect

from tests.browser.filling import Value, fill
from tests.browser.visitor import Visitor
from tests.company import PASSWORD


class Desk:
    """One signed-in person; everything happens through pages."""

    def __init__(self, visitor: Visitor, login: str):
        self.visitor = visitor.sign_in(login, PASSWORD)
        self.page = visitor.page

    def find(self, number: str) -> None:
        """Opens the case from the list where it lies."""
        self.visitor.open("/cases")
        self.page.locator(f"a[href*='/cases/{number}']").first.click()
        expect(self.page.locator(".case-key")).to_have_text(number)

    def complete(self, number: str, task: str, values: Mapping[str, Value]) -> None:
        """Claims the task of that name if nobody has it, fills its form and sends it; the form must be accepted."""
        form = self.take(number, task)
        fill(self.page, form, values)
        with self.page.expect_response(lambda answer: answer.url.endswith("/completion")) as sent:
            form.locator("[data-submit]").click()
        self.page.wait_for_load_state()
        assert sent.value.status in (200, 204, 303), self.page.inner_text("#due")

    def take(self, number: str, task: str) -> Locator:
        """The open form of the task, claimed where necessary."""
        self.find(number)
        card = self._card(task)
        expect(card).to_be_visible()
        if card.get_by_role("button", name="领取").count():
            card.get_by_role("button", name="领取").click()
        elif not card.locator("#due-form").count():
            card.locator("a.button").first.click()
        form = self._card(task).locator("#due-form")
        expect(form).to_be_visible()
        return form

    def tell(self, number: str, message: str, values: Mapping[str, Value]) -> None:
        """Sends the case one of the messages its package offers, by its name on the case's page; it must be accepted."""
        self.find(number)
        self.page.locator("a[href*='/case-messages/']", has_text=message).first.click()
        form = self.page.locator("form.card")
        expect(form).to_be_visible()
        fill(self.page, form, values)
        with self.page.expect_response(lambda answer: "/case-messages/" in answer.url and answer.request.method == "POST") as sent:
            form.locator("button:not([name])").last.click()
        self.page.wait_for_load_state()
        assert sent.value.status in (200, 204, 303), self.page.inner_text("main")

    def sees(self, number: str) -> bool:
        """Whether this person may open the case at all."""
        return self.visitor.open(f"/cases/{number}") == 200

    def _card(self, task: str) -> Locator:
        return self.page.locator("section.task", has=self.page.locator("h2", has_text=task)).first
