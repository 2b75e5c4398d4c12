"""Departments: the tree, and one department with supervisor, deputy and parent."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template, request, url_for

from engine.commands import departments
from engine.commands.departments import DepartmentFields
from engine.errors import InvalidValues
from engine.queries import directory
from web.current import ask, execute
from web.language import t

pages = Blueprint("departments", __name__, url_prefix="/departments")


@pages.get("/")
def index():
    return render_template("administration/departments.html", departments=ask(directory.departments))


@pages.get("/new")
def new():
    return _form(None, {})


@pages.post("/")
def create():
    try:
        execute(departments.create, request.form.get("id", "").strip(), _fields())
    except InvalidValues as failure:
        return _form(None, request.form, failure.fields), 422
    return _saved()


@pages.get("/<department_id>")
def show(department_id: str):
    row = ask(directory.department, department_id)
    return _form(department_id, {key: getattr(row, key) for key in DepartmentFields.__dataclass_fields__})


@pages.post("/<department_id>")
def change(department_id: str):
    try:
        execute(departments.change, department_id, _fields())
    except InvalidValues as failure:
        return _form(department_id, request.form, failure.fields), 422
    return _saved()


def _form(department_id: str | None, values, fields: dict | None = None) -> str:
    return render_template(
        "administration/department.html", department_id=department_id, values=values, fields=fields or {},
        choices=ask(directory.choices),
    )  # fmt: skip


def _fields() -> DepartmentFields:
    form = request.form
    return DepartmentFields(
        name_zh=form.get("name_zh", "").strip(),
        name_en=form.get("name_en", "").strip(),
        supervisor_id=form.get("supervisor_id") or None,
        deputy_id=form.get("deputy_id") or None,
        parent_id=form.get("parent_id") or None,
    )


def _saved():
    flash(t("已保存。", "Saved."), "done")
    return redirect(url_for("administration.departments.index"), 303)
