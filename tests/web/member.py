"""A member of staff without a browser: signs in, gets and posts as the pages' own forms do."""

from __future__ import annotations

import re

from flask import Flask
from werkzeug.test import TestResponse

from tests.company import PASSWORD

TOKEN = re.compile(r'name="csrf_token" value="([^"]+)"')


class Member:
    """One signed-in person; their cookies are their own."""

    def __init__(self, app: Flask):
        self.client = app.test_client()

    def sign_in(self, login: str, password: str = PASSWORD) -> Member:
        answer = self.post("/sign-in", login=login, password=password)
        assert answer.status_code == 303, answer.get_data(as_text=True)
        return self

    def get(self, path: str) -> TestResponse:
        return self.client.get(path)

    def post(self, path: str, **values: object) -> TestResponse:
        """Posts with the token of a page this person could have open."""
        return self.client.post(path, data={**values, "csrf_token": self._token()})

    def _token(self) -> str:
        page = self.client.get("/password")
        if page.status_code != 200:
            page = self.client.get("/sign-in")
        return TOKEN.search(page.get_data(as_text=True)).group(1)
