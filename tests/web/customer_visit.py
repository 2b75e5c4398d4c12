"""A customer without a browser: follows the pages' own forms, with a code and without an account."""

from __future__ import annotations

import re
from collections.abc import Mapping
from io import BytesIO

from flask import Flask
from werkzeug.test import TestResponse

TOKEN = re.compile(r'name="csrf_token" value="([^"]+)"')
FEEDBACK = {
    "concern": "售后问题",
    "title": "登录后页面加载失败",
    "description": "登录后页面加载失败，多次尝试无效",
    "customer_name": "张三丰",
    "contact": "13812345678",
    "preferred_channel": "电话",
    "privacy_accepted": "true",
}


class CustomerVisit:
    """One browser of one person; `address` is their case's page once they have sent something."""

    def __init__(self, app: Flask):
        self.app = app
        self.client = app.test_client()
        self.address = ""

    def get(self, path: str) -> TestResponse:
        return self.client.get(path)

    def text(self, path: str) -> str:
        return self.get(path).get_data(as_text=True)

    def post(self, path: str, values: Mapping[str, object], page: str = "/feedback/feedback_handling") -> TestResponse:
        """Posts with the token that `page` carries."""
        token = TOKEN.search(self.text(page)).group(1)
        return self.client.post(path, data={**values, "csrf_token": token}, content_type="multipart/form-data")

    def submit(self, **changes: object) -> TestResponse:
        answer = self.post("/feedback/feedback_handling", FEEDBACK | changes)
        if answer.status_code == 303:
            self.address = answer.headers["Location"].removesuffix("/received")
        return answer

    def act(self, what: str, values: Mapping[str, object]) -> TestResponse:
        """Posts to a part of the case's page, such as `messages`."""
        return self.post(f"{self.address}/{what}", values, page=self.address)

    def complete(self, values: Mapping[str, object]) -> TestResponse:
        """Sends the form of the one thing that is the customer's turn."""
        action = re.search(r'action="[^"]*/(user-tasks/[0-9a-f]+/completion)"', self.text(self.address))
        assert action, "nothing is the customer's turn"
        return self.act(action.group(1), values)

    @property
    def number(self) -> str:
        return self.address.split("/")[2]

    @property
    def code(self) -> str:
        return self.address.split("/")[3]


def photo(name: str = "photo.png") -> tuple[BytesIO, str, str]:
    """A picture as a phone's camera would send it."""
    png = bytes.fromhex(
        "89504e470d0a1a0a0000000d4948445200000001000000010804000000b51c0c02"
        "0000000b4944415478da6364f80f00010501012718e3660000000049454e44ae426082"
    )
    return BytesIO(png), name, "image/png"
