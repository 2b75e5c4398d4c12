"""Colleagues at their desks: each signed in by a client of their own, looking at the pages as the server writes them."""

from __future__ import annotations

import html
import re

from flask import Flask

from tests.company import Company
from tests.stories import Story
from tests.web.member import Member
from web.app import create_app

NUMBER = "20231009-001"


class StaffRoom:
    def __init__(self, company: Company):
        self.company = company
        self.app: Flask = create_app(company.process_engine)
        self._members: dict[str, Member] = {}

    def member(self, login: str) -> Member:
        if login not in self._members:
            self._members[login] = Member(self.app).sign_in(login)
        return self._members[login]

    def page(self, login: str, path: str, status: int = 200) -> str:
        """The page's text as `login` sees it, entities resolved."""
        answer = self.member(login).get(path)
        assert answer.status_code == status, answer.status_code
        return html.unescape(answer.get_data(as_text=True))

    def story(self, **changes: object) -> Story:
        return Story(self.company).start(**changes)


def counts(page: str) -> dict[str, int]:
    """Filter -> the figure beside it."""
    found = re.findall(r'filter=(\w+)".*?class="filter-count">(\d+)<', page, re.DOTALL)
    return {name: int(figure) for name, figure in found}


def listed(page: str) -> list[str]:
    """The numbers of the lines of the list, in order."""
    return re.findall(r'<span class="number case-number">([^<]+)</span>', page)
