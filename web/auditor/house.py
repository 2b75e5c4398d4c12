"""The house log: deployments, rights, people, sign-ins, reads."""

from __future__ import annotations

from flask import render_template, request

from engine.errors import NotFound
from engine.queries import house_log
from web.current import ask


def index():
    topic = request.args.get("topic", "")
    return render_template(
        "auditor/log.html", page=ask(house_log.house_log, topic, _before()), topic=topic, topics=house_log.TOPICS
    )


def _before() -> int | None:
    words = request.args.get("before", "")
    if not words:
        return None
    if not (words.isascii() and words.isdigit() and len(words) < 16):
        raise NotFound("page")
    return int(words)
