"""The public start: what one may tell us, the form for it, and the way back to a case one has."""

from __future__ import annotations

from flask import Blueprint, redirect, render_template, request, url_for

from engine.commands import once_only
from engine.errors import InvalidValues, NotFound, Text
from engine.queries import customer_status, public_catalogue, start_form
from web import dynamic_lists, kept_files, masks, once, submitted
from web.customer import robots
from web.customer.visitor import ask, execute, stranger
from web.identity import open_to_all
from web.language import language
from web.limits import is_done, is_refused, limited

pages = Blueprint("catalogue", __name__)

NOTHING_THERE = Text(
    "没有找到。请核对编号和查询码；不分大小写。", "Nothing found. Please check number and code; capitals don't matter."
)


@pages.get("/feedback")
@open_to_all
def index():
    return render_template("customer/catalogue.html", found=ask(stranger(), public_catalogue.public_procedures), typed={}, fault=None)


@pages.post("/feedback")
@open_to_all
@limited("10 per minute", "40 per hour", deduct_when=is_refused)
def look_up():
    """From number and code to the case; by POST, so that the code stays out of the address until it is right."""
    number, code = request.form.get("number", "").strip(), request.form.get("code", "").strip()
    try:
        ask(stranger(), customer_status.opened_by, number, code)
    except NotFound:
        found = ask(stranger(), public_catalogue.public_procedures)
        typed = {"number": number[:40], "code": code[:40]}
        return render_template("customer/catalogue.html", found=found, typed=typed, fault=NOTHING_THERE), 404
    number, code = customer_status.canonical(number, code)
    return redirect(url_for("customer.status.show", number=number, code=code), 303)


@pages.get("/feedback/<package_id>")
@open_to_all
def form(package_id: str):
    robots.note_shown()
    return _form(package_id)


@pages.post("/feedback/<package_id>/form")
@open_to_all
@limited("120 per minute")
def form_again(package_id: str):
    """The form as it looks with what is typed now: conditions, rows of lists. Keeps nothing."""
    typed = dynamic_lists.changed(submitted.values(), request.form)
    if request.headers.get("HX-Request"):
        start = ask(stranger(), start_form.start_form, package_id, typed)
        return render_template("forms/fragment.html", fields=start.fields, faults={})
    return _form(package_id, typed)


@pages.post("/feedback/<package_id>")
@open_to_all
@limited("10 per minute", "60 per hour", deduct_when=is_done)
@limited("60 per minute")
def create(package_id: str):
    typed = submitted.values()
    if refused := robots.fault():
        kept_files.keep(submitted.chosen_files())
        return _form(package_id, typed, refused=refused), 422
    try:
        started = execute(stranger(), once_only.start, once.key(), package_id, typed, submitted.files(), language=language())
    except InvalidValues as failure:
        kept_files.keep(submitted.chosen_files())
        return _form(package_id, typed, failure.fields), 422
    masks.tell(started.masked)
    return redirect(url_for("customer.status.received", number=started.business_key, code=started.code), 303)


def _form(package_id: str, typed=None, faults=None, refused=None) -> str:
    return render_template(
        "customer/form.html",
        procedure=ask(stranger(), public_catalogue.public_procedure, package_id),
        start=ask(stranger(), start_form.start_form, package_id, typed),
        faults=faults or {},
        refused=refused,
        trap=robots.TRAP,
    )
