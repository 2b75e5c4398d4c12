"""A company and a case in it, for tests of what commands promise."""

from __future__ import annotations

import pytest

from tests.company import Company, company, prepared_company
from tests.stories import Story

__all__ = ["company", "prepared_company"]


@pytest.fixture
def story(company: Company) -> Story:
    return Story(company)
