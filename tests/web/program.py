"""A program outside, without a network: it has a token and speaks JSON, and that is all."""

from __future__ import annotations

import json
from decimal import Decimal
from typing import Any

from flask import Flask
from werkzeug.test import TestResponse

from engine.commands import api_tokens, deploy
from engine.model.people import SYSTEM
from engine.packages import PackageFiles
from tests.company import Company


class Program:
    """`token`: what it shows; None: nothing."""

    def __init__(self, app: Flask, token: str | None):
        self.client = app.test_client(use_cookies=False)
        self.token = token

    def post(self, path: str, body: object = None, *, raw: bytes | None = None) -> TestResponse:
        content = json.dumps(body).encode() if raw is None else raw
        headers = {"Authorization": f"Bearer {self.token}"} if self.token else {}
        return self.client.post(f"/api/v1{path}", data=content, headers=headers, content_type="application/json")

    def ask(self, path: str, **body: object) -> Any:
        """The answer of a request that has to work; numbers as they stand in the text."""
        answer = self.post(path, body)
        text = answer.get_data(as_text=True)
        assert answer.status_code in (200, 201, 204), text
        return json.loads(text, parse_float=Decimal, parse_int=Decimal) if text else None


def program(app: Flask, company: Company, name: str = "parcel-desk") -> Program:
    return Program(app, company.process_engine.execute(SYSTEM, api_tokens.create, name).token)


def deployed(company: Company, id_: str, xml: bytes, **files: bytes) -> None:
    named = {name.replace("__", "."): content for name, content in files.items()}
    company.process_engine.execute(SYSTEM, deploy.deploy, PackageFiles(id_, {f"{id_}.bpmn": xml, **named}))
