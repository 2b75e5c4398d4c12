"""How often somebody may try: declared beside the view with `@limited`, counted by flask-limiter.

What is counted is who tries: the person who signed in, the case whose code was shown, else the address. Many people sit
behind one address, so where it is a stranger's, only what failed or what was really begun counts.
"""

from __future__ import annotations

from collections.abc import Callable
from ipaddress import IPv6Address, ip_address, ip_network

from flask import Flask, Response, request
from flask_limiter import Limiter
from flask_limiter.util import get_remote_address
from flask_login import current_user


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
        options = {"key_func": by or by_address, "methods": list(methods), "deduct_when": deduct_when}
        view.limits = [*getattr(view, "limits", []), *((rule, options) for rule in rules)]
        return view

    return mark


def by_address() -> str:
    """The caller's address; of IPv6 the network, because a home has as many addresses as it likes."""
    text = get_remote_address()
    try:
        address = ip_address(text)
    except ValueError:
        return text
    return str(ip_network(f"{address}/64", strict=False)) if isinstance(address, IPv6Address) else text


def by_person() -> str:
    """A whole company works behind one address: each of its people is counted for themselves."""
    return f"person:{current_user.actor.id}" if current_user.is_authenticated else by_address()


def by_case() -> str:
    """The customer of a case, by its number; the code is checked by the view, and guessing it is counted by address."""
    return f"case:{(request.view_args or {}).get('number', '')[:40]} {by_address()}"


def is_refused(answer: Response) -> bool:
    """A wrong password, number or code."""
    return answer.status_code in (404, 422)


def is_done(answer: Response) -> bool:
    """What was really begun; a form that came back with faults doesn't count."""
    return answer.status_code == 303


def install(app: Flask) -> None:
    # One counter per application and process: tests and several installations never share it.
    limiter = Limiter(by_address, app=app, storage_uri="memory://", strategy="fixed-window")
    for endpoint, view in list(app.view_functions.items()):
        for rule, options in getattr(view, "limits", []):
            app.view_functions[endpoint] = limiter.limit(rule, **options)(app.view_functions[endpoint])
