"""Starting cases."""

from __future__ import annotations

from typing import Any

from engine.commands import cases
from web.api.bearer import execute


def start(body: dict[str, Any]) -> dict[str, str]:
    started = execute(cases.start_by_program, body["package"], body["variables"], language=body["language"])
    return {"number": started.business_key, "code": started.code}
