"""My work: what waits for me, what I may take, what is about to be late."""

from __future__ import annotations

from flask import Blueprint, redirect, render_template, request, url_for

from engine.queries import inbox
from web import navigation
from web.current import actor, ask
from web.identity import open_to_all
from web.paging import page_number
from web.times import moment_of

pages = Blueprint("inbox", __name__)


@pages.get("/")
@open_to_all
def home():
    """Staff begin with their work, auditors and administrators without a group with theirs, everybody else with the public form."""
    return redirect(url_for(navigation.first_place(actor()) if actor() else "customer.catalogue.index"), 303)


@pages.get("/inbox")
def index():
    found = ask(inbox.inbox, request.args.get("filter", "mine"), page_number())
    return render_template("staff/inbox.html", inbox=found, filters=inbox.FILTERS.values())


@pages.get("/inbox/news")
def news():
    """How many lines are new since the page was made; nothing moves under the reader's cursor."""
    count = ask(inbox.news, request.args.get("filter", "mine"), moment_of(request.args.get("since", "")))
    return render_template("staff/inbox_news.html", count=count, chosen=request.args.get("filter", "mine"))
