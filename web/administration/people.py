"""People: the list, one person, a one-time password, leaving with its preview."""

from __future__ import annotations

from collections.abc import Iterable

from flask import Blueprint, flash, redirect, render_template, request, url_for

from engine.commands import leaving, passwords, people
from engine.commands.people import PersonFields
from engine.errors import InvalidValues, Text
from engine.model.people import PACKAGE_ROLES, ROLES
from engine.queries import directory
from web.current import ask, execute
from web.language import t

pages = Blueprint("people", __name__, url_prefix="/people")


@pages.get("/")
def index():
    search, department = request.args.get("q", ""), request.args.get("department", "")
    is_with_left = "left" in request.args
    return render_template(
        "administration/people.html",
        people=ask(directory.people, search, department, is_with_left),
        choices=ask(directory.choices),
        search=search,
        department=department,
        is_with_left=is_with_left,
    )


@pages.get("/new")
def new():
    return _blank({"language": "zh", "roles": [], "group_ids": []})


@pages.post("/")
def create():
    try:
        once = execute(people.create, request.form.get("login", ""), _fields(), passwords.one_time())
    except InvalidValues as failure:
        return _blank(_typed(), failure.fields), 422
    # Rendered here and not after a redirect: the password is nowhere to be read a second time.
    return render_template("administration/one_time_password.html", once=once, is_new=True)


@pages.get("/<person_id>")
def show(person_id: str):
    return _page(person_id)


@pages.post("/<person_id>")
def change(person_id: str):
    try:
        execute(people.change, person_id, _fields())
    except InvalidValues as failure:
        return _page(person_id, _typed(), failure.fields), 422
    flash(t("已保存。", "Saved."), "done")
    return redirect(url_for("administration.people.show", person_id=person_id), 303)


@pages.post("/<person_id>/password")
def reset_password(person_id: str):
    once = execute(people.reset_password, person_id, passwords.one_time())
    return render_template("administration/one_time_password.html", once=once, is_new=False)


@pages.get("/<person_id>/leaving")
def preview_leaving(person_id: str):
    page = ask(directory.person, person_id)
    return render_template("administration/leaving.html", page=page, hand_over=ask(directory.hand_over, person_id))


@pages.post("/<person_id>/leaving")
def leave(person_id: str):
    left = execute(leaving.leave, person_id)
    flash(_summary(left), "done")
    return redirect(url_for("administration.people.show", person_id=person_id), 303)


@pages.post("/<person_id>/return")
def come_back(person_id: str):
    once = execute(leaving.come_back, person_id, passwords.one_time())
    return render_template("administration/one_time_password.html", once=once, is_new=False)


def _page(person_id: str, values: dict | None = None, fields: dict | None = None) -> str:
    page, choices = ask(directory.person, person_id), ask(directory.choices)
    return render_template(
        "administration/person.html", page=page, choices=choices, roles=_offered(choices, page.row.roles),
        values=values or _kept(page), fields=fields or {},
    )  # fmt: skip


def _blank(values: dict, fields: dict | None = None) -> str:
    choices = ask(directory.choices)
    return render_template(
        "administration/new_person.html", choices=choices, roles=_offered(choices), values=values, fields=fields or {}
    )


def _fields() -> PersonFields:
    form = request.form
    return PersonFields(
        name=form.get("name", "").strip(),
        language=form.get("language", ""),
        department_id=form.get("department_id") or None,
        roles=tuple(form.getlist("roles")),
        group_ids=tuple(form.getlist("group_ids")),
    )


def _typed() -> dict:
    return {**request.form, "roles": request.form.getlist("roles"), "group_ids": request.form.getlist("group_ids")}


def _kept(page: directory.PersonPage) -> dict:
    row = page.row
    return {
        "name": row.name, "language": row.language, "department_id": row.department_id or "", "roles": row.roles,
        "group_ids": page.group_ids,
    }  # fmt: skip


def _offered(choices: directory.Choices, held: Iterable[str] = ()) -> dict[str, Text | str]:
    """Roles with the package they are for; one that is held and unknown must not vanish when something else is saved."""
    owners = {f"{role}:{id_}": name for role in PACKAGE_ROLES for id_, name in choices.packages}
    return dict.fromkeys(ROLES, "") | owners | {role: role for role in held if role not in (*ROLES, *owners)}


def _summary(left: leaving.Left) -> str:
    return t(
        "账号已停用。{given} 个任务已转交，{returned} 个任务已退回待领取。",
        "The account is closed. {given} tasks handed over, {returned} back to their candidates.",
        given=len(left.handed_over),
        returned=len(left.returned),
    )
