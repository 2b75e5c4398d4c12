"""Groups: the list, and one group with its members."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template, request, url_for

from engine.commands import groups
from engine.errors import InvalidValues
from engine.queries import directory, missing_groups
from web.current import ask, execute
from web.language import t

pages = Blueprint("groups", __name__, url_prefix="/groups")


@pages.get("/")
def index():
    return render_template("administration/groups.html", groups=ask(directory.groups), missing=ask(missing_groups.missing_groups))


@pages.get("/new")
def new():
    return _form(None, {"id": request.args.get("id", "")[:40]}, [])


@pages.post("/")
def create():
    try:
        execute(groups.create, request.form.get("id", "").strip(), *_names(), _members())
    except InvalidValues as failure:
        return _form(None, request.form, _members(), failure.fields), 422
    return _saved()


@pages.get("/<group_id>")
def show(group_id: str):
    row, members = ask(directory.group, group_id)
    return _form(group_id, {"name_zh": row.name_zh, "name_en": row.name_en}, members)


@pages.post("/<group_id>")
def change(group_id: str):
    try:
        execute(groups.change, group_id, *_names(), _members())
    except InvalidValues as failure:
        return _form(group_id, request.form, _members(), failure.fields), 422
    return _saved()


def _form(group_id: str | None, values, members, fields: dict | None = None) -> str:
    return render_template(
        "administration/group.html", group_id=group_id, values=values, members=members, fields=fields or {},
        choices=ask(directory.choices),
    )  # fmt: skip


def _names() -> tuple[str, str]:
    return request.form.get("name_zh", "").strip(), request.form.get("name_en", "").strip()


def _members() -> list[str]:
    return request.form.getlist("member_ids")


def _saved():
    flash(t("已保存。", "Saved."), "done")
    return redirect(url_for("administration.groups.index"), 303)
