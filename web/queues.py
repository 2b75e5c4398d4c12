"""Queues: what lies with a group or department and waits for somebody to take it."""

from __future__ import annotations

from flask import Blueprint, render_template, request

from engine.queries import queues
from web.current import ask

pages = Blueprint("queues", __name__)


@pages.get("/queues")
def index():
    return render_template("staff/queues.html", found=ask(queues.queues, request.args.get("queue", "")))
