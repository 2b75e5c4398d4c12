"""Who is calling? The number travels in the body of a POST only, so that it stands in no address and no log."""

from __future__ import annotations

import re

from flask import Blueprint, flash, redirect, render_template, request, url_for

from engine.commands import contacts
from engine.errors import InvalidValues
from engine.model import contact_text
from engine.queries import callers, case_search
from web.current import ask, execute
from web.language import t
from web.limits import by_person, limited

pages = Blueprint("callers", __name__)
LAST_FOUR = re.compile(r"[0-9]{4}")
NARROWED = ("state", "type", "priority", "department", "segment")


# Rates per day, too: whoever knows a mask would have to try ten thousand numbers to know the whole one.
@pages.post("/callers")
@limited("30 per minute", "300 per hour", "600 per day", by=by_person)
def find():
    number = request.form.get("number", "")[:40]
    try:
        found, faults, status = _found(number), {}, 200
    except InvalidValues as failure:
        found, faults, status = [], failure.fields, 422
    return render_template("staff/callers.html", found=found, faults=faults, number=number), status


@pages.post("/search")
@limited("60 per minute", "300 per hour", "1000 per day", by=by_person)
def search():
    """One box for everything: a case's number, words of a title, or the number somebody calls from, its last four digits too."""
    words = request.form.get("q", "").strip()[:100]
    if number := ask(case_search.number_of, words):
        return redirect(url_for("cases.show", number=number), 303)
    if LAST_FOUR.fullmatch(words) and ask(callers.may_look):
        if found := _found(words):
            return render_template("staff/callers.html", found=found, faults={}, number=words)
    elif contact_text.find_contacts(words):
        if ask(callers.may_look):
            return render_template("staff/callers.html", found=_found(words), faults={}, number=words)
        flash(t("号码和邮箱不会写进地址；请按编号或标题查找。", "Numbers and addresses of people don't go into web addresses; search by case number or title."), "warn")
        words = ""
    chosen = {name: value[:100] for name in NARROWED if (value := request.form.get(name))}
    return redirect(url_for("cases.index", q=words, **chosen), 303)


def _found(number: str) -> list:
    """Looking for somebody by their number is written down, found or not."""
    found = ask(callers.callers, number)
    execute(contacts.note_search, number, len(found))
    return found
