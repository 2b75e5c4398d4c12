"""How often one address may try: declared beside the view with `@limited`, counted by flask-limiter."""

from __future__ import annotations

from collections.abc import Callable

from flask import Flask, Response
from flask_limiter import Limiter
from flask_limiter.util import get_remote_address


def limited(
    *rules: str,
    by: Callable[[], str] | None = None,
    methods: tuple[str, ...] = ("POST",),
    deduct_when: Callable[[Response], bool] | None = None,
):
    """Mark a view: `@limited("10 per minute")`; `by` names what is counted (default: the caller's address).

    `deduct_when`: only such answers count, wrong codes for example.
    """

    def mark(view):
        options = {"key_func": by or get_remote_address, "methods": list(methods), "deduct_when": deduct_when}
        view.limits = [*getattr(view, "limits", []), *((rule, options) for rule in rules)]
        return view

    return mark


def install(app: Flask) -> None:
    # One counter per application and process: tests and several installations never share it.
    limiter = Limiter(get_remote_address, app=app, storage_uri="memory://", strategy="fixed-window")
    for endpoint, view in list(app.view_functions.items()):
        for rule, options in getattr(view, "limits", []):
            app.view_functions[endpoint] = limiter.limit(rule, **options)(app.view_functions[endpoint])
