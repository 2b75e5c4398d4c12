"""Chromium, the served product and people in front of it."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, sync_playwright

from tests.browser.served import Served
from tests.browser.visitor import Visitor
from tests.company import Company, company, prepared_company

__all__ = ["company", "prepared_company"]

HAS_FAILED = pytest.StashKey[bool]()
FAILURES = Path(__file__).resolve().parents[2] / "screens/failures"
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


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item, call: pytest.CallInfo):
    report = yield
    if report.failed and call.when == "call":
        item.stash[HAS_FAILED] = True
    return report


@pytest.fixture
def visit(request: pytest.FixtureRequest, browser: Browser, served: Served) -> Iterator[Callable[..., Visitor]]:
    """Opens windows: visit(language="en", width=360, scheme="dark"); each is checked when the test ends."""
    windows: list[Visitor] = []

    def open_window(**wishes) -> Visitor:
        windows.append(Visitor(browser, served.address, **wishes))
        return windows[-1]

    yield open_window
    if HAS_FAILED in request.node.stash:
        _picture(windows, request.node.name)
    for window in windows:
        window.leave()


def _picture(windows: list[Visitor], test: str) -> None:
    """What each window showed when the test failed, for whoever looks for the reason."""
    FAILURES.mkdir(parents=True, exist_ok=True)
    for number, window in enumerate(windows):
        window.page.screenshot(path=FAILURES / f"{test[:60]}-{number}.png", full_page=True)
