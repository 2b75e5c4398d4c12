"""A form as staff will see it, written by the same server: in both languages, while it is being edited."""

from __future__ import annotations

import json

from flask import Blueprint, g, render_template, request
from markupsafe import Markup

from engine.errors import Undeployable
from engine.model.forms import read_form
from engine.packages import Texts
from engine.packages.toml_reading import Problems, read_toml
from engine.queries import workbench
from web.current import ask, now, process_engine
from web.language import language

pages = Blueprint("preview", __name__)


@pages.post("/<package_id>/preview")
def form(package_id: str):
    """The form that was sent, as two fragments; what keeps it from being one is said instead."""
    files = ask(workbench.draft_files, package_id).files
    texts = Texts.read(read_toml(files.get("texts/en.toml", b""), Problems("texts/en.toml")))
    try:
        content = request.get_data()
        read = read_form(content, f"forms/{_id_of(content)}.form")
    except Undeployable as refused:
        return render_template("workbench/preview.html", faults=refused.reasons, shown=[])
    fields = read.view({}, {}, now(), process_engine().settings.zone, texts, is_typed=False)
    return render_template("workbench/preview.html", faults=[], shown=[(each, _written(each, fields)) for each in ("zh", "en")])


def _written(wanted: str, fields: list) -> Markup:
    """The same fields, written in one language whatever the page speaks."""
    before, g.language = language(), wanted
    written = Markup(render_template("workbench/preview_form.html", fields=fields, faults={}))
    g.language = before
    return written


def _id_of(content: bytes) -> str:
    """A file's name is its form's id; what is previewed has no file yet."""
    try:
        id_ = json.loads(content).get("id")
    except (ValueError, RecursionError, AttributeError):
        id_ = None
    return id_ if isinstance(id_, str) and id_ else "form"
