"""What every template may use besides its own values."""

from __future__ import annotations

import re
from collections.abc import Sequence

from flask import Flask, g, request
from flask_wtf.csrf import generate_csrf
from markupsafe import Markup, escape

from engine.queries import notification_list, notifications, start_form
from web import navigation
from web.current import actor, ask, process_engine
from web.marked import marked


def install(app: Flask) -> None:
    app.jinja_env.globals.update(csrf_field=csrf_field, figure=figure, field_id=field_id, row_name=row_name, is_fragment=is_fragment, navigation=navigation, notification_count=notification_count, unread_count=unread_count, may_start_cases=may_start_cases)
    app.jinja_env.filters.update(paragraphs=paragraphs, marked=marked)
    app.context_processor(lambda: {"actor": actor(), "settings": process_engine().settings, "url_endpoints": app.view_functions})
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True


def csrf_field() -> Markup:
    return Markup('<input type="hidden" name="csrf_token" value="{}">').format(generate_csrf())


def notification_count() -> int:
    """How many tasks wait for the reader; asked once per page."""
    if "notification_count" not in g:
        g.notification_count = ask(notifications.waiting_for) if actor() else 0
    return g.notification_count


def unread_count() -> int:
    """What the bell says; asked once per page."""
    if "unread_count" not in g:
        g.unread_count = ask(notification_list.unread_count) if actor() else 0
    return g.unread_count


def may_start_cases() -> bool:
    """Whether the reader may start a case of any package; asked once per page, where a button for it stands."""
    if "may_start_cases" not in g:
        g.may_start_cases = bool(ask(start_form.startable))
    return g.may_start_cases


def field_id(name: str) -> str:
    """The id of a form field's control, from its name."""
    return "f-" + re.sub(r"[^\w-]+", "-", name)


def row_name(row: Sequence) -> str:
    """The name of a dynamic list's row, `phases[2]`, from its fields' names; its hidden input says that the row is there."""
    return row[0].name.rpartition("].")[0] + "]"


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
