"""Retention: what is due to go, what is held, and erasing a customer on request. Cases appear by number only."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template, request, url_for

from engine.commands import retention as commands
from engine.errors import InvalidValues, NotFound, Text
from engine.queries import retention as queries
from web.current import ask, execute
from web.language import t

NO_CASE = Text("没有这个编号的工单。", "There is no case of this number.")

pages = Blueprint("retention", __name__, url_prefix="/retention")


@pages.get("/")
def index():
    return _page()


@pages.post("/erasure")
def erase_cases():
    """Exactly the cases that were on the page."""
    chosen = request.form.getlist("case")[: queries.SHOWN]
    if not chosen:
        raise NotFound("cases")
    count = execute(commands.erase_cases, chosen)
    flash(t("已清除 {n} 件工单，统计数字保持不变。", "{n} cases were erased; figures stay as they were.", n=count), "done")
    return redirect(url_for("administration.retention.index"), 303)


@pages.post("/holds")
def hold():
    number = request.form.get("held_number", "").strip()[:60]
    try:
        execute(commands.hold, number, request.form.get("reason", ""))
    except NotFound:
        return _page(request.form, {"held_number": NO_CASE}), 404
    except InvalidValues as failure:
        return _page(request.form, failure.fields), 422
    flash(t("已保全 {number}：解除之前不会清除任何内容。", "{number} is on hold: nothing of it goes until the hold is released.", number=number), "done")
    return redirect(url_for("administration.retention.index"), 303)


@pages.post("/holds/<number>/release")
def release(number: str):
    try:
        execute(commands.release, number, request.form.get("release_reason", ""))
    except InvalidValues as failure:
        return _page(request.form, {f"release-{number}": failure.fields["reason"]}), 422
    flash(t("已解除保全。", "The hold is released."), "done")
    return redirect(url_for("administration.retention.index"), 303)


@pages.post("/customer")
def look_up():
    """By POST: a number typed by mistake stands in no address."""
    number = request.form.get("number", "").strip()[:60]
    try:
        reached = ask(queries.customer, number)
    except NotFound:
        return _page({"number": number}, {"number": NO_CASE}), 404
    return render_template("administration/erase_customer.html", number=number, reached=reached, values={}, fields={})


@pages.post("/customer/erasure")
def erase_customer():
    number, reason = request.form.get("number", "")[:60], request.form.get("reason", "")
    try:
        erased = execute(commands.erase_customer, number, reason)
    except InvalidValues as failure:
        reached = ask(queries.customer, number)
        return render_template("administration/erase_customer.html", number=number, reached=reached, values=request.form, fields=failure.fields), 422
    flash(t("已清除这位客户在 {n} 件工单里的数据。", "This customer's data in {n} cases was erased.", n=len(erased)), "done")
    return redirect(url_for("administration.retention.index"), 303)


def _page(values: dict | None = None, fields: dict | None = None) -> str:
    return render_template("administration/retention.html", page=ask(queries.page), values=values or {}, fields=fields or {})
