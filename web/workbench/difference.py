"""What the draft changes against a version, a version against another, a copy against the file: drawn, by cell, in words."""

from __future__ import annotations

from flask import Blueprint, jsonify, render_template, request

from engine.errors import NotFound
from engine.packages.bundle import PackageFiles
from engine.packages.difference import difference, file_difference
from engine.packages.who_sees import CUSTOMER, NOBODY, STAFF, sight_changes
from engine.queries import draft_choices, workbench
from web.current import ask
from web.language import of, t

pages = Blueprint("difference", __name__)

DRAFT = "draft"


@pages.get("/<package_id>/difference")
def show(package_id: str):
    page = ask(workbench.draft_page, package_id)
    before, after = _sides(page)
    old, new = _files(package_id, before), _files(package_id, after)
    return render_template(
        "workbench/difference.html", page=page, before=before, after=after, found=difference(old, new), sights=sight_changes(old, new), named=_names(new)
    )


@pages.get("/<package_id>/difference/drawing/<path:name>")
def drawing(package_id: str, name: str):
    """Both diagrams with what is to be marked on each."""
    before, after = (_files(package_id, request.args.get(side, "")).files.get(name) for side in ("before", "after"))
    return jsonify(_drawn(name, before, after))


@pages.get("/<package_id>/copies/<copy_id>")
def copy(package_id: str, copy_id: str):
    page = ask(workbench.draft_page, package_id)
    name, content = ask(workbench.copy_content, package_id, copy_id)
    here = ask(workbench.draft_files, package_id).files.get(name)
    return render_template("workbench/copy.html", page=page, copy_id=copy_id, found=[file_difference(name, here, content)])


@pages.get("/<package_id>/copies/<copy_id>/drawing/<path:name>")
def copy_drawing(package_id: str, copy_id: str, name: str):
    _, content = ask(workbench.copy_content, package_id, copy_id)
    return jsonify(_drawn(name, ask(workbench.draft_files, package_id).files.get(name), content))


def _names(files: PackageFiles) -> dict[str, str]:
    """What groups, departments and everybody else who sees something is called."""
    found = ask(draft_choices.choices, files)
    seers = {CUSTOMER: t("客户", "customers"), STAFF: t("员工", "staff"), NOBODY: t("没有人", "nobody")}
    return {id_: of(words) for id_, words in (*found.departments, *found.groups)} | seers


def _sides(page) -> tuple[str, str]:
    """What is compared: from the query, else the newest version with the draft, else the two newest versions."""
    numbers = [str(version.number) for version in page.package.versions] if page.package else []
    after = request.args.get("after") or (DRAFT if page.has_draft else numbers[0])
    before = request.args.get("before") or (numbers[0] if after == DRAFT and numbers else numbers[min(1, len(numbers) - 1)] if numbers else DRAFT)
    return before, after


def _files(package_id: str, side: str) -> PackageFiles:
    if side == DRAFT:
        return ask(workbench.draft_files, package_id)
    if not (side.isascii() and side.isdigit()) or len(side) > 9:
        raise NotFound("version")
    return ask(workbench.version_files, package_id, int(side))


def _drawn(name: str, before: bytes | None, after: bytes | None) -> dict:
    if before is None and after is None:
        raise NotFound("file")
    found = file_difference(name, before, after)
    text = {side: content.decode("utf-8", "replace") if content else None for side, content in (("before", before), ("after", after))}
    return {**text, "marks": found.marks, "removed": found.removed_marks}
