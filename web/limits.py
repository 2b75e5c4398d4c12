"""How often one address may try: declared beside the view with `@limited`, counted by flask-limiter."""

from __future__ import annotations

from collections.abc import Callable

from flask import Flask
from flask_limiter import Limiter
from flask_limiter.util import get_remote_address


def limited(*rules: str, by: Callable[[], str] | None = None):
    """Mark a view: `@limited("10 per minute")`; `by` names what is counted (default: the caller's address)."""

    def mark(view):
        view.limits = [*getattr(view, "limits", []), *((rule, by or get_remote_address) for rule in rules)]
        return view

    return mark


def install(app: Flask) -> None:
    # One counter per application and process: tests and several installations never share it.
    limiter = Limiter(get_remote_address, app=app, storage_uri="memory://", strategy="fixed-window")
    for endpoint, view in list(app.view_functions.items()):
        for rule, by in getattr(view, "limits", []):
            app.view_functions[endpoint] = limiter.limit(rule, key_func=by, methods=["POST"])(app.view_functions[endpoint])
