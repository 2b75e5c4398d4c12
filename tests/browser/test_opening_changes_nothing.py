"""Looking at a file is no change of it: what an editor draws by itself is saved by nobody."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from engine.commands import package_drafts
from engine.queries import workbench
from tests.browser.owner import Owner
from tests.browser.served import Served
from tests.workshop import PACKAGE, prepared_workshop, workshop

__all__ = ["prepared_workshop", "workshop"]

NAME = "forms/asked_when.form"
# Written by hand, and with a date, whose picker types into itself while it is drawn.
FORM = b'{"type": "default", "id": "asked_when", "schemaVersion": 16,\n "components": [{"type": "datetime", "subtype": "datetime", "id": "when", "key": "when", "dateLabel": "When"}]}\n'


@pytest.fixture
def served(workshop) -> Iterator[Served]:
    he_yun = workshop.person("he.yun")
    workshop.process_engine.execute(he_yun, package_drafts.begin, PACKAGE)
    workshop.process_engine.execute(he_yun, package_drafts.add_file, PACKAGE, NAME, FORM)
    serving = Served(workshop)
    yield serving
    serving.stop()


def test_a_form_that_was_only_opened_is_what_it_was_to_the_byte(visit, workshop):
    owner = Owner(visit()).open_file(NAME)
    sent: list[str] = []
    owner.page.on("request", lambda request: sent.append(request.url) if request.method == "POST" and "/content/" in request.url else None)

    owner.page.locator(".fjs-form .flatpickr-input").first.dispatch_event("input")
    owner.page.wait_for_timeout(1500)

    assert sent == []
    assert workshop.process_engine.ask(workshop.person("he.yun"), workbench.draft_files, PACKAGE).files[NAME] == FORM
