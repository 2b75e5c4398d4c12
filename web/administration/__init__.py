"""The administrator's pages: people, departments, groups, absences, the working calendar."""

from __future__ import annotations

from flask import Blueprint, redirect, url_for

from web.administration import absences, calendar, departments, groups, people

pages = Blueprint("administration", __name__, url_prefix="/administration")
for page in (people, departments, groups, absences, calendar):
    pages.register_blueprint(page.pages)


@pages.get("/")
def index():
    return redirect(url_for("administration.people.index"), 303)
