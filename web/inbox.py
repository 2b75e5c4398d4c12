"""My work: what waits for me, what I may take, what is about to be late."""

from __future__ import annotations

from flask import Blueprint, redirect, render_template, request, url_for

from engine.queries import inbox
from web.current import actor, ask
from web.identity import open_to_all
from web.paging import page_number

pages = Blueprint("inbox", __name__)


@pages.get("/")
@open_to_all
def home():
    """Staff begin with their work, everybody else with the public form."""
    return redirect(url_for("inbox.index" if actor() else "customer.catalogue.index"), 303)


@pages.get("/inbox")
def index():
    found = ask(inbox.inbox, request.args.get("filter", "mine"), page_number())
    template = "staff/inbox_list.html" if request.args.get("part") == "list" else "staff/inbox.html"
    return render_template(template, inbox=found, filters=inbox.FILTERS.values())
