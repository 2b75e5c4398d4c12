"""The customer's pages: no account, phone first, no script needed. Opening a page stores nothing."""

from __future__ import annotations

from flask import Blueprint

from web.customer import catalogue, slip, status

pages = Blueprint("customer", __name__)
for page in (catalogue, status, slip):
    pages.register_blueprint(page.pages)
