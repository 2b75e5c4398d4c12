"""What the present request works with: the process engine, who asks, and the moment it is answered at."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flask import current_app, g
from flask_login import current_user


@dataclass(frozen=True)
class WorkingWith:
    """Held by the application, so that nothing is global."""

    process_engine: Any


def process_engine():
    return current_app.extensions["working_with"].process_engine


def now() -> datetime:
    """The moment of this request (UTC): one page never shows two different presents."""
    if "now" not in g:
        g.now = process_engine().clock.now()
    return g.now


def actor():
    """Who asks: the signed-in person's `Actor`, or None."""
    return current_user.actor if current_user.is_authenticated else None


def ask(query, *args, **kwargs):
    """Answer of `query(tx, ...)` as the signed-in person; raises what the query raises (NotFound -> 404)."""
    return process_engine().ask(actor(), query, *args, **kwargs)


def execute(command, *args, **kwargs):
    """Result of `command(tx, ...)` as the signed-in person, in one transaction; raises Refused and its kin."""
    return process_engine().execute(actor(), command, *args, **kwargs)
