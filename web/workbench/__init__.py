"""The workbench: process owners change a procedure, try it, compare it and deploy it; auditors and administrators look on."""

from __future__ import annotations

from flask import Blueprint

from web.workbench import deployment, difference, files, overview, play, preview, trial

pages = Blueprint("workbench", __name__, url_prefix="/workbench")
for page in (overview, files, preview, difference, play, trial, deployment):
    pages.register_blueprint(page.pages)
