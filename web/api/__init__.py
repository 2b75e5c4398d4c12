"""The REST API for programs outside: workers take jobs, others start cases and publish messages. One table says it all."""

from __future__ import annotations

from flask import Blueprint

from web.api import document, operations, problems
from web.api.serving import view_of
from web.identity import open_to_all

pages = Blueprint("api", __name__, url_prefix="/api/v1")

for operation in operations.OPERATIONS:
    pages.add_url_rule(operation.path, operation.name, view_of(operation), methods=["POST"])
pages.add_url_rule("/openapi.json", "openapi", open_to_all(document.show))
problems.install(pages)
