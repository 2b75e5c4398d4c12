"""The administrator's pages: people, departments, groups, absences, the working calendar, API tokens, connections."""

from __future__ import annotations

from flask import Blueprint, redirect, url_for

from web.administration import absences, calendar, connections, departments, groups, people, retention, tokens

pages = Blueprint("administration", __name__, url_prefix="/administration")
for page in (people, departments, groups, absences, calendar, retention, tokens, connections):
    pages.register_blueprint(page.pages)


@pages.get("/")
def index():
    return redirect(url_for("administration.people.index"), 303)
