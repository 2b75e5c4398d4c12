"""Chromium, the served product and people in front of it."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, sync_playwright

from tests.browser.served import Served
from tests.browser.visitor import Visitor
from tests.company import Company, company, prepared_company

__all__ = ["company", "prepared_company"]

FLAGS = [
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-gpu",
    "--disable-quic",
    "--disable-sync",
    "--no-first-run",
    # Nothing but this machine has a name: a request to the outside fails instead of waiting.
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",
]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if "browser" in item.path.parent.name:
            item.add_marker(pytest.mark.browser)
            item.add_marker(pytest.mark.xdist_group("browser"))


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Debian's Chromium (or the one CHROMIUM names), headless."""
    program = os.environ.get("CHROMIUM") or shutil.which("chromium")
    assert program, "chromium is missing: make test installs it"
    flags = [*FLAGS, "--no-sandbox"] if os.geteuid() == 0 else FLAGS
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=program, args=flags)
        yield started
        started.close()


@pytest.fixture
def served(company: Company) -> Iterator[Served]:
    serving = Served(company)
    yield serving
    serving.stop()


@pytest.fixture
def visit(browser: Browser, served: Served) -> Iterator[Callable[..., Visitor]]:
    """Opens windows: visit(language="en", width=360, scheme="dark"); each is checked when the test ends."""
    windows: list[Visitor] = []

    def open_window(**wishes) -> Visitor:
        windows.append(Visitor(browser, served.address, **wishes))
        return windows[-1]

    yield open_window
    for window in windows:
        window.leave()
