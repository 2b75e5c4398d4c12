"""The house log: deployments, rights, people, sign-ins, reads; by topic, person and days."""

from __future__ import annotations

from datetime import timedelta

from flask import render_template, request

from engine.errors import NotFound
from engine.queries import house_log
from engine.queries.house_log import HouseFilter
from web.current import ask
from web.times import day_start

_FILTERS = ("person", "from", "until")


def index():
    topic = request.args.get("topic", "")
    return render_template(
        "auditor/log.html", page=ask(house_log.house_log, topic, _before(), _wanted()), topic=topic, topics=house_log.TOPICS,
        people=ask(house_log.people), words={name: words for name in _FILTERS if (words := request.args.get(name, "").strip()[:40])},
    )  # fmt: skip


def _wanted() -> HouseFilter:
    """The filter in the address; a date that can't be read counts as not asked for."""
    until = day_start(request.args.get("until", ""))
    return HouseFilter(request.args.get("person", ""), day_start(request.args.get("from", "")), until + timedelta(days=1) if until else None)


def _before() -> int | None:
    words = request.args.get("before", "")
    if not words:
        return None
    if not (words.isascii() and words.isdigit() and len(words) < 16):
        raise NotFound("page")
    return int(words)
