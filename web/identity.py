"""Who is signed in: every page needs it unless its view says `@open_to_all`."""

from __future__ import annotations

from flask import Flask, current_app, redirect, request, session, url_for
from flask_login import LoginManager, UserMixin, current_user

from engine.errors import NotFound
from engine.model.people import SYSTEM
from engine.queries.signed_in import signed_in
from web.current import process_engine


class Visitor(UserMixin):
    """The signed-in person as flask-login wants one; `actor` is what commands and queries get."""

    def __init__(self, found):
        self.actor = found.actor
        self.language = found.language
        self.must_change_password = found.must_change_password
        self._stamp = found.stamp

    def get_id(self) -> str:
        # The stamp changes with the password: sessions of before are over.
        return f"{self.actor.id}.{self._stamp}"


def open_to_all(view):
    """Mark a view that needs no sign-in (customers, sign-in itself)."""
    view.is_open_to_all = True
    return view


def install(app: Flask) -> None:
    manager = LoginManager(app)
    manager.session_protection = None  # customers' networks change addresses; the cookie is signed, HttpOnly and SameSite
    manager.user_loader(load)
    app.before_request(require_sign_in)


def load(visitor_id: str) -> Visitor | None:
    person_id, _, stamp = visitor_id.partition(".")
    try:
        visitor = visitor_of(person_id)
    except NotFound:
        return None
    return visitor if visitor.get_id() == f"{person_id}.{stamp}" else None


def visitor_of(person_id: str) -> Visitor:
    """Raises NotFound for somebody who left."""
    return Visitor(process_engine().ask(SYSTEM, signed_in, person_id))


def require_sign_in():
    view = current_app.view_functions.get(request.endpoint or "")
    if view is None or request.endpoint == "static" or getattr(view, "is_open_to_all", False):
        return None
    if not current_user.is_authenticated:
        session.pop("_flashes", None)
        wanted = request.full_path.rstrip("?") if request.method == "GET" else "/"
        return redirect(url_for("sessions.new", next=wanted), 303)
    if current_user.must_change_password and request.endpoint not in ("sessions.password", "sessions.change_password", "sessions.end"):
        return redirect(url_for("sessions.password"), 303)
    return None
