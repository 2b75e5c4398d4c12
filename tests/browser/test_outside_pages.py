"""Pages about the outside world: incidents and API tokens, whole and accessible on wide and narrow screens."""

from __future__ import annotations

import pytest

from tests.browser.looks import faults_of
from tests.browser.visitor import PHONE, WIDE
from tests.company import PASSWORD
from tests.elements.drawing import diagram, end, exclusive, flow, flows, start
from tests.web.program import deployed, program

WEIGH = diagram(
    start(), exclusive("heavy", default="by_hand"), end("called"), end(), flows("begin", "heavy"), flow("heavy", "called", "=weight > 20"),
    flow("heavy", "done", id="by_hand"), id="weigh_parcel",
).replace(b'<bpmn:process id="weigh_parcel"', '<bpmn:process id="weigh_parcel" name="称重"'.encode())  # fmt: skip
LOOKS = [("zh", WIDE, "light"), ("en", PHONE, "dark")]


@pytest.fixture(autouse=True)
def stuck(served) -> None:
    deployed(served.company, "weigh_parcel", WEIGH)
    long = {"weight": "heavy", "list": ["x" * 80] * 3, "note": "a-very-long-word-" * 12}
    program(served.app, served.company).ask("/cases", package="weigh_parcel", variables=long)


@pytest.mark.parametrize(("language", "width", "scheme"), LOOKS)
def test_incident_is_read_corrected_and_gone(visit, language, width, scheme):
    window = visit(language=language, width=width, scheme=scheme)
    window.sign_in("he.yun", PASSWORD)
    window.page.goto(f"{window.address}/incidents/")
    assert faults_of(window) == []

    window.page.locator("h2 a").click()
    assert faults_of(window) == []
    window.page.locator("#variables").fill("{")
    window.page.locator("#reason").fill("typed as a word")
    window.page.locator("form:has(#variables) button").click()
    assert faults_of(window) == []
    window.page.locator("#variables").fill('{"weight": 3}')
    window.page.locator("form:has(#variables) button").click()

    window.page.locator(".empty").wait_for()
    assert faults_of(window) == []


@pytest.mark.parametrize(("language", "width", "scheme"), LOOKS)
def test_token_is_made_shown_once_and_revoked(visit, language, width, scheme):
    window = visit(language=language, width=width, scheme=scheme)
    window.sign_in("gao.wei", PASSWORD)
    window.page.goto(f"{window.address}/administration/tokens/")
    window.page.locator("#name").fill("label-printer")
    window.page.locator("form:has(#name) button").click()
    assert window.page.locator("output").inner_text().startswith("hx_")
    assert faults_of(window) == []

    window.page.locator("main .button-main").click()
    assert "hx_" not in window.page.content()
    assert faults_of(window) == []
    window.page.locator("li:has-text('label-printer') button").click()

    window.page.locator("li.is-left:has-text('label-printer')").wait_for()
