"""The tool lending's workshop, served: for tests in which an owner works in the browser."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.browser.served import Served
from tests.company import Company
from tests.workshop import prepared_workshop, workshop

__all__ = ["prepared_workshop", "served", "workshop"]


@pytest.fixture
def served(workshop: Company) -> Iterator[Served]:
    serving = Served(workshop)
    yield serving
    serving.stop()
