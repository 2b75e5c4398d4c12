"""Chromium, the served product and people in front of it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from tests.browser.chromium import chromium
from tests.browser.served import Served
from tests.browser.visitor import Visitor
from tests.company import Company, company, prepared_company

__all__ = ["company", "prepared_company"]

HAS_FAILED = pytest.StashKey[bool]()
FAILURES = Path(__file__).resolve().parents[2] / "screens/failures"


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if "browser" in item.path.parent.name:
            item.add_marker(pytest.mark.browser)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    with chromium() as started:
        yield started


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
