"""The one list of pages: a new page is one new file and one line here."""

from __future__ import annotations

from flask import Flask

from web import sessions

BLUEPRINTS = (
    sessions.pages,
)


def install(app: Flask) -> None:
    for blueprint in BLUEPRINTS:
        app.register_blueprint(blueprint)
