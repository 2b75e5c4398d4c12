"""The catalogue of procedures: read-only, with the diagram, tables and forms of each version."""

from __future__ import annotations

from flask import Blueprint, jsonify, render_template

from engine.queries import catalogue, diagram, version_page
from web.current import ask

pages = Blueprint("catalogue", __name__)


@pages.get("/processes")
def index():
    return render_template("staff/catalogue.html", packages=ask(catalogue.catalogue))


@pages.get("/processes/<package_id>/versions/<int(max=999999999):number>")
def version(package_id: str, number: int):
    return render_template("staff/version.html", found=ask(version_page.version_page, package_id, number))


@pages.get("/processes/<package_id>/versions/<int(max=999999999):number>/diagram")
def version_diagram(package_id: str, number: int):
    return jsonify(ask(diagram.version_diagram, ask(version_page.version_id, package_id, number)))
