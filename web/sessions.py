"""Signing in and out, and choosing one's own password."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template, request, session, url_for
from flask_login import current_user, login_user, logout_user

from engine.commands import passwords, sessions
from engine.errors import InvalidValues
from engine.model.people import SYSTEM
from engine.queries import signed_in
from web.current import actor, ask, execute, process_engine
from web.identity import open_to_all, visitor_of
from web.language import local_path, t
from web.limits import by_address, by_person, is_refused, limited

pages = Blueprint("sessions", __name__)


def _login() -> str:
    return "login:" + request.form.get("login", "").strip().lower()[:100]


def _login_from_here() -> str:
    """Whoever tries passwords for somebody from elsewhere doesn't lock that person out at once."""
    return f"{_login()} {by_address()}"


@pages.get("/sign-in")
@open_to_all
def new():
    if current_user.is_authenticated:
        return redirect(local_path(request.args.get("next")), 303)
    return render_template("staff/sign_in.html", next=local_path(request.args.get("next")), login="", is_refused=False)


@pages.post("/sign-in")
@open_to_all
@limited("20 per minute", "100 per hour", deduct_when=is_refused)
@limited("10 per 15 minutes", by=_login_from_here, deduct_when=is_refused)
@limited("60 per hour", by=_login, deduct_when=is_refused)
def create():
    login, wanted = request.form.get("login", ""), local_path(request.form.get("next"))
    known = process_engine().ask(SYSTEM, signed_in.password_hash, login)
    checked = passwords.checked(request.form.get("password", ""), known)
    found = process_engine().execute(SYSTEM, sessions.sign_in, login, checked)
    if not found.is_accepted:
        return render_template("staff/sign_in.html", next=wanted, login=login, is_refused=True), 422
    session.clear()
    session.permanent = True
    login_user(visitor_of(found.person_id))
    return redirect(wanted, 303)


@pages.post("/sign-out")
def end():
    execute(sessions.sign_out)
    logout_user()
    session.clear()
    return redirect(url_for("sessions.new"), 303)


@pages.get("/password")
def password():
    return render_template("staff/password.html", fields={})


@pages.post("/password")
@limited("10 per 15 minutes", by=by_person)
def change_password():
    form = request.form
    try:
        typed = (form.get(name, "") for name in ("current", "new", "repeated"))
        login = ask(signed_in.own_login)
        execute(sessions.change_password, passwords.change(*typed, login, ask(signed_in.password_hash, login)))
    except InvalidValues as failure:
        return render_template("staff/password.html", fields=failure.fields), 422
    login_user(visitor_of(actor().id))
    flash(t("密码已更改。", "Your password was changed."), "done")
    return redirect("/", 303)
