"""The auditor's pages: every case, one case beside its trail, the house log. Nothing here changes anything."""

from __future__ import annotations

from flask import Blueprint

from web.auditor import cases, house, search

pages = Blueprint("auditor", __name__, url_prefix="/audit")
pages.add_url_rule("/", "index", search.index)
pages.add_url_rule("/cases.csv", "file", search.file)
pages.add_url_rule("/cases/<number>", "case", cases.show)
pages.add_url_rule("/cases/<number>.zip", "case_file", cases.file)
pages.add_url_rule("/log", "log", house.index)
