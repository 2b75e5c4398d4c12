"""What every template may use besides its own values."""

from __future__ import annotations

from flask import Flask, request
from flask_wtf.csrf import generate_csrf
from markupsafe import Markup, escape

from web import navigation
from web.current import actor, process_engine


def install(app: Flask) -> None:
    app.jinja_env.globals.update(csrf_field=csrf_field, figure=figure, is_fragment=is_fragment, navigation=navigation, notification_count=lambda: 0)
    app.jinja_env.filters["paragraphs"] = paragraphs
    app.context_processor(lambda: {"actor": actor(), "settings": process_engine().settings, "url_endpoints": app.view_functions})
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True


def csrf_field() -> Markup:
    return Markup('<input type="hidden" name="csrf_token" value="{}">').format(generate_csrf())


def figure(count: int) -> str:
    """A count as the product shows it: exact to 999, then 999+."""
    return str(count) if count <= 999 else "999+"


def is_fragment() -> bool:
    """Whether a script asked for a part of the page only."""
    return bool(request.headers.get("HX-Request"))


def paragraphs(text: str) -> Markup:
    """Someone's own words: markup shown as text, line breaks kept."""
    lines = [escape(line) for line in (text or "").replace("\r\n", "\n").split("\n")]
    return Markup("<br>").join(lines)
