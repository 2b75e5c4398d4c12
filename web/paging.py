"""The number of a page in an address."""

from __future__ import annotations

from flask import request

from engine.errors import NotFound

LAST = 10_000


def page_number() -> int:
    """`?page=`, from 1; raises NotFound for anything else."""
    words = request.args.get("page", "1")
    if not words.isascii() or not words.isdigit() or len(words) > 5 or not 1 <= int(words) <= LAST:
        raise NotFound("page")
    return int(words)
