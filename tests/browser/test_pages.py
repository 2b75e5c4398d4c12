"""Every page a person can reach, checked by machine on a wide light Chinese and a narrow dark English screen."""

from __future__ import annotations

import pytest

from tests.browser.looks import faults_of
from tests.browser.pages import Crawl
from tests.browser.visitor import PHONE, WIDE
from tests.company import PASSWORD
from tests.complaint import asked_back, submitted

PEOPLE = ("wang.min", "zhao.lei", "he.yun", "ma.chao", "gao.wei")
# Reached by other ways than a plain link: scripts, programs, downloads, and what shows only after something was sent
# or went wrong. A name that ends with a dot stands for all views of that page.
UNLINKED = (
    "static", "api.", "incidents.", "inbox.home", "inbox.news", "cases.diagram", "catalogue.diagram",
    "catalogue.version_diagram", "attachments.show", "customer.status.open_attachment", "user_tasks.assignment",
    "user_tasks.show", "nudges.", "own_settings.absences_come_back", "cases.news", "customer.status.news",
    "auditor.file", "auditor.case_file", "reports.xlsx", "reports.pdf", "register.csv", "register.xlsx",
    "documents.pdf", "imports.template", "workbench.files.content", "workbench.files.choices",
    "workbench.files.reasons", "workbench.difference.drawing", "workbench.difference.copy", "workbench.trial.drawing",
    "workbench.trial.state", "workbench.play.diagram", "workbench.overview.download",
)


@pytest.mark.parametrize(("language", "width", "scheme"), [("zh", WIDE, "light"), ("en", PHONE, "dark")])
def test_every_page_is_whole_accessible_and_translated(served, visit, language, width, scheme):
    customer, waiting = asked_back(served.company), submitted(served.company)
    crawl = Crawl(served.app.url_map, served.address)

    faults = []
    for login in ("", *PEOPLE):
        window = visit(language=language, width=width, scheme=scheme)
        starts = ["/inbox", f"/cases/{waiting.business_key}", "/password"] if login else starts_of(customer)
        if login:
            window.sign_in(login, PASSWORD)
        for page in crawl.follow(window.page, login, starts):
            faults += [f"{page.path} ({login or 'customer'}): {fault}" for fault in faults_of(window)]

    assert not faults, "\n".join(faults)
    assert {endpoint for endpoint in crawl.unreached() if not endpoint.startswith(UNLINKED)} == set()


def starts_of(customer) -> list[str]:
    status = f"/c/{customer.business_key}/{customer.code}"
    return ["/feedback", f"{status}/received", status, "/sign-in"]
